import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** Names the folder of a build that others made already. */
export const SHARED_BUILD = 'WINCH_TS_PLAIN_BUILD';

/**
 * The sources as JavaScript files, for tests that start processes and threads of their own.
 * @returns the folder with `src/` and `test/support/`, and how to remove it
 */
export function plainBuild(): { folder: string; remove(): void } {
  const shared = process.env[SHARED_BUILD];
  if (shared !== undefined) return { folder: shared, remove: () => {} };
  const cache = join(ROOT, 'node_modules', '.cache');
  mkdirSync(cache, { recursive: true });
  // Inside of the project, so that packages are found.
  const folder = mkdtempSync(join(cache, 'plain-'));
  for (const top of ['src', 'test/support']) {
    for (const entry of readdirSync(join(ROOT, top), { recursive: true, withFileTypes: true })) {
      const path = join(entry.parentPath, entry.name);
      if (!entry.isFile() || !/(?<!\.test|\.d)\.ts$/.test(entry.name)) continue;
      const target = join(folder, relative(ROOT, path).replace(/\.ts$/, '.js'));
      mkdirSync(dirname(target), { recursive: true });
      const { outputText } = ts.transpileModule(readFileSync(path, 'utf8'), {
        compilerOptions: {
          target: ts.ScriptTarget.ES2022,
          module: ts.ModuleKind.ES2022,
          preserveConstEnums: true,
          verbatimModuleSyntax: true,
          // Const enums of other files are read at run time.
          isolatedModules: true,
        },
      });
      writeFileSync(target, outputText);
    }
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
