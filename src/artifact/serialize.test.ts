import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import { targetNamed } from '../targets/index.js';
import { BUILD_ID_SIZE, buildIdOf, sumOf } from '../util/content-sum.js';
import type { Artifact } from './artifact.js';
import { heldBytes } from './artifact-bytes.js';
import { ArtifactError, deserializeArtifact, isArtifact } from './deserialize.js';
import { ElfContents, writeObject } from './elf/index.js';
import { findHeader, Part, writeHeader } from './header.js';
import { serializeArtifact } from './serialize.js';

/** Two functions of type () -> (), without their code section. */
const MODULE = Uint8Array.of(
  ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  ...[1, 4, 1, 0x60, 0, 0],
  ...[3, 3, 2, 0, 0],
);

function sample(target: Artifact['target'] = 'x64'): Artifact {
  return {
    target,
    bounds: 'guard',
    tableForm: 'pointers',
    features: ['bmi1', 'sse4.1'],
    info: decodeModuleInfo(MODULE, { withoutCode: true }),
    code: Uint8Array.from({ length: 100 }, (_, i) => i),
    funcOffsets: Uint32Array.of(0, 48, 100),
    trapSites: Int32Array.of(3, 20, 50, 31),
    trapKinds: Uint8Array.of(0, 4),
    handlers: new Int32Array(0),
    handlerSpans: new Int32Array(0),
    callSites: Int32Array.of(60, 33),
    frameStates: new Int32Array(0),
    accessors: new Int32Array(0),
    moduleBytes: MODULE,
    stats: {
      bytesIn: 9,
      bytesOut: 100,
      functions: 2,
      operators: 5,
      spills: 1,
      merges: 1,
      moves: 1,
      nanoseconds: 12345,
    },
  };
}

/** Where the header is. */
function headerAt(bytes: Uint8Array): number {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).indexOf('\0winch-a');
}

/** Makes the sums right again, after a change outside of the header. */
function seal(bytes: Uint8Array, { inHeader = false } = {}): void {
  const at = headerAt(bytes);
  if (inHeader) {
    const size = new DataView(bytes.buffer).getUint32(at + 12, true);
    bytes.set(new Uint8Array(sumOf(bytes.slice(at + 32, at + size)).buffer), at + 16);
  } else {
    writeHeader(bytes, at, findHeader(heldBytes(bytes)));
  }
  const { buildId } = findHeader(heldBytes(serializeArtifact(sample())));
  bytes.fill(0, buildId, buildId + BUILD_ID_SIZE);
  bytes.set(buildIdOf(sumOf(bytes), bytes.length), buildId);
}

/** The artifact's bytes with a word of a part changed and the sums made right again. */
function forged(part: Part, offset: number, value: number): Uint8Array {
  const bytes = serializeArtifact(sample());
  const view = new DataView(bytes.buffer);
  view.setUint32(findHeader(heldBytes(bytes)).parts[part]!.offset + offset, value, true);
  seal(bytes);
  return bytes;
}

/** Likewise, with a byte of the header changed. */
function misheaded(offset: number, value: number): Uint8Array {
  const bytes = serializeArtifact(sample());
  bytes[headerAt(bytes) + offset] = value;
  seal(bytes, { inHeader: true });
  return bytes;
}

describe('serializeArtifact', () => {
  it('reads back what it wrote', () => {
    const artifact = sample();
    const bytes = serializeArtifact(artifact);
    expect(isArtifact(bytes)).toBe(true);
    const read = deserializeArtifact(bytes);
    const { stats, info, ...rest } = artifact;
    expect(read).toMatchObject(rest);
    expect([...read.info.funcTypes]).toEqual([...info.funcTypes]);
    expect(read.stats).toMatchObject({ bytesOut: stats.bytesOut, functions: 2, nanoseconds: 0 });
  });

  it('gives the same bytes whatever the compile took', () => {
    const other = sample();
    const bytes = serializeArtifact({ ...other, stats: { ...other.stats, nanoseconds: 1 } });
    expect(bytes).toEqual(serializeArtifact(sample()));
  });

  it.each([['x64', 4096] as const, ['aarch64', 65536] as const])(
    'starts the code of %s on a page of %i bytes',
    (target, page) => {
      const read = deserializeArtifact(serializeArtifact(sample(target)));
      expect(read.code.byteOffset).toBe(page);
    },
  );

  it('reads from the middle of a buffer', () => {
    const bytes = serializeArtifact(sample());
    const shifted = new Uint8Array(bytes.length + 8).subarray(8);
    shifted.set(bytes);
    expect(deserializeArtifact(shifted).code).toEqual(sample().code);
  });
});

