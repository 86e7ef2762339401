import { readFileSync } from 'node:fs';
import { PAGE_SIZE } from '../../wasm/limits.js';
import { EngineMemory, engineBuffer } from '../host-memory.js';
import type { Native } from './native.js';

/** Bytes from a memory's base that must be its own: what an index and an offset reach. */
const GUARDED = 2 ** 33;
/** Memories that are looked at: what follows one of them without a gap may be somebody else's. */
const SAMPLES = 3;

let guarded: boolean | undefined;

/**
 * Whether the engine's memories have inaccessible pages behind them, as far as 8 GiB from the base: it
 * reserves as much where it relies on faults itself. It does not on some machines (Node 20 on arm64),
 * nor with `--disable-wasm-trap-handler`. Looked up once in a process.
 */
export function engineGuards(native: Native): boolean {
  guarded ??= probe(native);
  return guarded;
}

/**
 * A guess at {@link engineGuards} that needs no native code: how much address space a memory takes. For
 * the choice of what to compile; nothing relies on it.
 */
export function engineSeemsToGuard(): boolean {
  seems ??= guess();
  return guarded ?? seems;
}

let seems: boolean | undefined;

function guess(): boolean {
  if (EngineMemory === undefined || process.platform !== 'linux') return true;
  try {
    const before = addressSpace();
    // Kept until it has been counted.
    const memory = new EngineMemory({ initial: 1 });
    return addressSpace() - before + engineBuffer(memory).byteLength >= GUARDED;
  } catch {
    return true;
  }
}

/** Bytes of all mappings of the process. */
function addressSpace(): number {
  return Number.parseInt(readFileSync('/proc/self/statm', 'latin1'), 10) * 4096;
}

function probe(native: Native): boolean {
  if (EngineMemory === undefined) return false;
  try {
    const memories: object[] = [];
    for (let i = 0; i < SAMPLES; i++) memories.push(new EngineMemory({ initial: 1 }));
    const maps = readFileSync('/proc/self/maps', 'latin1');
    return memories.every(
      (m) => reservedBehind(native.addressOf(engineBuffer(m)), maps) >= GUARDED,
    );
  } catch {
    // No memory, or no such file: as if there were no guard.
    return false;
  }
}

/** Bytes from a memory's base that are mapped, and inaccessible from its second page on. */
function reservedBehind(base: number, maps: string): number {
  let at = base;
  // Mostly a mapping begins there; what comes before it need not be read.
  const first = Math.max(0, maps.indexOf(`\n${base.toString(16)}-`));
  for (const match of maps.slice(first).matchAll(/^([0-9a-f]+)-([0-9a-f]+) (....)/gm)) {
    const from = Number.parseInt(match[1]!, 16);
    const to = Number.parseInt(match[2]!, 16);
    if (to <= at) continue;
    if (from > at) break;
    if (at >= base + PAGE_SIZE && match[3] !== '---p') break;
    at = to;
  }
  return at - base;
}
