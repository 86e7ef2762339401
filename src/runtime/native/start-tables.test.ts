import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Artifact } from '../../artifact/artifact.js';
import { heldBytes } from '../../artifact/artifact-bytes.js';
import { ArtifactError, deserializeArtifact } from '../../artifact/deserialize.js';
import { findHeader, Part } from '../../artifact/header.js';
import { serializeArtifact } from '../../artifact/serialize.js';
import { compileModule } from '../../compiler/module-compiler.js';
import { ValType } from '../../wasm/value-types.js';
import { HostFunction, WasmFunction } from '../function.js';
import { Instance } from '../instance.js';
import { Memory } from '../memory.js';
import { platform } from '../platform.js';
import { getStore } from '../store.js';
import { Table } from '../table.js';
import { openArtifact } from './open-artifact.js';

const folder = mkdtempSync(join(tmpdir(), 'winch-ts-start-'));
afterAll(() => rmSync(folder, { recursive: true }));

const FUNCTIONS = 100;
/** Offsets of the data segments: the second one overlaps the first, then there is a gap of many pages. */
const SEGMENTS = [
  { offset: 70_000, bytes: Uint8Array.from({ length: 700_000 }, (_, i) => i % 251) },
  { offset: 100_001, bytes: Uint8Array.of(255, 254, 253) },
  { offset: 1_000_000, bytes: Uint8Array.from({ length: 1_500_000 }, (_, i) => i % 241) },
];
const PAGES = 40;

function leb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
}

function signed(value: number): number[] {
  return value < 0x40 ? [value] : [(value & 0x7f) | 0x80, ...signed(value >> 7)];
}

function section(id: number, ...pieces: (readonly number[] | Uint8Array)[]): Uint8Array {
  const size = pieces.reduce((sum, piece) => sum + piece.length, 0);
  return Buffer.concat([Uint8Array.of(id, ...leb(size)), ...pieces.map((p) => Uint8Array.from(p))]);
}

/**
 * A module with a memory and a table of all of its functions, which return their index; the first is imported.
 * @param segments offset and bytes of each
 */
function moduleOf(segments = SEGMENTS): Uint8Array {
  const indices = Array.from({ length: FUNCTIONS }, (_, i) => i);
  const bodies = indices.slice(1).flatMap((i) => {
    const body = [0, 0x41, ...signed(i), 0x0b];
    return [...leb(body.length), ...body];
  });
  const data = segments.flatMap(({ offset, bytes }) => [
    Uint8Array.of(0, 0x41, ...signed(offset), 0x0b, ...leb(bytes.length)),
    bytes,
  ]);
  return Buffer.concat([
    Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0),
    section(1, [1, 0x60, 0, 1, 0x7f]),
    section(2, [1, 1, 0x6d, 1, 0x66, 0, 0]),
    section(
      3,
      leb(FUNCTIONS - 1),
      indices.slice(1).map(() => 0),
    ),
    section(4, [1, 0x70, 0, ...leb(FUNCTIONS + 3)]),
    section(5, [1, 0, PAGES]),
    section(7, [2, 1, 0x6d, 2, 0, 1, 0x74, 1, 0]),
    // At 2, the last function first.
    section(9, [1, 0, 0x41, 2, 0x0b, ...leb(FUNCTIONS)], indices.reverse().flatMap(leb)),
    section(10, leb(FUNCTIONS - 1), bodies),
    section(11, leb(segments.length), ...data),
  ]);
}

const BYTES = serializeArtifact(compileModule(moduleOf(), platform().compiling));
const HEADER = findHeader(heldBytes(BYTES));

let files = 0;
function file(bytes: Uint8Array): string {
  const path = join(folder, `${files++}.winch`);
  writeFileSync(path, bytes);
  return path;
}

function instantiate(artifact: Artifact = openArtifact(getStore(), file(BYTES))): Instance {
  const type = artifact.info.funcType(0);
  return Instance.create(getStore(), artifact, [
    HostFunction.fromJs(getStore(), type, () => 0, 'first'),
  ]);
}

function bytesOf(instance: Instance): Uint8Array {
  const memory = instance.exports.get('m');
  if (!(memory instanceof Memory)) throw new Error('no memory');
  return new Uint8Array(memory.buffer);
}

function resultsOf(instance: Instance): unknown[] {
  const table = instance.exports.get('t');
  if (!(table instanceof Table)) throw new Error('no table');
  return Array.from({ length: table.length }, (_, i) => {
    const func = table.get(i);
    return func instanceof WasmFunction ? func.call([]) : func;
  });
}

const EXPECTED = new Uint8Array(PAGES * 65536);
for (const { offset, bytes } of SEGMENTS) EXPECTED.set(bytes, offset);
const RESULTS = [
  null,
  null,
  ...Array.from({ length: FUNCTIONS }, (_, i) => FUNCTIONS - 1 - i),
  null,
];