describe('deserializeArtifact', () => {
  it('refuses every truncation', () => {
    const bytes = serializeArtifact(sample());
    for (let n = 0; n < bytes.length; n += n < 1000 || n > bytes.length - 1000 ? 1 : 97) {
      expect(() => deserializeArtifact(bytes.subarray(0, n))).toThrow(ArtifactError);
    }
  });

  it('notices any flipped bit', () => {
    const bytes = serializeArtifact(sample());
    // All of them but in the zeros between pages.
    for (let bit = 0; bit < bytes.length * 8; bit += bytes[bit >> 3] === 0 ? 997 : 1) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => deserializeArtifact(bytes)).toThrow(ArtifactError);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(deserializeArtifact(bytes).code.length).toBe(100);
  });

  it.each([
    ['functions out of order', Part.FuncOffsets, 4, 101, 'not in order|outside of the code'],
    ['code ending outside', Part.FuncOffsets, 8, 101, 'outside of the code'],
    ['trap sites out of order', Part.TrapSites, 0, 90, 'not in order'],
    ['a negative trap site', Part.TrapSites, 0, 0xffff_ffff, 'not in order'],
    ['an unknown trap', Part.TrapKinds, 0, 0x0000_0aff, 'unknown kind of trap'],
    ['a call outside', Part.CallSites, 0, 5000, 'outside of the code'],
    ['a damaged module', Part.Module, 8, 0xffff_ff01, 'its module is damaged'],
  ])('refuses %s though the sums are right', (_, part, offset, value, message) => {
    const read = (): Artifact => deserializeArtifact(forged(part, offset, value));
    expect(read).toThrow(ArtifactError);
    expect(read).toThrow(new RegExp(message));
  });

  it.each([
    ['another format', 8, 99, 'winch-ts 0.1.0 compiled it, and this is 0.1.0: compile the module'],
    ['another version', 33, 0x39, 'winch-ts 9.1.0 compiled it, and this is 0.1.0: compile the'],
    ['another size', 64, 1, 'it should have .* bytes and has'],
    ['an unknown machine', 84, 7, 'unknown machine'],
    ['unknown bounds checks', 85, 7, 'unknown mode of bounds checks'],
    ['many features', 87, 9, 'too many CPU features'],
    ['a part beyond the end', 96 + 32 * Part.TrapSites + 3, 0xff, 'its header is damaged'],
    ['a part with no end', 96 + 32 * Part.TrapSites + 7, 0xff, 'its header is damaged'],
    ['a part out of line', 96 + 32 * Part.TrapSites, 1, 'its header is damaged'],
    ['code beyond the end', 83, 0xff, 'its header is damaged'],
    ['half an accessor', 96 + 32 * Part.Accessors + 4, 4, 'accessors is cut off'],
    ['another place of the build id', 68, 0, 'its checksum is wrong'],
  ])('refuses %s in a header whose sum is right', (_, offset, value, message) => {
    const read = (): Artifact => deserializeArtifact(misheaded(offset, value));
    expect(read).toThrow(ArtifactError);
    expect(read).toThrow(new RegExp(message));
  });

  it('refuses ELF files of something else', () => {
    const foreign = [process.execPath].map((path) => readFileSync(path));
    const contents = new ElfContents(targetNamed('x64').elf);
    foreign.push(Buffer.from(writeObject(contents)));
    for (const bytes of foreign) {
      expect(() => deserializeArtifact(bytes)).toThrow('an ELF file, but no artifact of winch-ts');
    }
  });

  const ACCESSING = Uint8Array.of(
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 13, 3, 0x60, 0, 1, 0x7f, 0x60, 1, 0x7f, 0, 0x60, 0, 1, 0x7e],
    ...[3, 4, 3, 0, 1, 2],
    // An i32, a mutable i32, a funcref.
    ...[6, 16, 3, 0x7f, 0, 0x41, 0, 0x0b, 0x7f, 1, 0x41, 0, 0x0b, 0x70, 0, 0xd0, 0x70, 0x0b],
  );
  const accessing = (...accessors: number[]): Artifact =>
    deserializeArtifact(
      serializeArtifact({
        ...sample(),
        info: decodeModuleInfo(ACCESSING, { withoutCode: true }),
        moduleBytes: ACCESSING,
        funcOffsets: Uint32Array.of(0, 8, 48, 100),
        accessors: Int32Array.from(accessors),
      }),
    );

  it('reads which functions access a global', () => {
    expect([...accessing(0, 0, 1, 3).accessors]).toEqual([0, 0, 1, 3]);
    expect([...accessing(0, 2).accessors]).toEqual([0, 2]);
  });

  it.each([
    ['that write what does not change', [1, 1], 'function 1 is no accessor'],
    ['that read and have a parameter', [1, 2], 'function 1 is no accessor'],
    ['that write and have none', [0, 3], 'function 0 is no accessor'],
    ['of another type', [2, 2], 'function 2 is no accessor'],
    ['of a reference', [0, 4], 'function 0 is no accessor'],
    ['of a global that there is not', [0, 6], 'function 0 is no accessor'],
    ['of a negative one', [0, -2], 'function 0 is no accessor'],
    ['that are no functions', [3, 0], 'not in order'],
    ['that are negative', [-1, 0], 'not in order'],
    ['out of order', [1, 3, 0, 0], 'not in order'],
  ])('refuses accessors %s', (_, accessors, message) => {
    expect(() => accessing(...accessors)).toThrow(ArtifactError);
    expect(() => accessing(...accessors)).toThrow(message);
  });
});
