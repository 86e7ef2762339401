import { WideOp } from '../masm/operators.js';
import { CODE_HIGH, Code, ROWS, TRUNCATIONS } from '../masm/portable/encoding.js';
import { VMCTX } from '../masm/portable/registers.js';
import { CODE_BASE, RETURNED_AT } from './code-space.js';
import type { Loop } from './loop.js';
import type { Machine } from './machine.js';
import { MemoryViews } from './memory-views.js';

// V8 optimizes for what it has seen: an operator that never ran makes it throw away all of the loop's optimized code, and
// compile it again, which takes as long as some hundred million instructions. So each operator of the loop, with each of its
// ways, runs before any module does. The code below is not verified: it lies beside a stack and a memory of its own.

/** Registers, as words, by what they hold. */
const SMALL = 8;
const NEGATIVE = 10;
const ADDRESS = 12;
const BEYOND = 14;
const NAN_INDEX = 16;
const FORTY = 18;
const COUNTER = 20;
const CODE = 22;
/** Both words are 40, as those of the constant 40 are. */
const PAIR = 24;
const LARGE = 26;
const ZERO = 28;
const MINUS_ONE = 30;
const LEAST_32 = 32;
const LEAST = 34;
const SINGLE = 36;
const TARGET = 40;
const OTHER_TARGET = 42;
/** Doubles. */
const NUMBER = 40;
const NOT_A_NUMBER = 41;
const DOUBLE_TARGET = 42;
const TWO_TO_60 = 43;
const BEYOND_ALL = 44;
const BELOW_ALL = 45;
const BELOW_ZERO = 46;
/** Bytes of memory that the loop has the fast way for, and a NaN in it. */
const FAST_BYTES = 64;
const NAN_AT = 16;
const FRAME_WORDS = 64;
/** Slots of the frame. */
const SLOT = 4;
const NAN_SLOT = 8;
/** Bytes of what is the vmctx and every other structure, and the other vmctx behind it. */
const CONTEXT = 128;
const OTHER_FIELD = 16;
const CODE_FIELD = 32;
const HOST_FIELD = 48;
const LARGE_FIELD = 64;
const FIELD = 80;

/** Operators that go elsewhere, or leave: they have lines of their own. */
const APART = new Set<number>([
  Code.Returned,
  Code.HostCall,
  Code.Trap,
  Code.Enter,
  Code.Return,
  Code.Swap,
  Code.SetVmctx,
  Code.SetVmctxField,
  Code.Truncate,
  Code.Wide,
  Code.JumpTable,
  Code.Call,
  Code.CallBuiltin,
  Code.CallNear,
  Code.CallIndirectHost,
  Code.CallField,
  Code.TailMove,
  Code.TailLeave,
  Code.TailJump,
  Code.TailJumpNear,
  Code.TailJumpRegister,
  Code.CallTag,
  Code.Land,
]);

/** Operators with the address of a structure as their second register. */
const SECOND_IS_ADDRESS = new Set<number>([
  Code.LoadField32,
  Code.StoreField32,
  Code.LoadField64,
  Code.StoreField64,
  Code.LoadElement,
  Code.StoreElement,
]);

/** Times that all runs: V8 begins to note types after some instructions. */
const ROUNDS = 3;
/** What each operator runs with in turn: operands, a constant, an index of memory, a slot, a condition. */
const VARIANTS = [
  [SMALL, FORTY, NUMBER, NUMBER, 5, SMALL, SLOT, SMALL],
  [NEGATIVE, SMALL, NOT_A_NUMBER, NUMBER, 40, BEYOND, NAN_SLOT, ZERO],
  [FORTY, BEYOND, NUMBER, TWO_TO_60, 64, NAN_INDEX, SLOT, SMALL],
  [PAIR, PAIR, NOT_A_NUMBER, NUMBER, 40, SMALL, SLOT, SMALL],
  [LARGE, SMALL, BELOW_ALL, NUMBER, 5, SMALL, SLOT, SMALL],
  [LARGE, PAIR, TWO_TO_60, NUMBER, -1, SMALL, SLOT, SMALL],
  [NEGATIVE, MINUS_ONE, NUMBER, BELOW_ALL, 0, SMALL, SLOT, SMALL],
  [ZERO, MINUS_ONE, BELOW_ZERO, BELOW_ZERO, 0, SMALL, SLOT, SMALL],
] as const;

/** What V8 has seen it keeps for all loops. */
let isTrained = false;

