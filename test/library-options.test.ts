import { describe, expect, it } from 'vitest';
import {
  CompileError,
  type CompileOptions,
  compileModule,
  deserializeArtifact,
  isArtifact,
  ModuleCompiler,
  run,
  runAsync,
  serializeArtifact,
  WebAssembly,
} from '../src/index.js';

/** `(module (func (result i32) i32.const 42) (export "f" (func 0)))` */
const MODULE = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 5, 1, 0x60, 0, 1, 0x7f],
  ...[3, 2, 1, 0],
  ...[7, 5, 1, 1, 0x66, 0, 0],
  ...[10, 6, 1, 4, 0, 0x41, 42, 0x0b],
);

type Source = ArrayBufferLike | ArrayBufferView;

/** The bytes in the middle of a buffer, so that a view's place counts. */
function inside(buffer: ArrayBufferLike, bytes: Uint8Array, at: number): void {
  new Uint8Array(buffer).set(bytes, at);
}

/** Buffers and views of all kinds with the same bytes. A wider kind needs a length that fits. */
function sources(bytes: Uint8Array): [string, Source][] {
  const whole = bytes.slice().buffer;
  const padded = new ArrayBuffer(bytes.length + 24);
  inside(padded, bytes, 8);
  const shared = new SharedArrayBuffer(bytes.length);
  inside(shared, bytes, 0);
  const resizable = new (ArrayBuffer as new (length: number, options: object) => ArrayBuffer)(
    bytes.length,
    { maxByteLength: 1 << 20 },
  );
  inside(resizable, bytes, 0);
  // What it says of itself is not what it is.
  const impostor = Object.defineProperties(new Uint8Array(padded, 8, bytes.length), {
    buffer: { value: new ArrayBuffer(4) },
    byteLength: { value: 1 },
    length: { value: 1 },
    subarray: { value: () => new Uint8Array(0) },
  });
  return [
    ['ArrayBuffer', whole],
    ['SharedArrayBuffer', shared],
    ['resizable ArrayBuffer', resizable],
    ['Buffer', Buffer.from(padded, 8, bytes.length)],
    ['DataView', new DataView(padded, 8, bytes.length)],
    ['Int8Array', new Int8Array(padded, 8, bytes.length)],
    ['Uint8ClampedArray', new Uint8ClampedArray(padded, 8, bytes.length)],
    ['shared view', new Uint8Array(shared)],
    ['view with properties of its own', impostor],
  ];
}

const WRONG: [string, unknown][] = [
  ['a string', 'x'],
  ['an array', [0, 0x61]],
  ['undefined', undefined],
  ['null', null],
  ['a number', 8],
  ['an object with the class of a buffer', Object.create(ArrayBuffer.prototype)],
  ['an object with the class of a view', Object.create(Uint8Array.prototype)],
];

describe('buffer sources', () => {
  const expected = serializeArtifact(compileModule(MODULE));

  it.each(sources(MODULE))('compileModule and push take: %s', (_, source) => {
    expect(serializeArtifact(compileModule(source))).toEqual(expected);
    const compiler = new ModuleCompiler();
    compiler.push(source);
    expect(serializeArtifact(compiler.finish())).toEqual(expected);
  });

  it.each(sources(expected))('deserializeArtifact and isArtifact take: %s', (_, source) => {
    expect(isArtifact(source)).toBe(true);
    expect(serializeArtifact(deserializeArtifact(source))).toEqual(expected);
  });

  it('views of wide elements are their bytes', () => {
    const bytes = new Uint8Array(MODULE.length + (8 - (MODULE.length % 8)));
    bytes.set(MODULE);
    // An empty custom section fills up what is left.
    const left = bytes.length - MODULE.length;
    expect(left).toBeGreaterThan(2);
    bytes.set([0, left - 2, left - 3], MODULE.length);
    const code = [...compileModule(bytes).code];
    for (const Kind of [Uint16Array, Int32Array, Float64Array, BigUint64Array]) {
      expect([...compileModule(new Kind(bytes.buffer)).code]).toEqual(code);
    }
  });

  it('a detached buffer holds no bytes', () => {
    const buffer = MODULE.slice().buffer;
    const views = [buffer, new Uint8Array(buffer), new DataView(buffer)];
    structuredClone(buffer, { transfer: [buffer] });
    for (const view of views) {
      expect(() => compileModule(view)).toThrow(CompileError);
      expect(isArtifact(view)).toBe(false);
      const compiler = new ModuleCompiler();
      compiler.push(view);
      compiler.push(MODULE);
      expect(serializeArtifact(compiler.finish())).toEqual(expected);
    }
  });

  it('an artifact from a shared buffer does not change with it', () => {
    const shared = new SharedArrayBuffer(expected.length);
    inside(shared, expected, 0);
    const artifact = deserializeArtifact(shared);
    new Uint8Array(shared).fill(0xcc);
    expect(serializeArtifact(artifact)).toEqual(expected);
  });

  it.each(WRONG)('%s is none', (_, value) => {
    const source = value as Source;
    const error = (name: string) => ({
      name: 'TypeError',
      message: expect.stringMatching(new RegExp(`^${name}.* must be an ArrayBuffer`)),
    });
    const catching = (action: () => unknown): unknown => {
      try {
        return action();
      } catch (error) {
        return error;
      }
    };
    expect(catching(() => compileModule(source))).toMatchObject(error('compileModule'));
    expect(catching(() => deserializeArtifact(source))).toMatchObject(error('deserializeArtifact'));
    expect(catching(() => isArtifact(source))).toMatchObject(error('isArtifact'));
    const compiler = new ModuleCompiler();
    compiler.push(MODULE.subarray(0, 20));
    expect(catching(() => compiler.push(source))).toMatchObject(error('ModuleCompiler.push'));
    compiler.push(MODULE.subarray(20));
    expect(serializeArtifact(compiler.finish())).toEqual(expected);
  });
});

