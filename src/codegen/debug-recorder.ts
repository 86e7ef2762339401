import { type DebugRecord, PLACE_WORDS, Place } from '../debug-info/record.js';
import type { ModuleAssembler } from '../masm/macro-assembler.js';
import { control, stack } from '../stack/state.js';
import { Loc } from '../stack/value-stack.js';
import { IntList } from '../util/int-list.js';
import { Op } from '../wasm/opcodes.js';
import { lookAhead } from './look-ahead.js';
import { fn } from './state.js';

/** Locals of a function that are described, the first ones; one may declare 50,000. */
const MOST_LOCALS = 1000;
/** Of a whole module; functions behind have none. A function of seven bytes can have a thousand. */
const MOST_MODULE_LOCALS = 1 << 22;
/** Words of places for a whole module; functions behind have none. */
const MOST_PLACES = 1 << 27;

/**
 * Writes a {@link DebugRecord} while a module is compiled: a look at all locals a call. It changes nothing
 * of the code.
 */
export class DebugRecorder {
  private readonly operators = new IntList(1 << 12);
  private readonly functions = new IntList(1 << 10);
  private readonly places = new IntList(1 << 10);
  private readonly types = new IntList(1 << 10);
  private bodies = new Uint8Array(1 << 12);
  private codeEnd = 0;
  private firstBodyAt = -1;
  private bodyAt = 0;
  private codeSectionAt = 0;

  // ---- of the function --------------------------------------------------------------------------

  private bytes: Uint8Array = new Uint8Array(0);
  private localCount = 0;
  private paramCount = 0;
  private calls = 0;
  /** Code offset of the call before, or of the entry. */
  private since = 0;
  /** The local whose value is let go of before the call, or -1. */
  private overwritten = -1;
  private functionPlaces = 0;
  private firstType = 0;
  /** Place of each local at the call before, with the two words that go with it. */
  private readonly known = new Int32Array(3 * MOST_LOCALS);
  /** 1 for declared locals that were set on every way here. */
  private readonly isSet = new Uint8Array(MOST_LOCALS);
  /** Pairs (local, depth of blocks) of the sets that count so far, by ascending depth. */
  private readonly sets = new IntList();

  /** @param contentsAt module offset of the contents of the code section */
  beginCode(contentsAt: number): void {
    this.codeSectionAt = contentsAt;
  }

  /** A body has arrived; see `ModuleSink.functionBody`. */
  body(bytes: Uint8Array, start: number, end: number, moduleOffset: number): void {
    if (this.firstBodyAt < 0) this.firstBodyAt = moduleOffset;
    this.bodyAt = moduleOffset;
    const at = moduleOffset - this.firstBodyAt;
    const size = at + end - start;
    if (size > this.bodies.length) {
      const larger = new Uint8Array(Math.max(size, 2 * this.bodies.length));
      larger.set(this.bodies.subarray(0, this.codeEnd));
      this.bodies = larger;
    }
    this.bodies.set(bytes.subarray(start, end), at);
    this.codeEnd = size;
  }

  beginFunction(
    masm: ModuleAssembler,
    entry: number,
    locals: Int32Array,
    localCount: number,
    bytes: Uint8Array,
  ): void {
    this.bytes = bytes;
    const left = MOST_MODULE_LOCALS - this.types.length;
    this.localCount = Math.max(0, Math.min(localCount, MOST_LOCALS, left));
    this.paramCount = fn.signatures.paramCount(fn.own);
    this.calls = masm.callSites.length;
    this.since = entry;
    this.functionPlaces = this.places.length;
    this.firstType = this.types.length;
    for (let i = 0; i < this.localCount; i++) this.types.push(locals[i]!);
    this.known.fill(0, 0, 3 * this.localCount);
    this.isSet.fill(0, 0, this.localCount);
    this.sets.length = 0;
  }