/** Runs each operator of the loop, once in a process. The machine is left as it was. */
export function trainLoop(machine: Machine, loop: Loop): void {
  if (isTrained) return;
  isTrained = true;
  const { code, fuel, registers, signatures, stack } = machine;
  const { control, space } = machine.parts;
  const savedRegisters = registers.slice();
  const savedControl = control.slice();
  const { address, buffer } = space.allocate(2 * CONTEXT);
  const fields = new Int32Array(buffer);
  const program = writeProgram();
  const place = code.add(Int32Array.from(program.words));
  const at = (place - CODE_BASE) / 4;
  const memory = new MemoryViews(new ArrayBuffer(4 * FAST_BYTES));
  const savedStack = stack.slice(-STACK_WORDS);
  const low = stack.length - ABOVE_WORDS;
  signatures.push({ args: new Int32Array(0), stackWords: 0, result: new Int32Array(0) });
  for (let i = 0; i < ROUNDS * program.starts.length; i++) {
    prepare(machine, fields, address | 0, 4 * at, program);
    machine.useContext(address | 0);
    memory.i32[NAN_AT / 4 + 1] = 0x7ff80000;
    machine.memory = memory;
    machine.u8 = memory.u8;
    machine.i32 = memory.i32;
    machine.f64 = memory.f64;
    machine.lim = FAST_BYTES;
    // The first function entry is a pause, and the second branch back another one.
    machine.fuel = 0;
    stack[low - 2] = 4 * RETURNED_AT;
    stack[low - 1] = CODE_HIGH;
    let going = loop(at + program.starts[i % program.starts.length]!, low, low);
    while (going) {
      machine.fuel = 1;
      going = loop(machine.pc, machine.fp, machine.sp);
    }
  }
  signatures.pop();
  code.remove(place);
  space.free(address);
  stack.set(savedStack, stack.length - STACK_WORDS);
  registers.set(savedRegisters);
  machine.useContext(registers[2 * VMCTX]!);
  control.set(savedControl);
  machine.fuel = fuel;
}

/** Words of the stack that the program comes to, and of them those of the frame that it is entered by. */
const STACK_WORDS = 2048;
const ABOVE_WORDS = 256;

/** Sets registers and fields to what the program expects. */
function prepare(
  { registers }: Machine,
  fields: Int32Array,
  address: number,
  code: number,
  { callee, host }: Program,
): void {
  registers.fill(0);
  registers[SMALL] = 8;
  registers[NEGATIVE] = -7;
  registers[NEGATIVE + 1] = -1;
  registers[ADDRESS] = address;
  registers[BEYOND] = FAST_BYTES;
  registers[NAN_INDEX] = NAN_AT;
  registers[FORTY] = 40;
  registers[COUNTER] = 3;
  registers[CODE] = code + 4 * callee;
  registers[PAIR] = 40;
  registers[PAIR + 1] = 40;
  registers[LARGE] = -5;
  registers[LARGE + 1] = 0x1000_0000;
  registers[MINUS_ONE] = -1;
  registers[MINUS_ONE + 1] = -1;
  registers[LEAST_32] = -0x8000_0000;
  registers[LEAST + 1] = -0x8000_0000;
  registers[SINGLE] = 0x3fc00000;
  registers[2 * NUMBER + 1] = 0x3ff80000;
  registers[2 * NOT_A_NUMBER + 1] = 0x7ff80000;
  registers[2 * TWO_TO_60 + 1] = 0x43b00000;
  registers[2 * BEYOND_ALL + 1] = 0x7e000000;
  registers[2 * BELOW_ALL + 1] = -0x2000000;
  registers[2 * BELOW_ZERO + 1] = -0x4040_0000;
  for (const context of [0, CONTEXT / 4]) {
    fields[context + OTHER_FIELD / 4] = address + CONTEXT - 4 * context;
    fields[context + CODE_FIELD / 4] = code + 4 * callee;
    fields[context + CODE_FIELD / 4 + 2] = address;
    fields[context + HOST_FIELD / 4] = code + 4 * host;
    fields[context + HOST_FIELD / 4 + 2] = address;
    fields[context + LARGE_FIELD / 4] = 1 << 20;
  }
}

interface Program {
  readonly words: readonly number[];
  /** Where it is started, each time until it leaves. */
  readonly starts: readonly number[];
  readonly callee: number;
  readonly host: number;
}

