import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { serializeArtifact } from '../artifact/serialize.js';
import { compileModule } from '../compiler/module-compiler.js';
import { getStore, type WasmFunction } from '../runtime/index.js';
import { Instance } from '../runtime/instance.js';
import { platform } from '../runtime/platform.js';
import { ArtifactCache } from './artifact-cache.js';
import { defaultFolder } from './folder.js';

let above: string;
let folder: string;

beforeEach(() => {
  above = mkdtempSync(join(tmpdir(), 'winch-ts-cache-'));
  folder = join(above, 'cache');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(above, { recursive: true, force: true });
});

/** A module with a function `f` that returns a small number, and a custom section to make it as large as wanted. */
function moduleOf(value: number, padding = 0): Uint8Array {
  const size = [0, 7, 14, 21].map((shift, i) => ((padding >> shift) & 0x7f) | (i < 3 ? 0x80 : 0));
  const head = [
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 5, 1, 0x60, 0, 1, 0x7f],
    ...[3, 2, 1, 0],
    ...[7, 5, 1, 1, 0x66, 0, 0],
    ...[10, 6, 1, 4, 0, 0x41, value, 0x0b],
    ...(padding === 0 ? [] : [0, ...size]),
  ];
  const bytes = new Uint8Array(head.length + padding);
  bytes.set(head);
  return bytes;
}

function resultOf(cache: ArtifactCache, bytes: Uint8Array): unknown {
  const { exports } = Instance.create(getStore(), cache.compile(bytes), []);
  return (exports.get('f') as WasmFunction).call([]);
}

/** Waits until what is to be written has been. */
async function written(cache: ArtifactCache, count: number, names = count): Promise<void> {
  while (cache.entries().length !== count || readdirSync(folder).length !== names) await turn();
}

/** A cache with one module in it. */
async function filled(bytes: Uint8Array): Promise<string> {
  const cache = new ArtifactCache({ folder });
  expect(resultOf(cache, bytes)).toBe(bytes.at(32));
  await written(cache, 1);
  return cache.entries()[0]!.path;
}

