import { describe, expect, it } from 'vitest';
import { decodeModuleInfo } from '../frontend/module-decoder.js';
import type { Artifact } from './artifact.js';
import { checksum } from './checksum.js';
import { ArtifactError, deserializeArtifact, isArtifact, serializeArtifact } from './serialize.js';

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
    features: ['bmi1', 'sse4.1'],
    info: decodeModuleInfo(MODULE, { withoutCode: true }),
    code: Uint8Array.from({ length: 100 }, (_, i) => i),
    funcOffsets: Uint32Array.of(0, 48, 100),
    trapSites: Int32Array.of(3, 20, 50, 31),
    trapKinds: Uint8Array.of(0, 4),
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

/** The artifact's bytes with a u32 changed and the checksum made right again. */
function forged(offset: number, value: number): Uint8Array {
  const bytes = serializeArtifact(sample());
  const view = new DataView(bytes.buffer);
  view.setUint32(offset, value, true);
  view.setUint32(16, checksum(bytes, 20), true);
  return bytes;
}

function sectionOffset(index: number): number {
  return new DataView(serializeArtifact(sample()).buffer).getUint32(24 + index * 12 + 4, true);
}

describe('serializeArtifact', () => {
  it('reads back what it wrote', () => {
    const artifact = sample();
    const bytes = serializeArtifact(artifact);
    expect(isArtifact(bytes)).toBe(true);
    const read = deserializeArtifact(bytes);
    const { stats, info, ...rest } = artifact;
    expect(read).toMatchObject(rest);
    expect(read.info.funcTypes).toEqual(info.funcTypes);
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
    for (let n = 0; n < bytes.length; n += n < 400 ? 1 : 97) {
      expect(() => deserializeArtifact(bytes.subarray(0, n))).toThrow(ArtifactError);
    }
  });

  it('notices any flipped bit', () => {
    const bytes = serializeArtifact(sample());
    for (let bit = 0; bit < bytes.length * 8; bit += 13) {
      bytes[bit >> 3]! ^= 1 << (bit & 7);
      expect(() => deserializeArtifact(bytes)).toThrow(ArtifactError);
      bytes[bit >> 3]! ^= 1 << (bit & 7);
    }
    expect(deserializeArtifact(bytes).code.length).toBe(100);
  });

  it.each([
    ['another version', 8, 3, 'version 3'],
    ['another number of sections', 20, 1e9, 'sections'],
    ['a section beyond the end', 24 + 6 * 12 + 8, 0xffff_fff0, 'section 7 is out of place'],
    ['a section over another', 24 + 3 * 12 + 4, 8, 'section 4 is out of place'],
    ['a section of another kind', 24, 5, 'section 0 is of kind 5'],
    ['an unknown machine', sectionOffset(0), 0x0002_0007, 'unknown machine'],
    ['functions out of order', sectionOffset(2) + 4, 101, 'not in order|outside of the code'],
    ['code ending outside', sectionOffset(2) + 8, 101, 'outside of the code'],
    ['trap sites out of order', sectionOffset(3), 90, 'not in order'],
    ['a negative trap site', sectionOffset(3), 0xffff_ffff, 'not in order'],
    ['an unknown trap', sectionOffset(4), 0x0000_0aff, 'unknown kind of trap'],
    ['a call outside', sectionOffset(5), 5000, 'outside of the code'],
    ['half an accessor', 24 + 6 * 12 + 8, 4, 'accessors is cut off'],
    ['a damaged module', sectionOffset(1) + 8, 0xffff_ff01, 'its module is damaged'],
  ])('refuses %s though the checksum is right', (_, offset, value, message) => {
    const read = (): Artifact => deserializeArtifact(forged(offset, value));
    expect(read).toThrow(ArtifactError);
    expect(read).toThrow(new RegExp(message));
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