  /** The operator behind the coming one sets a local: at its call, what the local had is nowhere, unless it is in its slot. */
  overwrite(local: number): void {
    const isStored = (stack.locAt(stack.local(local)) & Loc.Stored) !== 0;
    this.overwritten = isStored ? -1 : local;
  }

  /** Behind each operator, in unreachable code, too. */
  operator(masm: ModuleAssembler, op: Op, codeStart: number): void {
    if (masm.pos > codeStart) this.operators.pushPair(codeStart, masm.sourceOffset);
    const { sets } = this;
    // What was set in a block need not be behind it; ELSE is on another way than what is before it.
    const depth = op === Op.Else ? control.depth - 1 : control.depth;
    while (sets.length > 0 && sets.data[sets.length - 1]! > depth) {
      sets.length -= 2;
      this.isSet[sets.data[sets.length]!] = 0;
    }
    if (op === Op.LocalSet || op === Op.LocalTee) this.noteSet();
    if (masm.callSites.length > this.calls) this.lookAtLocals(masm);
    this.overwritten = -1;
  }

  private noteSet(): void {
    let local = 0;
    for (let at = fn.here + 1, shift = 0; shift < 35; at++, shift += 7) {
      const byte = this.bytes[at]!;
      local |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (local >= this.localCount || this.isSet[local] === 1) return;
    this.isSet[local] = 1;
    this.sets.pushPair(local, control.depth);
  }

  private lookAtLocals(masm: ModuleAssembler): void {
    const { known, places } = this;
    this.calls = masm.callSites.length;
    const here = masm.callSites.data[this.calls - 2]!;
    for (let i = 0; i < this.localCount; i++) {
      let place = Place.None;
      let a = 0;
      let b = 0;
      // Of a local that is not read any more, the record says nothing that is true.
      if (lookAhead.lastRead[i]! > fn.here && i !== this.overwritten) {
        const handle = stack.local(i);
        const loc = stack.locAt(handle);
        if ((loc & Loc.Stored) !== 0) {
          if (i < this.paramCount || lookAhead.needsZero[i] === 1 || this.isSet[i] === 1) {
            place = Place.Slot;
            a = stack.slotOf(handle);
          }
        } else if ((loc & Loc.Const) !== 0) {
          place = Place.Constant;
          a = stack.loAt(handle);
          b = stack.hiAt(handle);
        }
      }
      const at = 3 * i;
      if (known[at] === place && known[at + 1] === a && known[at + 2] === b) continue;
      known[at] = place;
      known[at + 1] = a;
      known[at + 2] = b;
      if (places.length > MOST_PLACES) continue;
      places.pushPair(i, this.since);
      places.pushPair(place, a);
      places.push(b);
    }
    this.since = here;
  }

  /** @param bodyEnd position behind its operators: stubs and data follow */
  endFunction(masm: ModuleAssembler, codeStart: number, bodyEnd: number): void {
    if (bodyEnd > codeStart) this.operators.pushPair(codeStart, masm.sourceOffset);
    // Behind the last call nothing holds.
    for (let i = 0; i < this.localCount; i++) {
      if (this.known[3 * i] === Place.None || this.places.length > MOST_PLACES) continue;
      this.places.pushPair(i, this.since);
      this.places.pushPair(Place.None, 0);
      this.places.push(0);
    }
    this.functions.pushPair(bodyEnd, fn.frameBytes);
    this.functions.pushPair(this.functionPlaces / PLACE_WORDS, this.firstType);
    this.functions.push(this.bodyAt);
  }

  finish(): DebugRecord {
    const { bodies, codeEnd, codeSectionAt, firstBodyAt } = this;
    return {
      operators: this.operators.toArray(),
      functions: this.functions.toArray(),
      places: this.places.toArray(),
      localTypes: Uint8Array.from(this.types.toArray()),
      bodies: bodies.subarray(0, codeEnd),
      firstBodyAt: Math.max(0, firstBodyAt),
      codeSectionAt,
    };
  }
}