describe('options', () => {
  it.each([
    [{ bounds: 'none' }, RangeError, 'bounds "none" is not supported'],
    [{ bounds: 1 }, TypeError, 'bounds must be a string, not 1'],
    [{ bounds: null }, TypeError, 'bounds must be a string, not null'],
    [{ target: 'mips' }, RangeError, 'target mips is not supported'],
    [{ target: ['x64'] }, TypeError, 'target must be a string, not an object'],
    [{ features: 'host' }, TypeError, 'features must be an array of strings, not "host"'],
    [{ features: new Set(['bmi1']) }, TypeError, 'features must be an array of strings'],
    [{ features: [1] }, TypeError, 'each of features must be a string, not 1'],
    [{ features: new Array(1) }, TypeError, 'each of features must be a string, not undefined'],
    [{ features: ['sse9'] }, RangeError, 'unknown x64 feature "sse9"'],
    [{ target: 'aarch64', features: ['bmi1'] }, RangeError, 'unknown aarch64 feature "bmi1"'],
    [{ verify: 'yes' }, TypeError, 'verify must be a boolean, not "yes"'],
    [{ observer: 1 }, TypeError, 'observer must be an object, not 1'],
    ['x64', TypeError, 'options must be an object, not "x64"'],
    [null, TypeError, 'options must be an object, not null'],
  ])('%j are refused', (options, errorClass, message) => {
    const given = options as unknown as CompileOptions;
    for (const use of [() => new ModuleCompiler(given), () => compileModule(MODULE, given)]) {
      expect(use).toThrow(errorClass);
      expect(use).toThrow(message);
    }
  });

  it('that are undefined are defaults', () => {
    const options = { target: undefined, features: undefined, bounds: undefined };
    const artifact = compileModule(MODULE, options as unknown as CompileOptions);
    expect(artifact).toMatchObject({ target: 'x64', bounds: 'guard' });
  });

  it('are read once, and not kept', () => {
    const features = ['bmi1'];
    let reads = 0;
    const options: CompileOptions = {
      get bounds() {
        return reads++ === 0 ? ('explicit' as const) : ('none' as never);
      },
      features,
    };
    const compiler = new ModuleCompiler(options);
    features.push('no-such');
    compiler.push(MODULE);
    expect(compiler.finish()).toMatchObject({ bounds: 'explicit', features: ['bmi1'] });
  });

  it('of an artifact that cannot be read again are not written', () => {
    const artifact = compileModule(MODULE);
    expect(() => serializeArtifact({ ...artifact, bounds: 'none' as never })).toThrow(RangeError);
    expect(() => serializeArtifact({ ...artifact, target: 'mips' as never })).toThrow(RangeError);
  });
});

describe('errors', () => {
  it('of the compiler are those of the standard, and say more', () => {
    let error: unknown;
    try {
      compileModule(MODULE.subarray(0, 9));
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(CompileError);
    expect(error).toBeInstanceOf(WebAssembly.CompileError);
    expect(error).toBeInstanceOf(Error);
    expect(error).toMatchObject({ name: 'CompileError', offset: 9, funcIndex: -1 });
    expect(error).not.toBeInstanceOf(WebAssembly.LinkError);
    expect(String((error as Error).stack)).toMatch(/^CompileError: /);
  });
});

describe('fuel', () => {
  it('is refused where machine code runs, which counts none', async () => {
    const { f } = new WebAssembly.Instance(new WebAssembly.Module(MODULE)).exports;
    expect(() => run(f, [], { fuel: 1000 })).toThrow(/^(x64|aarch64) code counts no fuel/);
    await expect(runAsync(f, [])).rejects.toThrow(/^(x64|aarch64) code counts no fuel/);
    expect(f()).toBe(42);
  });
});
