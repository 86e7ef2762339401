import { spawnSync } from 'node:child_process';

/**
 * Why a test that needs a program cannot run here, or undefined if it can. Show it in the title of what
 * is skipped. Where `WINCH_TS_REQUIRE_TOOLS` is set (continuous integration), a missing program is an
 * error instead.
 *
 * @param debian the Debian package that has it
 */
export function missingTool(program: string, debian: string): string | undefined {
  const { error, status } = spawnSync(program, ['--version'], { stdio: 'ignore' });
  if (error === undefined && status === 0) return undefined;
  return cannotTest(`${program} is not installed (Debian package ${debian})`);
}

/** The reason why something cannot be tested here, unless all must be: then it is thrown. */
export function cannotTest(reason: string): string {
  if ((process.env.WINCH_TS_REQUIRE_TOOLS ?? '') !== '') throw new Error(reason);
  return reason;
}