describe('a cache', () => {
  const SEVEN = moduleOf(7);

  it('gives the next one who asks what was compiled before', async () => {
    await filled(SEVEN);
    const next = new ArtifactCache({ folder });
    expect(resultOf(next, SEVEN)).toBe(7);
    expect({ hits: next.hits, misses: next.misses }).toEqual({ hits: 1, misses: 0 });
  });

  it('keeps modules and options apart', async () => {
    await filled(SEVEN);
    const cache = new ArtifactCache({ folder });
    expect(resultOf(cache, moduleOf(8))).toBe(8);
    const { compiling } = platform();
    cache.compile(SEVEN, {
      ...compiling,
      bounds: compiling.bounds === 'guard' ? 'explicit' : 'guard',
    });
    expect({ hits: cache.hits, misses: cache.misses }).toEqual({ hits: 0, misses: 2 });
    await written(cache, 3);
  });

  it.each([
    ['at its start', (size: number) => Math.floor(size / 64)],
    ['in the middle', (size: number) => size >> 1],
    ['at its end', (size: number) => size - 1],
  ])('finds a file that was changed %s, and compiles again', async (_, place) => {
    for (const bytes of [SEVEN, moduleOf(9, 2 << 20)]) {
      const path = await filled(bytes);
      const file = readFileSync(path);
      file[place(file.length)]! ^= 0x10;
      writeFileSync(path, file);
      const cache = new ArtifactCache({ folder });
      expect(resultOf(cache, bytes)).toBe(bytes.at(32));
      expect(cache.misses).toBe(1);
      await written(cache, 1);
      expect(resultOf(new ArtifactCache({ folder }), bytes)).toBe(bytes.at(32));
      rmSync(path);
    }
  });

  it('finds a file that was cut off, an empty one and what is no artifact', async () => {
    const path = await filled(SEVEN);
    const { length } = readFileSync(path);
    for (const left of [length - 1, length >> 1, 100, 1, 0]) {
      truncateSync(path, left);
      const cache = new ArtifactCache({ folder });
      expect(resultOf(cache, SEVEN)).toBe(7);
      expect(cache.misses).toBe(1);
      await written(cache, 1);
    }
    writeFileSync(path, 'no artifact'.repeat(1000));
    expect(new ArtifactCache({ folder }).find(new Uint8Array(32))).toBeUndefined();
    expect(resultOf(new ArtifactCache({ folder }), SEVEN)).toBe(7);
  });

  it('does not run the file of another module, or one that no cache wrote', async () => {
    const path = await filled(SEVEN);
    const cache = new ArtifactCache({ folder });
    cache.compile(moduleOf(8));
    await written(cache, 2);
    const other = cache.entries().find((entry) => entry.path !== path)!.path;
    copyFileSync(other, path);
    expect(resultOf(new ArtifactCache({ folder }), SEVEN)).toBe(7);
    await written(cache, 2);
    writeFileSync(path, serializeArtifact(compileModule(moduleOf(8), platform().compiling)));
    const last = new ArtifactCache({ folder });
    expect(resultOf(last, SEVEN)).toBe(7);
    expect(last.misses).toBe(1);
  });

  it('lets those go that were not used for longest, and keeps nothing that is too large', async () => {
    const size = readFileSync(await filled(SEVEN)).length;
    const cache = new ArtifactCache({ folder, maxBytes: 3.5 * size });
    const old = cache.entries()[0]!.path;
    for (const value of [1, 2]) {
      cache.compile(moduleOf(value));
      await written(cache, value + 1);
    }
    const [first, second] = cache.entries().filter(({ path }) => path !== old);
    utimesSync(old, 1, 1);
    utimesSync(first!.path, 2, 2);
    utimesSync(second!.path, 3, 3);
    // A use, so that another one is the oldest.
    cache.compile(SEVEN);
    cache.compile(moduleOf(3));
    while (existsSync(first!.path)) await turn();
    expect(cache.entries()).toHaveLength(3);
    expect(existsSync(old)).toBe(true);
    const small = new ArtifactCache({ folder: join(above, 'small'), maxBytes: size - 1 });
    expect(resultOf(small, SEVEN)).toBe(7);
    for (let i = 0; i < 100; i++) await turn();
    expect(small.entries()).toEqual([]);
    expect(small.problem).toBeUndefined();
  });

  it('removes what others were writing when they were killed, but not what is being written', async () => {
    const path = await filled(SEVEN);
    const left = join(folder, `${'0a'.repeat(12)}.tmp`);
    const running = join(folder, `${'1b'.repeat(12)}.tmp`);
    writeFileSync(left, '');
    utimesSync(left, 1, 1);
    writeFileSync(running, '');
    const cache = new ArtifactCache({ folder });
    cache.compile(moduleOf(8));
    while (existsSync(left)) await turn();
    expect(existsSync(running)).toBe(true);
    while (cache.entries().length < 2) await turn();
    expect(cache.clean()).toBe(2);
    expect(readdirSync(folder)).toEqual([]);
    expect(existsSync(path)).toBe(false);
  });

  it('goes on where a file can neither be used nor removed', async () => {
    const path = await filled(SEVEN);
    rmSync(path);
    mkdirSync(join(path, 'below'), { recursive: true });
    const cache = new ArtifactCache({ folder });
    expect(resultOf(cache, SEVEN)).toBe(7);
    // The folder is used all the same.
    expect(resultOf(cache, moduleOf(8))).toBe(8);
    await written(cache, 1, 2);
    expect(resultOf(cache, moduleOf(8))).toBe(8);
    expect(cache.hits).toBe(1);
  });

  it('leaves alone what is not its own', async () => {
    await filled(SEVEN);
    writeFileSync(join(folder, 'notes.tmp'), '');
    mkdirSync(join(folder, `${'0'.repeat(64)}.winch`));
    const cache = new ArtifactCache({ folder });
    expect(cache.entries()).toHaveLength(1);
    cache.clean();
    expect(readdirSync(folder)).toEqual([`${'0'.repeat(64)}.winch`, 'notes.tmp']);
  });

  describe('that cannot be', () => {
    const expectProblem = (cache: ArtifactCache, problem: RegExp | string) => {
      expect(resultOf(cache, SEVEN)).toBe(7);
      expect(cache.problem).toMatch(problem);
      expect(cache.entries()).toEqual([]);
      expect(cache.clean()).toBe(0);
    };

    it('is done without: a folder below a file', () => {
      writeFileSync(folder, '');
      expectProblem(new ArtifactCache({ folder: join(folder, 'below') }), /ENOTDIR/);
    });

    it.runIf(process.platform === 'linux')('is done without: where no folder can be made', () => {
      expectProblem(new ArtifactCache({ folder: '/proc/no/where' }), 'it cannot be made: ENOENT');
    });

    it('is done without: a file', () => {
      writeFileSync(folder, '');
      expectProblem(new ArtifactCache({ folder }), 'it is no folder');
    });

    it('is done without: a folder that others may write to, and a link', () => {
      mkdirSync(folder);
      chmodSync(folder, 0o777);
      expectProblem(new ArtifactCache({ folder }), 'others may write to it');
      symlinkSync(above, join(above, 'link'));
      expectProblem(new ArtifactCache({ folder: join(above, 'link') }), 'it is no folder');
    });

    it('is done without where there is none', () => {
      vi.stubEnv('WINCH_TS_CACHE', 'off');
      expectProblem(new ArtifactCache(), 'there is no folder for it');
    });

    it('is refused with an error: options of another kind', () => {
      expect(() => new ArtifactCache({ folder: 1 as never })).toThrow(TypeError);
      expect(() => new ArtifactCache({ folder: '' })).toThrow(TypeError);
      expect(() => new ArtifactCache({ maxBytes: Number.NaN })).toThrow(RangeError);
      expect(() => new ArtifactCache({ maxBytes: '1' as never })).toThrow(RangeError);
    });
  });

  it('is where the platform has it, or where the environment says', () => {
    vi.stubEnv('WINCH_TS_CACHE', '');
    vi.stubEnv('XDG_CACHE_HOME', '/somewhere');
    expect(defaultFolder()).toBe('/somewhere/winch-ts');
    vi.stubEnv('XDG_CACHE_HOME', 'relative');
    vi.stubEnv('HOME', '/home/of/mine');
    expect(defaultFolder()).toBe('/home/of/mine/.cache/winch-ts');
    vi.stubEnv('WINCH_TS_CACHE', '/else/where');
    expect(defaultFolder()).toBe('/else/where');
  });
});
