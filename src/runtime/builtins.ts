import { Builtin } from '../abi/vmctx-layout.js';
import { FRAME_GP } from '../masm/stubs.js';
import { TrapKind } from '../masm/trap-kind.js';
import type { Instance } from './instance.js';
import type { Store } from './store.js';
import { hostTrap } from './traps.js';

/**
 * Runs an operation that compiled code left to the runtime. Arguments are in the general registers
 * of the frame, in order; the result goes to the first. All sums of 32-bit numbers here are exact,
 * because numbers have 53 bits.
 *
 * @throws RuntimeError when it traps
 */
export function runBuiltin(store: Store, instance: Instance, builtin: number, frame: number): void {
  const { u32 } = store.thread;
  const at = (frame + FRAME_GP) >> 2;
  const a = u32[at]!;
  const b = u32[at + 2]!;
  switch (builtin) {
    case Builtin.MemoryGrow:
      setResult(u32, at, instance.memories[a]!.grow(b));
      break;
    case Builtin.MemoryInit:
      instance.initMemory(a, b, u32[at + 4]!, u32[at + 6]!, u32[at + 8]!);
      break;
    case Builtin.DataDrop:
      instance.dropData(a);
      break;
    case Builtin.TableGrow:
      setResult(u32, at, instance.tables[a]!.grow(u32[at + 4]!, reference(u32, at + 2)));
      break;
    case Builtin.TableFill: {
      const table = instance.tables[a]!;
      const count = u32[at + 6]!;
      if (b + count > table.length) throw outOfTable(store);
      table.fill(b, count, reference(u32, at + 4));
      break;
    }
    case Builtin.TableCopy: {
      const target = instance.tables[a]!;
      const source = instance.tables[b]!;
      const to = u32[at + 4]!;
      const from = u32[at + 6]!;
      const count = u32[at + 8]!;
      if (to + count > target.length || from + count > source.length) throw outOfTable(store);
      target.copyFrom(source, to, from, count);
      break;
    }
    case Builtin.TableInit:
      instance.initTable(a, b, u32[at + 4]!, u32[at + 6]!, u32[at + 8]!);
      break;
    case Builtin.ElemDrop:
      instance.dropElements(a);
      break;
    default:
      throw new Error(`internal error: builtin ${builtin} is none of the runtime's`);
  }
}

/** A 32-bit result, zero-extended. */
function setResult(u32: Uint32Array, at: number, value: number): void {
  u32[at] = value;
  u32[at + 1] = 0;
}

function reference(u32: Uint32Array, at: number): number {
  return u32[at + 1]! * 0x1_0000_0000 + u32[at]!;
}

function outOfTable(store: Store): Error {
  return hostTrap(store.thread, TrapKind.OutOfBoundsTableAccess);
}
