import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  EXTERNREF,
  FUNCREF,
  I32,
  isBeyondV8Limits,
  isValidInV8,
  module,
  section,
  text,
  VOID_TYPE,
  vector,
  ZERO,
} from '../../test/support/module-fixtures.js';
import { CompileError } from '../wasm/compile-error.js';
import { ModuleDecoder } from './module-decoder.js';

const MUTATIONS = 20_000;
const I64 = 0x7e;
/** A body, with its size, that is valid for every type: `unreachable`. */
const TRAP_BODY = [3, 0, 0, 0x0b];

/** A module with something of everything outside of bodies, and empty bodies. */
const RICH = module(
  section(0, text('early'), [1, 2]),
  vector(1, VOID_TYPE, [0x60, 1, I32, 1, I64], [0x60, 2, 0x7d, 0x7c, 2, FUNCREF, EXTERNREF]),
  vector(
    2,
    [...text('m'), ...text('f'), 0, 1],
    [...text('m'), ...text('t'), 1, FUNCREF, 1, 1, 5],
    [...text('m'), ...text('i'), 3, I32, 0],
    [...text('m'), ...text('r'), 3, EXTERNREF, 0],
  ),
  vector(3, [0], [0], [0]),
  vector(4, [FUNCREF, 0, 10], [EXTERNREF, 1, 2, 3]),
  vector(5, [1, 1, 16]),
  vector(
    6,
    [I32, 1, 0x23, 0, 0x0b],
    [I64, 0, 0x42, 0xff, 0x7f, 0x0b],
    [0x7d, 0, 0x43, 0, 0, 0x80, 0x3f, 0x0b],
    [FUNCREF, 1, 0xd2, 1, 0x0b],
    [EXTERNREF, 0, 0xd0, EXTERNREF, 0x0b],
  ),
  vector(
    7,
    [...text('run'), 0, 1],
    [...text('tab'), 1, 1],
    [...text('mem'), 2, 0],
    [...text('glo'), 3, 4],
  ),
  section(8, 2),
  vector(
    9,
    [0, ...ZERO, 2, 1, 0],
    [1, 0, 1, 3],
    [2, 1, 0x41, 1, 0x0b, 0, 1, 2],
    [3, 0, 1, 3],
    [4, 0x23, 0, 0x0b, 1, 0xd2, 0, 0x0b],
    [5, EXTERNREF, 2, 0xd0, EXTERNREF, 0x0b, 0x23, 1, 0x0b],
    [6, 2, ...ZERO, EXTERNREF, 0],
    [7, FUNCREF, 1, 0xd0, FUNCREF, 0x0b],
  ),
  section(12, 3),
  vector(10, TRAP_BODY, TRAP_BODY, TRAP_BODY),
  vector(11, [0, ...ZERO, 2, 7, 8], [1, 1, 9], [2, 0, 0x41, 0x80, 1, 0x0b, 0]),
  section(0, text('name'), [0, 3], text('ab'), [1, 5, 1, 1], text('fn')),
);

class Random {
  constructor(private state: number) {}

  below(limit: number): number {
    this.state = (Math.imul(this.state, 1664525) + 1013904223) | 0;
    return Math.floor(((this.state >>> 0) / 2 ** 32) * limit);
  }
}

const LIKELY = [0, 1, 2, 3, 4, 5, 6, 7, 0x0b, 0x23, 0x41, 0x60, 0x6f, 0x70, 0x7f, 0x80, 0xd0, 0xff];

function mutate(bytes: Uint8Array, random: Random): Uint8Array {
  let out = [...bytes];
  const rounds = 1 + random.below(3);
  for (let i = 0; i < rounds; i++) {
    const at = 8 + random.below(out.length - 8);
    switch (random.below(7)) {
      case 0:
        out[at]! ^= 1 << random.below(8);
        break;
      case 1:
      case 2:
        out[at] = LIKELY[random.below(LIKELY.length)]!;
        break;
      case 3:
        out[at] = (out[at]! + (random.below(2) ? 1 : 255)) & 255;
        break;
      case 4:
        out.splice(at, 1);
        break;
      case 5:
        out.splice(at, 0, LIKELY[random.below(LIKELY.length)]!);
        break;
      default:
        if (random.below(10) === 0) out = out.slice(0, at);
        else {
          const from = 8 + random.below(out.length - 8);
          out.splice(at, 0, ...out.slice(from, from + random.below(6)));
        }
    }
    if (out.length < 10) break;
  }
  return Uint8Array.from(out);
}

/**
 * Compares the verdict with V8's. Returns undefined when a body is not that one, for bodies are
 * not decoded here, or when a difference is one of features.
 */
