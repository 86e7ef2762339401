import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/command-line.js';
import { PROGRAMS } from './support/programs.js';

const REGISTER = pathToFileURL(join(ROOT, 'dist/register.js')).href;
const LIBRARY = pathToFileURL(join(ROOT, 'dist/index.js')).href;
const program = (name: string) => fileURLToPath(new URL(`programs/${name}`, import.meta.url));

let above: string;
beforeAll(() => {
  above = mkdtempSync(join(tmpdir(), 'winch-ts-caches-'));
});
afterAll(() => rmSync(above, { recursive: true, force: true }));

function start(folder: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, {
    env: { ...process.env, WINCH_TS_CACHE: folder },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function endOf(child: ChildProcess): Promise<Ended> {
  return new Promise((resolve, reject) => {
    let [stdout, stderr] = ['', ''];
    child.stdout!.on('data', (text) => {
      stdout += text;
    });
    child.stderr!.on('data', (text) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
  });
}

describe('node --import winch-ts/register', () => {
  /** What an unmodified program prints, and how many functions were compiled for it. */
  async function run(folder: string, args: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await endOf(start(folder, ['--import', REGISTER, ...args]));
    expect(stderr).toBe('');
    expect(code).toBe(0);
    return stdout;
  }

  it('keeps what unmodified programs compile, in workers too, and compiles nothing at the second start', async () => {
    const folder = join(above, 'programs');
    const script = program('unmodified.mjs');
    const first = await run(folder, [script]);
    expect(first).toBe('sqlite 42\nquickjs 42\nworker 42\ncompiler loaded: true\n');
    expect(readdirSync(folder)).toHaveLength(2);
    const second = await run(folder, [script]);
    expect(second).toBe('sqlite 42\nquickjs 42\nworker 42\ncompiler loaded: false\n');
  });

  it('keeps what a program compiles that ends by itself, in the middle of things', async () => {
    const folder = join(above, 'exit');
    const source = `
      const { readFileSync } = await import('node:fs');
      const module = new WebAssembly.Module(readFileSync(${JSON.stringify(PROGRAMS[1]![1])}));
      process.exit(0);`;
    await run(folder, ['--input-type=module', '--eval', source]);
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.winch$/)]);
  });

  it('of twenty processes that start at once with an empty cache none fails', async () => {
    const folder = join(above, 'twenty');
    const args = [program('sqlite.mjs')];
    const runs = await Promise.all(Array.from({ length: 20 }, () => run(folder, args)));
    for (const output of runs) expect(output).toBe('sqlite 42\n');
    expect(readdirSync(folder)).toEqual([expect.stringMatching(/^[0-9a-f]{64}\.winch$/)]);
    expect(await run(folder, args)).toBe('sqlite 42\n');
  });
});

describe('a cache whose writers are killed', () => {
  const WRITERS = 5;
  const KILLS = 40;
  /** Writes one module after the other, and says when it has begun. */
  const WRITER = `
    import { ArtifactCache, compileModule } from '${LIBRARY}';
    const cache = new ArtifactCache();
    const head = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 5, 1, 0x60, 0, 1, 0x7f, 3, 2, 1, 0, 10, 8, 1, 6, 0];
    for (let i = Math.floor(Math.random() * 50), first = true; ; i = (i + 1) % 50, first = false) {
      const bytes = Uint8Array.of(...head, 0x41, 0x80 | i, 0x80, 0, 0x0b);
      cache.add(cache.keyOf(bytes, {}), compileModule(bytes));
      await new Promise((resolve) => setImmediate(resolve));
      if (first) console.log('writes');
    }`;

  it('is usable at 200 random moments', async () => {
    const folder = join(above, 'killed');
    const { ArtifactCache } = (await import(LIBRARY)) as typeof import('../src/index.js');
    let kills = 0;
    let found = 0;
    const kill = async (): Promise<void> => {
      const child = start(folder, ['--input-type=module', '--eval', WRITER]);
      const end = endOf(child);
      await new Promise((resolve, reject) => {
        child.stdout!.once('data', resolve);
        void end.then(({ stderr }) => reject(new Error(`it ended by itself: ${stderr}`)));
      });
      await after(Math.random() * 30);
      child.kill('SIGKILL');
      expect((await end).code).toBeNull();
      kills++;
      const cache = new ArtifactCache({ folder });
      for (const { key } of cache.entries()) {
        // Whole, and of its name: else it would be removed here.
        expect(cache.find(Buffer.from(key, 'hex'))).toBeDefined();
        found++;
      }
      expect(cache.problem).toBeUndefined();
    };
    for (let i = 0; i < KILLS; i++) await Promise.all(Array.from({ length: WRITERS }, kill));
    expect(kills).toBe(200);
    // How many depends on the machine's speed.
    expect(found).toBeGreaterThan(0);
    const cache = new ArtifactCache({ folder });
    cache.clean();
    expect(readdirSync(folder)).toEqual([]);
  });
});