describe('an instance of an artifact', () => {
  it.each([
    ['that was compiled now', () => instantiate(compileModule(moduleOf(), platform().compiling))],
    ['in a file', () => instantiate()],
    ['in bytes', () => instantiate(deserializeArtifact(BYTES))],
  ])('%s starts with the contents that its segments give', (_, make) => {
    const instance = make();
    expect(Buffer.compare(bytesOf(instance), EXPECTED)).toBe(0);
    expect(resultsOf(instance)).toEqual(RESULTS);
  });

  it('has a memory of its own, which can be written to and grows', () => {
    const artifact = openArtifact(getStore(), file(BYTES));
    const first = instantiate(artifact);
    bytesOf(first).fill(7);
    const memory = first.exports.get('m') as Memory;
    expect(memory.grow(2)).toBe(PAGES);
    expect(bytesOf(first).length).toBe((PAGES + 2) * 65536);
    expect(bytesOf(first)[123_456]).toBe(7);
    expect(bytesOf(first).at(-1)).toBe(0);
    expect(Buffer.compare(bytesOf(instantiate(artifact)), EXPECTED)).toBe(0);
  });

  it('has its memory mapped from the file, where that has guard pages', () => {
    const path = file(BYTES);
    const instance = instantiate(openArtifact(getStore(), path));
    const lines = readFileSync('/proc/self/maps', 'utf8').split('\n');
    const writable = lines.filter((line) => line.endsWith(path) && / rw-p /.test(line));
    const { guarded } = instance.exports.get('m') as Memory;
    // Two runs of pages, with zeros between.
    expect(writable.length).toBe(guarded ? 2 : 0);
  });

  it.each([
    ['memory contents', Part.Image],
    ['table of references', Part.RefFuncs],
    ['table of reference numbers', Part.RefNumbers],
    ['table of function types', Part.FuncTypes],
    ['table of elements', Part.ElementRefs],
    ['table of data', Part.DataPositions],
    ['table of memory contents', Part.Runs],
  ] as const)('is not made with a changed %s', (what, part) => {
    const bytes = BYTES.slice();
    bytes[HEADER.parts[part]!.offset + 1]! ^= 4;
    const artifact = openArtifact(getStore(), file(bytes));
    const make = () => instantiate(artifact);
    expect(make).toThrow(ArtifactError);
    expect(make).toThrow(`its ${what} is damaged`);
  });
});

it.each([
  ['a little data', [{ offset: 10, bytes: new Uint8Array(1000).fill(1) }]],
  ['data out of bounds', [{ offset: PAGES * 65536 - 10, bytes: new Uint8Array(200_000).fill(1) }]],
  ['nothing but zeros', [{ offset: 0, bytes: new Uint8Array(200_000) }]],
])('an artifact has no image of %s', (_, segments) => {
  const artifact = compileModule(moduleOf(segments), platform().compiling);
  expect(findHeader(heldBytes(serializeArtifact(artifact))).parts[Part.Image]!.length).toBe(0);
});

it.each([
  ['little data in many segments', 40, 100],
  ['more data in two', 2, 20_000],
])('a memory of %s starts with a copy of the image', (_, count, length) => {
  const segments = Array.from({ length: count }, (_, i) => ({
    offset: 65_536 + (length + 20) * i,
    bytes: new Uint8Array(length).fill(i + 1),
  }));
  const artifact = compileModule(moduleOf(segments), platform().compiling);
  const bytes = serializeArtifact(artifact);
  const { length: imageLength } = findHeader(heldBytes(bytes)).parts[Part.Image]!;
  expect(imageLength).toBeGreaterThan(0);
  expect(imageLength).toBeLessThan(131_072);
  const path = file(bytes);
  const instance = instantiate(openArtifact(getStore(), path));
  const expected = new Uint8Array(PAGES * 65536);
  for (const { offset, bytes } of segments) expected.set(bytes, offset);
  expect(Buffer.compare(bytesOf(instance), expected)).toBe(0);
});

it('an artifact has an image of pages only that are not zeros', () => {
  const { length } = HEADER.parts[Part.Image]!;
  expect(length).toBeGreaterThanOrEqual(2_200_000);
  expect(length).toBeLessThan(2_200_000 + 4 * 65536);
});

it('function types of the artifact are those of the module', () => {
  const { info } = openArtifact(getStore(), file(BYTES));
  expect(info.funcTypes.length).toBe(FUNCTIONS);
  expect(info.funcType(FUNCTIONS - 1).results).toEqual([ValType.I32]);
  expect(info.data.get(1).bytes).toEqual(SEGMENTS[1]!.bytes);
  expect(info.elements.get(0).funcs).toHaveLength(FUNCTIONS);
});
