import { CODE_HIGH, Code, SPACE_HIGH } from '../masm/portable/encoding.js';
import { VMCTX } from '../masm/portable/registers.js';
import { HOST_FUNCTION } from '../stubs/layout.js';
import {
  isBelow,
  isLess,
  multiply,
  shiftLeft,
  shiftRight,
  shiftRightSigned,
} from './arithmetic.js';
import { accessAtomically } from './atomics.js';
import { RETURNED_AT } from './code-space.js';
import { DOUBLES, type Machine, REGISTERS, SINGLES } from './machine.js';
import { runRare } from './rare-operators.js';
import { accessSlowly } from './slow-memory.js';
import { runVector } from './vectors.js';

/**
 * Runs from a place in the code on until something leaves. Places in the stack, `fp` and `sp`, are words from its base.
 *
 * @returns true when the counter of branches has run out: the machine has where to go on
 */
export type Loop = (startPc: number, startFp: number, startSp: number) => boolean;

/**
 * The loop of a machine. What it reads at every step is a constant of the closure, whose place and length V8 folds as long
 * as there is one closure; code that grows needs another. All other state is in local variables; what leaves writes back
 * what is needed. The mask of `pc` keeps it an integer, and in the code. Instructions
 * of four words end with `break`, those of three with `break three`, and jumps by the word behind the one that `pc` is at with
 * `break jump`: so V8 needs to see few additions to know all of them.
 */