function writeProgram(): Program {
  const words: number[] = [];
  const starts: number[] = [];
  const emit = (...instruction: number[]): void => {
    words.push(...instruction);
  };
  const begin = (): void => {
    starts.push(words.length);
    emit(Code.Enter, FRAME_WORDS);
  };
  const callee = 0;
  emit(Code.Enter, FRAME_WORDS, Code.Return, 0);
  const changing = words.length;
  emit(Code.Enter, FRAME_WORDS, Code.SetVmctxField, ADDRESS, OTHER_FIELD, Code.Return, 0);
  const host = words.length;
  starts.push(host);
  emit(Code.HostCall, 0);
  // Calls, and returns to the same instance and another one.
  begin();
  emit(Code.CallNear, callee - words.length - 1, 0, 0);
  emit(Code.CallNear, changing - words.length - 1, 0, 0);
  emit(Code.CallField, ADDRESS, CODE_FIELD, 0);
  emit(Code.CallIndirectHost, 0, 0, CODE_FIELD / 4, Code.Return, 0);
  begin();
  emit(Code.SetVmctx, OTHER_FIELD / 4, Code.CallIndirectHost, 0, 0, HOST_FIELD / 4);
  begin();
  emit(Code.CallIndirectHost, 0, 0, ~0);
  begin();
  emit(Code.TailMove, 0, 0);
  emit(Code.TailJumpNear, callee - words.length - 1);
  begin();
  emit(Code.TailLeave, 0, Code.TailJumpRegister, CODE);
  begin();
  emit(Code.Land, FRAME_WORDS, Code.Return, 0);
  begin();
  // Only for what is next.
  emit(Code.JumpTable, TARGET, 1, 2, 1, Code.JumpTable, FORTY, 1, 2, 1, Code.Trap);
  // What traps.
  begin();
  emit(Code.TrapUnlessSame, ADDRESS, LARGE_FIELD, FIELD / 4);
  begin();
  emit(Code.I32DivS, TARGET, LEAST_32, MINUS_ONE);
  begin();
  emit(Code.I64DivU, TARGET, SMALL, ZERO);
  begin();
  emit(Code.I64DivS, TARGET, LEAST, MINUS_ONE);
  begin();
  emit(Code.Truncate, 4, TARGET, 2 * NOT_A_NUMBER);
  begin();
  emit(Code.Truncate, 4, TARGET, 2 * BEYOND_ALL);
  begin();
  emit(Code.LoadU8, TARGET, NEGATIVE, 0);
  begin();
  emit(Code.AtomicLoad, TARGET, NEGATIVE, 0, 2);
  begin();
  const again = words.length;
  emit(Code.StoreSlotConst64, NAN_SLOT, 0, 0x7ff80000);
  for (const variant of VARIANTS) {
    for (let op = 0; op < Code.VectorUnary; op++) {
      if (!APART.has(op)) emitOperator(words, op, variant);
    }
  }
  for (let how = 0; how < TRUNCATIONS.length; how++) emitTruncation(words, how);
  for (const op of [WideOp.Add, WideOp.Sub, WideOp.MulU, WideOp.MulS]) {
    emit(Code.Wide, op, TARGET, OTHER_TARGET, SMALL, NEGATIVE, LARGE, PAIR);
  }
  emit(Code.Swap, TARGET, OTHER_TARGET, Code.Swap, 2 * DOUBLE_TARGET, 2 * NOT_A_NUMBER);
  // All of those on vectors are one call for the loop.
  emit(Code.VectorMove, 2 * DOUBLE_TARGET, 2 * NUMBER);
  emit(Code.I32AddC, COUNTER, COUNTER, -1);
  emit(Code.BranchI32NeC, again - words.length - 1, COUNTER, 0, Code.Trap);
  return { words, starts, callee, host };
}

const firstRegister = (op: number): number =>
  op === Code.TrapUnlessSame ? ADDRESS : op === Code.TrapUnlessBelow ? SMALL : TARGET;

function emitTruncation(words: number[], how: number): void {
  const ofDouble = (how & 4) !== 0;
  words.push(Code.Truncate, how, TARGET, ofDouble ? 2 * NUMBER : SINGLE);
  if (!ofDouble) return;
  if ((how & 8) !== 0) words.push(Code.Truncate, how, TARGET, 2 * TWO_TO_60);
  const saturates = (how & 2) !== 0;
  if (!saturates) return;
  for (const source of [NOT_A_NUMBER, BEYOND_ALL, BELOW_ALL]) {
    words.push(Code.Truncate, how, TARGET, 2 * source);
  }
}

/** Emits an operator with operands of its kinds. */
function emitOperator(words: number[], op: number, variant: (typeof VARIANTS)[number]): void {
  const [left, right, double, otherDouble, constant, index, slot, condition] = variant;
  const [, letters] = ROWS[op]!;
  const isAccess = letters.includes('m');
  if (op === Code.ConstF64 && (words.length & 1) !== 0) words.push(Code.Nop);
  words.push(op);
  let registers = 0;
  for (let i = 0; i < letters.length; i++) {
    switch (letters[i]) {
      case 'x':
        registers++;
        if (i === 0) words.push(firstRegister(op));
        else if (isAccess) words.push(index);
        else if (SECOND_IS_ADDRESS.has(op) && registers === 2) words.push(ADDRESS);
        else words.push(i === 1 ? left : i === 2 ? right : condition);
        break;
      case 'd':
        if (i === 0 && op !== Code.StoreF64) words.push(DOUBLE_TARGET);
        else words.push(i === 2 ? otherDouble : double);
        break;
      case 's':
        words.push(0);
        break;
      case 'l':
        words.push(slot);
        break;
      case 'a':
        words.push(-4);
        break;
      case 'v':
        words.push((op === Code.TrapUnlessBelow ? LARGE_FIELD : FIELD) / 4);
        break;
      case 'o':
        words.push(FIELD);
        break;
      case 'i':
        words.push(constant);
        break;
      case 'n':
        words.push(2);
        break;
      // To the next instruction.
      case 'j':
        words.push(letters.length - i);
        break;
      default:
        words.push(0);
    }
  }
}