function compare(bytes: Uint8Array): boolean | undefined {
  let otherBody = false;
  const decoder = new ModuleDecoder({
    beginCode() {},
    functionBody(_index, all, start, end) {
      const body = all.subarray(start, end);
      otherBody ||= body.length !== 3 || body[0] !== 0 || body[1] !== 0 || body[2] !== 0x0b;
    },
  });
  let ours = true;
  let reason = '';
  try {
    decoder.push(bytes);
    decoder.finish();
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    ours = false;
    reason = error.message;
    // V8 lets value types pass where the standard wants reference types, in segments without items.
    if (/^malformed reference type .* element segment/.test(error.reason)) return undefined;
  }
  if (otherBody) return undefined;
  const theirs = isValidInV8(bytes);
  // Refused here by the name of a proposal; which of them V8 has depends on its version.
  if (theirs && / needs /.test(reason)) return undefined;
  // V8 11.3 lacks both of these; later ones have them.
  const { extendedConst, definedGlobalGet } = decoder.features;
  if (!theirs && (extendedConst || definedGlobalGet)) return undefined;
  if (!theirs && isBeyondV8Limits(bytes)) return undefined;
  if (theirs !== ours) {
    const shown = bytes.length > 1000 ? `${bytes.length} bytes` : bytes.join(' ');
    throw new Error(`V8 says ${theirs}, we say ${ours} (${reason}): ${shown}`);
  }
  return ours;
}

/** The calls of the sink and how decoding ended. */
function outcome(bytes: Uint8Array, nextSize: () => number): string {
  let calls = '';
  const decoder = new ModuleDecoder({
    beginCode(info) {
      calls += `begin ${info.funcTypes.length} `;
    },
    functionBody(index, all, start, end, offset) {
      calls += `${index} ${all.subarray(start, end).join()} ${offset} `;
    },
  });
  try {
    for (let pos = 0; pos < bytes.length; ) {
      const size = nextSize();
      decoder.push(bytes.subarray(pos, pos + size));
      pos += size;
    }
    decoder.finish();
    return `${calls}end`;
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return `${calls}${error.reason} at ${error.offset} in ${error.funcIndex}`;
  }
}

describe('mutated modules get the verdict V8 gives', () => {
  it('starts from a valid module', () => {
    expect(compare(RICH)).toBe(true);
  });

  it(`${MUTATIONS} mutations`, () => {
    const random = new Random(20_241);
    let valid = 0;
    let compared = 0;
    for (let i = 0; i < MUTATIONS; i++) {
      const verdict = compare(mutate(RICH, random));
      if (verdict !== undefined) compared++;
      if (verdict === true) valid++;
    }
    expect(compared).toBeGreaterThan(MUTATIONS * 0.8);
    expect(valid).toBeGreaterThan(MUTATIONS * 0.05);
  });

  it('and the same error, whatever the chunks', () => {
    const random = new Random(3);
    for (let i = 0; i < 3_000; i++) {
      const bytes = mutate(RICH, random);
      const whole = outcome(bytes, () => bytes.length);
      expect(outcome(bytes, () => 1)).toBe(whole);
      expect(outcome(bytes, () => 1 + random.below(20))).toBe(whole);
    }
  });

  it('mutations of the sections of a real module', () => {
    const bytes = withTrapBodies('sql.js/dist/sql-wasm.wasm');
    expect(compare(bytes)).toBe(true);
    const random = new Random(7);
    let valid = 0;
    for (let i = 0; i < 2_000; i++) {
      const mutant = bytes.slice();
      for (let n = random.below(3); n >= 0; n--) {
        mutant[8 + random.below(9_000)]! ^= 1 << random.below(8);
      }
      if (compare(mutant)) valid++;
    }
    expect(valid).toBeGreaterThan(100);
  });
});

/** A real module with all its function bodies replaced. */
function withTrapBodies(path: string): Uint8Array {
  const decoder = new ModuleDecoder({ beginCode() {}, functionBody() {} });
  decoder.push(readFileSync(new URL(`../../node_modules/${path}`, import.meta.url)));
  const info = decoder.finish();
  const rest = decoder.moduleBytes();
  const bodies = new Array(info.funcTypes.length - info.importedFuncs).fill(TRAP_BODY);
  const code = vector(10, ...bodies);
  const at = sectionStart(rest, 11);
  const bytes = new Uint8Array(rest.length + code.length);
  bytes.set(rest.subarray(0, at));
  bytes.set(code, at);
  bytes.set(rest.subarray(at), at + code.length);
  return bytes;
}

/** Where the section with the id starts. */
function sectionStart(bytes: Uint8Array, id: number): number {
  let pos = 8;
  while (bytes[pos] !== id) {
    let size = 0;
    let shift = 0;
    do {
      pos++;
      size |= (bytes[pos]! & 0x7f) << shift;
      shift += 7;
    } while (bytes[pos]! >= 0x80);
    pos += 1 + size;
  }
  return pos;
}