export function createLoop(machine: Machine): Loop {
  const { limit, stack, stackDoubles, stackLow } = machine;
  const { pieces } = machine.space;
  const { words, doubles, mask } = machine.code;
  return function loop(startPc: number, startFp: number, startSp: number): boolean {
    // Locals are nearer than what is around.
    const c = words;
    const R = REGISTERS;
    const F = SINGLES;
    const D = DOUBLES;
    const S = stack;
    const SD = stackDoubles;
    let { ctx, u8, i32, f64 } = machine;
    let at = machine.at | 0;
    let lim = machine.lim | 0;
    let fuel = machine.fuel | 0;
    let vm = R[2 * VMCTX]!;
    let pc = startPc & mask;
    let fp = startFp | 0;
    let sp = startSp | 0;
    /** 1 for the second site of a trapping instruction. */
    let second = 0;
    run: for (;;) {
      // biome-ignore lint/suspicious/noConfusingLabels: the ends of instructions, which most have in common
      jump: {
        // biome-ignore lint/suspicious/noConfusingLabels: likewise
        three: {
          // biome-ignore format: a table, mostly with an instruction a line
          switch (c[pc]) {
            case Code.Enter:
              fuel = (fuel - 1) | 0;
              sp = (sp - 4) | 0;
              S[sp] = stackLow + 4 * fp;
              S[sp + 1] = SPACE_HIGH;
              fp = sp;
              sp = (sp - c[pc + 1]!) | 0;
              if (sp < limit) break run;
              S[fp - 2] = vm;
              S[fp - 1] = SPACE_HIGH;
              pc = (pc + 2) & mask;
              if (fuel >= 0) continue;
              machine.pause(pc, fp, sp);
              return true;
            case Code.Return: {
              const back = S[fp + 2]! >>> 2;
              sp = (fp + 4 + c[pc + 1]!) | 0;
              if (back === RETURNED_AT) {
                machine.fuel = fuel;
                machine.leave(sp);
                return false;
              }
              fp = (S[fp]! - stackLow) >> 2;
              pc = back & mask;
              // The callee, or who it left to by a tail call, may be another instance's.
              if (S[fp - 2] !== vm) {
                vm = S[fp - 2]!;
                machine.useContext(vm);
                ({ ctx, u8, i32, f64 } = machine); at = machine.at | 0; lim = machine.lim | 0;
              }
              continue;
            }
            case Code.ZeroSlots: S.fill(0, sp + c[pc + 1]!, sp + c[pc + 1]! + c[pc + 2]!); break three;
            case Code.SlotAddress:
              R[c[pc + 1]!] = stackLow + 4 * (sp + c[pc + 2]!);
              R[c[pc + 1]! + 1] = SPACE_HIGH;
              break three;
            case Code.Move32: R[c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.Move64: R[c[pc + 1]!] = R[c[pc + 2]!]!; R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]!; break three;
            case Code.Const32: R[c[pc + 1]!] = c[pc + 2]!; break three;
            case Code.Const64: R[c[pc + 1]!] = c[pc + 2]!; R[c[pc + 1]! + 1] = c[pc + 3]!; break;
            case Code.LoadSlot32: R[c[pc + 1]!] = S[sp + c[pc + 2]!]!; break three;
            case Code.StoreSlot32: S[sp + c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.LoadArg32: R[c[pc + 1]!] = S[fp + c[pc + 2]!]!; break three;
            case Code.StoreArg32: S[fp + c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.CopySlot32: S[sp + c[pc + 1]!] = S[sp + c[pc + 2]!]!; break three;
            case Code.StoreSlotConst32: S[sp + c[pc + 1]!] = c[pc + 2]!; break three;
            case Code.LoadContext32: R[c[pc + 1]!] = ctx[at + c[pc + 2]!]!; break three;
            case Code.StoreContext32: ctx[at + c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.LoadField32: {
              const a = (R[c[pc + 2]!]! + c[pc + 3]!) >>> 0; const piece = pieces[a >>> 20]!;
              R[c[pc + 1]!] = piece[(a & 0xfffff) >> 2]!;
              break;
            }
            case Code.StoreField32: {
              const a = (R[c[pc + 2]!]! + c[pc + 3]!) >>> 0; const piece = pieces[a >>> 20]!;
              piece[(a & 0xfffff) >> 2] = R[c[pc + 1]!]!;
              break;
            }
            case Code.LoadSlot64: R[c[pc + 1]!] = S[sp + c[pc + 2]!]!; R[c[pc + 1]! + 1] = S[sp + c[pc + 2]! + 1]!; break three;
            case Code.StoreSlot64:
              S[sp + c[pc + 1]!] = R[c[pc + 2]!]!;
              S[sp + c[pc + 1]! + 1] = R[c[pc + 2]! + 1]!;
              break three;
            case Code.LoadArg64: R[c[pc + 1]!] = S[fp + c[pc + 2]!]!; R[c[pc + 1]! + 1] = S[fp + c[pc + 2]! + 1]!; break three;
            case Code.StoreArg64: S[fp + c[pc + 1]!] = R[c[pc + 2]!]!; S[fp + c[pc + 1]! + 1] = R[c[pc + 2]! + 1]!; break three;
            case Code.CopySlot64:
              S[sp + c[pc + 1]!] = S[sp + c[pc + 2]!]!;
              S[sp + c[pc + 1]! + 1] = S[sp + c[pc + 2]! + 1]!;
              break three;
            case Code.StoreSlotConst64: S[sp + c[pc + 1]!] = c[pc + 2]!; S[sp + c[pc + 1]! + 1] = c[pc + 3]!; break;
            case Code.LoadContext64:
              R[c[pc + 1]!] = ctx[at + c[pc + 2]!]!;
              R[c[pc + 1]! + 1] = ctx[at + c[pc + 2]! + 1]!;
              break three;
            case Code.StoreContext64:
              ctx[at + c[pc + 1]!] = R[c[pc + 2]!]!;
              ctx[at + c[pc + 1]! + 1] = R[c[pc + 2]! + 1]!;
              break three;
            case Code.LoadField64: {
              const a = (R[c[pc + 2]!]! + c[pc + 3]!) >>> 0; const piece = pieces[a >>> 20]!;
              R[c[pc + 1]!] = piece[(a & 0xfffff) >> 2]!;
              R[c[pc + 1]! + 1] = piece[((a & 0xfffff) >> 2) + 1]!;
              break;
            }
            case Code.StoreField64: {
              const a = (R[c[pc + 2]!]! + c[pc + 3]!) >>> 0; const piece = pieces[a >>> 20]!;
              piece[(a & 0xfffff) >> 2] = R[c[pc + 1]!]!;
              piece[((a & 0xfffff) >> 2) + 1] = R[c[pc + 1]! + 1]!;
              break;
            }
            case Code.SetVmctx:
              vm = ctx[at + c[pc + 1]!]!;
              machine.useContext(vm);
              ({ ctx, u8, i32, f64 } = machine); at = machine.at | 0; lim = machine.lim | 0;
              pc = (pc + 2) & mask;
              continue;
            case Code.SetVmctxField: {
              const a = (R[c[pc + 1]!]! + c[pc + 2]!) >>> 0;
              const to = pieces[a >>> 20]![(a & 0xfffff) >> 2]!;
              if (to !== vm) {
                vm = to;
                machine.useContext(vm);
                ({ ctx, u8, i32, f64 } = machine); at = machine.at | 0; lim = machine.lim | 0;
              }
              break three;
            }
            case Code.LoadElement: {
              const a = (R[c[pc + 2]!]! + 8 * R[c[pc + 3]!]!) >>> 0; const piece = pieces[a >>> 20]!;
              R[c[pc + 1]!] = piece[(a & 0xfffff) >> 2]!;
              R[c[pc + 1]! + 1] = piece[((a & 0xfffff) >> 2) + 1]!;
              break;
            }
            case Code.StoreElement: {
              const a = (R[c[pc + 2]!]! + 8 * R[c[pc + 3]!]!) >>> 0; const piece = pieces[a >>> 20]!;
              piece[(a & 0xfffff) >> 2] = R[c[pc + 1]!]!;
              piece[((a & 0xfffff) >> 2) + 1] = R[c[pc + 1]! + 1]!;
              break;
            }
            case Code.TrapUnlessBelow: if (R[c[pc + 1]!]! >>> 0 >= ctx[at + c[pc + 2]!]! >>> 0) break run; break three;
            case Code.TrapUnlessSame: {
              const a = R[c[pc + 1]!]! >>> 0;
              if (a === 0) break run;
              const b = a + c[pc + 2]!;
              if (pieces[b >>> 20]![(b & 0xfffff) >> 2] !== ctx[at + c[pc + 3]!]) {
                second = 1;
                break run;
              }
              break;
            }
            case Code.I32Add: R[c[pc + 1]!] = (R[c[pc + 2]!]! + R[c[pc + 3]!]!) | 0; break;
            case Code.I32Sub: R[c[pc + 1]!] = (R[c[pc + 2]!]! - R[c[pc + 3]!]!) | 0; break;
            case Code.I32Mul: R[c[pc + 1]!] = Math.imul(R[c[pc + 2]!]!, R[c[pc + 3]!]!); break;
            case Code.I32And: R[c[pc + 1]!] = R[c[pc + 2]!]! & R[c[pc + 3]!]!; break;
            case Code.I32Or: R[c[pc + 1]!] = R[c[pc + 2]!]! | R[c[pc + 3]!]!; break;
            case Code.I32Xor: R[c[pc + 1]!] = R[c[pc + 2]!]! ^ R[c[pc + 3]!]!; break;
            case Code.I32Shl: R[c[pc + 1]!] = R[c[pc + 2]!]! << R[c[pc + 3]!]!; break;
            case Code.I32ShrS: R[c[pc + 1]!] = R[c[pc + 2]!]! >> R[c[pc + 3]!]!; break;
            case Code.I32ShrU: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> R[c[pc + 3]!]!; break;
            case Code.I32AddC: R[c[pc + 1]!] = (R[c[pc + 2]!]! + c[pc + 3]!) | 0; break;
            case Code.I32MulC: R[c[pc + 1]!] = Math.imul(R[c[pc + 2]!]!, c[pc + 3]!); break;
            case Code.I32AndC: R[c[pc + 1]!] = R[c[pc + 2]!]! & c[pc + 3]!; break;
            case Code.I32OrC: R[c[pc + 1]!] = R[c[pc + 2]!]! | c[pc + 3]!; break;
            case Code.I32XorC: R[c[pc + 1]!] = R[c[pc + 2]!]! ^ c[pc + 3]!; break;
            case Code.I32ShlC: R[c[pc + 1]!] = R[c[pc + 2]!]! << c[pc + 3]!; break;
            case Code.I32ShrSC: R[c[pc + 1]!] = R[c[pc + 2]!]! >> c[pc + 3]!; break;
            case Code.I32ShrUC: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> c[pc + 3]!; break;
            case Code.I32RotlC: R[c[pc + 1]!] = (R[c[pc + 2]!]! << c[pc + 3]!) | (R[c[pc + 2]!]! >>> -c[pc + 3]!); break;
            case Code.I32RotrC: R[c[pc + 1]!] = (R[c[pc + 2]!]! >>> c[pc + 3]!) | (R[c[pc + 2]!]! << -c[pc + 3]!); break;
            case Code.I32DivS: {
              const b = R[c[pc + 3]!]!;
              if (b === 0) break run;
              if (b === -1 && R[c[pc + 2]!]! === -0x8000_0000) {
                second = 1;
                break run;
              }
              R[c[pc + 1]!] = (R[c[pc + 2]!]! / b) | 0;
              break;
            }
            case Code.I32DivSC: R[c[pc + 1]!] = (R[c[pc + 2]!]! / c[pc + 3]!) | 0; break;
            case Code.I32DivU: {
              const b = R[c[pc + 3]!]!;
              if (b === 0) break run;
              R[c[pc + 1]!] = ((R[c[pc + 2]!]! >>> 0) / (b >>> 0)) | 0;
              break;
            }
            case Code.I32DivUC: R[c[pc + 1]!] = ((R[c[pc + 2]!]! >>> 0) / (c[pc + 3]! >>> 0)) | 0; break;
            case Code.I32RemS: {
              const b = R[c[pc + 3]!]!;
              if (b === 0) break run;
              R[c[pc + 1]!] = (R[c[pc + 2]!]! % b) | 0;
              break;
            }
            case Code.I32RemSC: R[c[pc + 1]!] = (R[c[pc + 2]!]! % c[pc + 3]!) | 0; break;
            case Code.I32RemU: {
              const b = R[c[pc + 3]!]!;
              if (b === 0) break run;
              R[c[pc + 1]!] = ((R[c[pc + 2]!]! >>> 0) % (b >>> 0)) | 0;
              break;
            }
            case Code.I64Add: {
              const a = R[c[pc + 2]!]!;
              const lo = (a + R[c[pc + 3]!]!) | 0;
              R[c[pc + 1]! + 1] =
                R[c[pc + 2]! + 1]! + R[c[pc + 3]! + 1]! + (lo >>> 0 < a >>> 0 ? 1 : 0);
              R[c[pc + 1]!] = lo;
              break;
            }
            case Code.I64Sub: {
              const a = R[c[pc + 2]!]!;
              const b = R[c[pc + 3]!]!;
              R[c[pc + 1]! + 1] =
                R[c[pc + 2]! + 1]! - R[c[pc + 3]! + 1]! - (a >>> 0 < b >>> 0 ? 1 : 0);
              R[c[pc + 1]!] = (a - b) | 0;
              break;
            }
            case Code.I64Mul:
              multiply(
                R,
                c[pc + 1]!,
                R[c[pc + 2]!]!,
                R[c[pc + 2]! + 1]!,
                R[c[pc + 3]!]!,
                R[c[pc + 3]! + 1]!,
              );
              break;
            case Code.I64And: {
              const lo = R[c[pc + 2]!]! & R[c[pc + 3]!]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! & R[c[pc + 3]! + 1]!;
              R[c[pc + 1]!] = lo;
              break;
            }
            case Code.I64Or: {
              const lo = R[c[pc + 2]!]! | R[c[pc + 3]!]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! | R[c[pc + 3]! + 1]!;
              R[c[pc + 1]!] = lo;
              break;
            }
            case Code.I64Xor: {
              const lo = R[c[pc + 2]!]! ^ R[c[pc + 3]!]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! ^ R[c[pc + 3]! + 1]!;
              R[c[pc + 1]!] = lo;
              break;
            }
            case Code.I64Shl: shiftLeft(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]! & 63); break;
            case Code.I64ShrS:
              shiftRightSigned(
                R,
                c[pc + 1]!,
                R[c[pc + 2]!]!,
                R[c[pc + 2]! + 1]!,
                R[c[pc + 3]!]! & 63,
              );
              break;
            case Code.I64ShrU: shiftRight(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]! & 63); break;
            case Code.I64AddC: {
              const a = R[c[pc + 2]!]!;
              const lo = (a + c[pc + 3]!) | 0;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! + c[pc + 4]! + (lo >>> 0 < a >>> 0 ? 1 : 0);
              R[c[pc + 1]!] = lo;
              pc = (pc + 5) & mask;
              continue;
            }
            case Code.I64MulC:
              multiply(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]!, c[pc + 4]!);
              pc = (pc + 5) & mask;
              continue;
            case Code.I64AndC: {
              const lo = R[c[pc + 2]!]! & c[pc + 3]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! & c[pc + 4]!;
              R[c[pc + 1]!] = lo;
              pc = (pc + 5) & mask;
              continue;
            }
            case Code.I64OrC: {
              const lo = R[c[pc + 2]!]! | c[pc + 3]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! | c[pc + 4]!;
              R[c[pc + 1]!] = lo;
              pc = (pc + 5) & mask;
              continue;
            }
            case Code.I64XorC: {
              const lo = R[c[pc + 2]!]! ^ c[pc + 3]!;
              R[c[pc + 1]! + 1] = R[c[pc + 2]! + 1]! ^ c[pc + 4]!;
              R[c[pc + 1]!] = lo;
              pc = (pc + 5) & mask;
              continue;
            }
            case Code.I64ShlC:
              shiftLeft(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]! & 63);
              pc = (pc + 5) & mask;
              continue;
            case Code.I64ShrSC:
              shiftRightSigned(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]! & 63);
              pc = (pc + 5) & mask;
              continue;
            case Code.I64ShrUC:
              shiftRight(R, c[pc + 1]!, R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]! & 63);
              pc = (pc + 5) & mask;
              continue;
            case Code.F32Add: F[c[pc + 1]!] = F[c[pc + 2]!]! + F[c[pc + 3]!]!; break;
            case Code.F32Sub: F[c[pc + 1]!] = F[c[pc + 2]!]! - F[c[pc + 3]!]!; break;
            case Code.F32Mul: F[c[pc + 1]!] = F[c[pc + 2]!]! * F[c[pc + 3]!]!; break;
            case Code.F64Add: D[c[pc + 1]!] = D[c[pc + 2]!]! + D[c[pc + 3]!]!; break;
            case Code.F64Sub: D[c[pc + 1]!] = D[c[pc + 2]!]! - D[c[pc + 3]!]!; break;
            case Code.F64Mul: D[c[pc + 1]!] = D[c[pc + 2]!]! * D[c[pc + 3]!]!; break;
            case Code.F64Div: D[c[pc + 1]!] = D[c[pc + 2]!]! / D[c[pc + 3]!]!; break;
            case Code.F64Sqrt: D[c[pc + 1]!] = Math.sqrt(D[c[pc + 2]!]!); break three;
            case Code.BranchI32Eq: if (R[c[pc + 2]!]! === R[c[pc + 3]!]!) break jump; break;
            case Code.BranchI32Ne: if (R[c[pc + 2]!]! !== R[c[pc + 3]!]!) break jump; break;
            case Code.BranchI32LtS: if (R[c[pc + 2]!]! < R[c[pc + 3]!]!) break jump; break;
            case Code.BranchI32GeS: if (R[c[pc + 2]!]! >= R[c[pc + 3]!]!) break jump; break;
            case Code.BranchI32LtU: if (R[c[pc + 2]!]! >>> 0 < R[c[pc + 3]!]! >>> 0) break jump; break;
            case Code.BranchI32GeU: if (R[c[pc + 2]!]! >>> 0 >= R[c[pc + 3]!]! >>> 0) break jump; break;
            case Code.BranchI32EqC: if (R[c[pc + 2]!]! === c[pc + 3]!) break jump; break;
            case Code.BranchI32NeC: if (R[c[pc + 2]!]! !== c[pc + 3]!) break jump; break;
            case Code.BranchI32LtSC: if (R[c[pc + 2]!]! < c[pc + 3]!) break jump; break;
            case Code.BranchI32GeSC: if (R[c[pc + 2]!]! >= c[pc + 3]!) break jump; break;
            case Code.BranchI32LtUC: if (R[c[pc + 2]!]! >>> 0 < c[pc + 3]! >>> 0) break jump; break;
            case Code.BranchI32GeUC: if (R[c[pc + 2]!]! >>> 0 >= c[pc + 3]! >>> 0) break jump; break;
            case Code.BranchI64Eq:
              if (R[c[pc + 2]!]! === R[c[pc + 3]!]! && R[c[pc + 2]! + 1]! === R[c[pc + 3]! + 1]!)
                break jump;
              break;
            case Code.BranchI64Ne:
              if (R[c[pc + 2]!]! !== R[c[pc + 3]!]! || R[c[pc + 2]! + 1]! !== R[c[pc + 3]! + 1]!)
                break jump;
              break;
            case Code.BranchI64LtS:
              if (isLess(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]!, R[c[pc + 3]! + 1]!))
                break jump;
              break;
            case Code.BranchI64GeS:
              if (!isLess(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]!, R[c[pc + 3]! + 1]!))
                break jump;
              break;
            case Code.BranchI64LtU:
              if (isBelow(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]!, R[c[pc + 3]! + 1]!))
                break jump;
              break;
            case Code.BranchI64GeU:
              if (!isBelow(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, R[c[pc + 3]!]!, R[c[pc + 3]! + 1]!))
                break jump;
              break;
            case Code.BranchI64EqC:
              if (R[c[pc + 2]!]! === c[pc + 3]! && R[c[pc + 2]! + 1]! === c[pc + 4]!) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchI64NeC:
              if (R[c[pc + 2]!]! !== c[pc + 3]! || R[c[pc + 2]! + 1]! !== c[pc + 4]!) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchI64LtSC:
              if (isLess(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]!, c[pc + 4]!)) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchI64GeSC:
              if (!isLess(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]!, c[pc + 4]!)) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchI64LtUC:
              if (isBelow(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]!, c[pc + 4]!)) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchI64GeUC:
              if (!isBelow(R[c[pc + 2]!]!, R[c[pc + 2]! + 1]!, c[pc + 3]!, c[pc + 4]!)) break jump;
              pc = (pc + 5) & mask;
              continue;
            case Code.BranchF64Eq: if (D[c[pc + 2]!]! === D[c[pc + 3]!]!) break jump; break;
            case Code.BranchF64Ne: if (D[c[pc + 2]!]! !== D[c[pc + 3]!]!) break jump; break;
            case Code.BranchF64Lt: if (D[c[pc + 2]!]! < D[c[pc + 3]!]!) break jump; break;
            case Code.BranchF64NotLt: if (!(D[c[pc + 2]!]! < D[c[pc + 3]!]!)) break jump; break;
            case Code.BranchF64Le: if (D[c[pc + 2]!]! <= D[c[pc + 3]!]!) break jump; break;
            case Code.BranchF64NotLe: if (!(D[c[pc + 2]!]! <= D[c[pc + 3]!]!)) break jump; break;
            case Code.SetI32Eq: R[c[pc + 1]!] = R[c[pc + 2]!]! === R[c[pc + 3]!]! ? 1 : 0; break;
            case Code.SetI32Ne: R[c[pc + 1]!] = R[c[pc + 2]!]! !== R[c[pc + 3]!]! ? 1 : 0; break;
            case Code.SetI32LtS: R[c[pc + 1]!] = R[c[pc + 2]!]! < R[c[pc + 3]!]! ? 1 : 0; break;
            case Code.SetI32GeS: R[c[pc + 1]!] = R[c[pc + 2]!]! >= R[c[pc + 3]!]! ? 1 : 0; break;
            case Code.SetI32LtU: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> 0 < R[c[pc + 3]!]! >>> 0 ? 1 : 0; break;
            case Code.SetI32GeU: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> 0 >= R[c[pc + 3]!]! >>> 0 ? 1 : 0; break;
            case Code.SetI32EqC: R[c[pc + 1]!] = R[c[pc + 2]!]! === c[pc + 3]! ? 1 : 0; break;
            case Code.SetI32NeC: R[c[pc + 1]!] = R[c[pc + 2]!]! !== c[pc + 3]! ? 1 : 0; break;
            case Code.SetI32LtSC: R[c[pc + 1]!] = R[c[pc + 2]!]! < c[pc + 3]! ? 1 : 0; break;
            case Code.SetI32GeSC: R[c[pc + 1]!] = R[c[pc + 2]!]! >= c[pc + 3]! ? 1 : 0; break;
            case Code.SetI32LtUC: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> 0 < c[pc + 3]! >>> 0 ? 1 : 0; break;
            case Code.SetI32GeUC: R[c[pc + 1]!] = R[c[pc + 2]!]! >>> 0 >= c[pc + 3]! >>> 0 ? 1 : 0; break;
            case Code.Select32:
              R[c[pc + 1]!] = R[c[pc + 4]!]! !== 0 ? R[c[pc + 2]!]! : R[c[pc + 3]!]!;
              pc = (pc + 5) & mask;
              continue;
            case Code.LoadU8: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 1) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = u8[a]!;
                R[c[pc + 1]! + 1] = 0;
              }
              break;
            }
            case Code.LoadU16: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 2) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = u8[a]! | (u8[a + 1]! << 8);
                R[c[pc + 1]! + 1] = 0;
              }
              break;
            }
            case Code.LoadU32: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 4 || (a & 3) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = i32[a >> 2]!;
                R[c[pc + 1]! + 1] = 0;
              }
              break;
            }
            case Code.LoadI64: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 8 || (a & 3) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = i32[a >> 2]!;
                R[c[pc + 1]! + 1] = i32[(a >> 2) + 1]!;
              }
              break;
            }
            case Code.LoadS8To32: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 1) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = (u8[a]! << 24) >> 24;
              }
              break;
            }
            case Code.LoadS16To32: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 2) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                R[c[pc + 1]!] = ((u8[a]! << 16) | (u8[a + 1]! << 24)) >> 16;
              }
              break;
            }
            case Code.Store8: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 1) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                u8[a] = R[c[pc + 1]!]!;
              }
              break;
            }
            case Code.Store16: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 2) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                u8[a] = R[c[pc + 1]!]!;
                u8[a + 1] = R[c[pc + 1]!]! >> 8;
              }
              break;
            }
            case Code.Store32: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 4 || (a & 3) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                i32[a >> 2] = R[c[pc + 1]!]!;
              }
              break;
            }
            case Code.Store64: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 8 || (a & 3) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                i32[a >> 2] = R[c[pc + 1]!]!;
                i32[(a >> 2) + 1] = R[c[pc + 1]! + 1]!;
              }
              break;
            }
            case Code.StoreConst32: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 4 || (a & 3) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                i32[a >> 2] = c[pc + 1]!;
              }
              break;
            }
            case Code.LoadF64: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 8 || (a & 7) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                const value = f64[a >> 3]!;
                if (!Number.isNaN(value)) D[c[pc + 1]!] = value;
                else accessSlowly(machine.memory, R, c, pc);
              }
              break;
            }
            case Code.StoreF64: {
              const i = R[c[pc + 2]!]!; const o = c[pc + 3]!; const a = (i + o) | 0;
              if ((i | o | a) < 0 || a > lim - 8 || (a & 7) !== 0) {
                if (!accessSlowly(machine.memory, R, c, pc)) break run;
              } else {
                const value = D[c[pc + 1]!]!;
                if (!Number.isNaN(value)) f64[a >> 3] = value;
                else accessSlowly(machine.memory, R, c, pc);
              }
              break;
            }
            case Code.ConstF64: D[c[pc + 1]!] = doubles[(pc + 2) >> 1]!; break;
            case Code.MoveF64: {
              const value = D[c[pc + 2]!]!;
              if (!Number.isNaN(value)) D[c[pc + 1]!] = value;
              else {
                R[2 * c[pc + 1]!] = R[2 * c[pc + 2]!]!;
                R[2 * c[pc + 1]! + 1] = R[2 * c[pc + 2]! + 1]!;
              }
              break three;
            }
            case Code.LoadSlotF64: {
              const value = SD[(sp + c[pc + 2]!) >> 1]!;
              if (!Number.isNaN(value)) D[c[pc + 1]!] = value;
              else {
                R[2 * c[pc + 1]!] = S[sp + c[pc + 2]!]!;
                R[2 * c[pc + 1]! + 1] = S[sp + c[pc + 2]! + 1]!;
              }
              break three;
            }
            case Code.LoadS8To64:
            case Code.LoadS16To64:
            case Code.LoadS32To64:
            case Code.StoreConst8:
            case Code.StoreConst16: if (!accessSlowly(machine.memory, R, c, pc)) break run; break;
            case Code.StoreConst64: if (!accessSlowly(machine.memory, R, c, pc)) break run; pc = (pc + 5) & mask; continue;
            case Code.ExtendS: R[c[pc + 1]! + 1] = R[c[pc + 2]!]! >> 31; R[c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.ExtendU: R[c[pc + 1]!] = R[c[pc + 2]!]!; R[c[pc + 1]! + 1] = 0; break three;
            case Code.ConvertI32SToF64: D[c[pc + 1]!] = R[c[pc + 2]!]!; break three;
            case Code.Jump: break jump;
            case Code.JumpTable: {
              const i = R[c[pc + 1]!]! >>> 0;
              pc = (i < c[pc + 2]! ? pc + 3 + i : pc + 2) & mask;
              break jump;
            }
            case Code.CallNear:
              sp = (sp - c[pc + 2]!) | 0;
              S[sp - 2] = 4 * (pc + 4);
              S[sp - 1] = CODE_HIGH;
              pc = (pc + 1 + c[pc + 1]!) & mask;
              continue;
            case Code.CallIndirectHost: {
              sp = (sp - c[pc + 2]!) | 0;
              S[sp - 2] = 4 * (pc + 4);
              S[sp - 1] = CODE_HIGH;
              const field = c[pc + 3]!;
              if (field < 0) {
                machine.fuel = fuel;
                machine.callOut(c[pc + 1]!, ~field, fp, sp);
                return false;
              }
              const target = ctx[at + field]! >>> 2;
              vm = ctx[at + field + 2]!;
              machine.useContext(vm);
              ({ ctx, u8, i32, f64 } = machine); at = machine.at | 0; lim = machine.lim | 0;
              if (c[target] === Code.HostCall) {
                machine.fuel = fuel;
                machine.callOut(c[pc + 1]!, HOST_FUNCTION, fp, sp);
                return false;
              }
              pc = target & mask;
              continue;
            }
            case Code.CallField: {
              sp = (sp - c[pc + 3]!) | 0;
              S[sp - 2] = 4 * (pc + 4);
              S[sp - 1] = CODE_HIGH;
              const a = (R[c[pc + 1]!]! + c[pc + 2]!) >>> 0;
              pc = (pieces[a >>> 20]![(a & 0xfffff) >> 2]! >>> 2) & mask;
              continue;
            }
            case Code.TailMove: {
              const back = S[fp + 2]!;
              const outer = S[fp]!;
              const bytes = c[pc + 1]!;
              const to = fp + 4 + c[pc + 2]! - bytes;
              S.copyWithin(to, sp - bytes, sp);
              sp = to;
              S[sp - 2] = back;
              S[sp - 1] = CODE_HIGH;
              fp = (outer - stackLow) >> 2;
              break three;
            }
            case Code.TailLeave: {
              const back = S[fp + 2]!;
              const outer = S[fp]!;
              sp = (fp + 4 + c[pc + 1]!) | 0;
              S[sp - 2] = back;
              S[sp - 1] = CODE_HIGH;
              fp = (outer - stackLow) >> 2;
              pc = (pc + 2) & mask;
              continue;
            }
            case Code.Land: sp = (fp - c[pc + 1]!) | 0; pc = (pc + 2) & mask; continue;
            case Code.TailJumpNear: pc = (pc + 1 + c[pc + 1]!) & mask; continue;
            case Code.TailJumpRegister: pc = (R[c[pc + 1]!]! >>> 2) & mask; continue;
            case Code.HostCall:
              machine.fuel = fuel;
              machine.callOut(c[pc + 1]!, HOST_FUNCTION, fp, sp);
              return false;
            case Code.Trap: break run;
            case Code.AtomicLoad:
            case Code.AtomicStore:
            case Code.AtomicRmw:
            case Code.AtomicCompareExchange: {
              const next = accessAtomically(machine.memory, R, c, pc);
              if (next < 0) {
                second = ~next - pc;
                break run;
              }
              pc = next & mask;
              continue;
            }
            default: {
              const next =
                c[pc]! < Code.VectorUnary
                  ? runRare(c, pc, R, F, D)
                  : runVector(machine, c, pc, fp, sp);
              if (next < 0) {
                second = ~next - pc;
                break run;
              }
              pc = next & mask;
              continue;
            }
          }
          pc = (pc + 4) & mask;
          continue;
        }
        pc = (pc + 3) & mask;
        continue;
      }
      const distance = c[pc + 1]!;
      pc = (pc + 1 + distance) & mask;
      if (distance >= 0) continue;
      fuel = (fuel - 1) | 0;
      if (fuel >= 0) continue;
      machine.pause(pc, fp, sp);
      return true;
    }
    machine.fuel = fuel;
    machine.trap(pc + second, fp);
    return false;
  };
}
