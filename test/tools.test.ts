import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { missingTool } from './support/tools.js';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-tools-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

/** Puts a program into the only folder where programs are looked for. */
function program(name: string, script: string): void {
  const path = join(folder, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
}

/** Why aarch64 code could not be run with the programs that are there. */
async function whyNot(): Promise<string | undefined> {
  vi.resetModules();
  return (await import('./support/aarch64-machine.js')).CANNOT_RUN;
}

describe('what tests need', () => {
  it('is missing when it is not there or says no', () => {
    vi.stubEnv('PATH', folder);
    vi.stubEnv('WINCH_TS_REQUIRE_TOOLS', '');
    program('good', 'exit 0');
    program('broken', 'exit 1');
    expect(missingTool('good', 'some')).toBeUndefined();
    expect(missingTool('broken', 'some')).toBe('broken is not installed (Debian package some)');
    expect(missingTool('none', 'some')).toBe('none is not installed (Debian package some)');
    vi.stubEnv('WINCH_TS_REQUIRE_TOOLS', '1');
    expect(() => missingTool('none', 'some')).toThrow('none is not installed');
  });

  // A cross compiler is usable only with its C library's headers, which are a package of their own.
  it('is a compiler that compiles, not one that says its version', async () => {
    vi.stubEnv('PATH', folder);
    vi.stubEnv('WINCH_TS_REQUIRE_TOOLS', '');
    expect(await whyNot()).toMatch(/^aarch64-linux-gnu-gcc is not installed/);
    const complain = 'echo "probe.c:1:10: fatal error: bits/x.h: No such file" >&2; exit 1';
    program('aarch64-linux-gnu-gcc', `[ "$1" = --version ] || { ${complain}; }`);
    program('qemu-aarch64-static', 'exit 0');
    expect(await whyNot()).toMatch(
      /^no C program can be built and run \(Debian package libc6-dev.*\): .*bits\/x\.h/,
    );
    vi.stubEnv('WINCH_TS_REQUIRE_TOOLS', '1');
    await expect(whyNot()).rejects.toThrow('no C program can be built and run');
  });

  it('is all set up for tests of aarch64 code', async () => {
    const url = new URL('../scripts/aarch64-setup.js', import.meta.url).href;
    const { DEBIAN } = (await import(url)) as { DEBIAN: [string, string][] };
    const packages = DEBIAN.map(([name]) => name);
    for (const needed of [
      'gcc-aarch64-linux-gnu',
      'libc6-dev-arm64-cross',
      'binutils-aarch64-linux-gnu',
      'qemu-user-static',
    ]) {
      expect(packages).toContain(needed);
    }
  });
});
