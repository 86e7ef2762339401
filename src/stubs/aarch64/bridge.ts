import type { Reg } from '../../abi/places.js';
import { Aarch64Assembler } from '../../masm/aarch64/assembler.js';
import {
  Alu,
  Bitfield,
  Cond,
  Extend,
  Mem,
  Pair,
  PairMode,
} from '../../masm/aarch64/integer-assembler.js';
import {
  FP,
  LR,
  SP,
  X0,
  X1,
  X2,
  X3,
  X4,
  X9,
  X10,
  X11,
  X16,
  X19,
  ZR,
} from '../../masm/aarch64/registers.js';
import {
  type BridgeCode,
  type BridgeImport,
  bridgeNames,
  CALL_CAPACITY,
  CALLBACK_ARGUMENTS,
  importOffset,
  MAX_ARGUMENTS,
  NAPI_VERSION,
  NUMBERS,
  PRIMITIVES,
} from '../bridge.js';
import { bind, forward } from './stub-parts.js';

const X5 = 5;
const X6 = 6;
const X7 = 7;
const X20 = 20;
const X21 = 21;

/** Of a frame, from SP: frame record, saved registers, two out-parameters, and two arrays. */
const SAVED = 16;
const COUNT = 48;
const DATA = 56;
/** The value that is returned. */
const RESULT = 64;
const HANDLES = 72;
const VALUES = HANDLES + 8 * CALL_CAPACITY;
const FRAME = (VALUES + 8 * CALL_CAPACITY + 15) & ~15;

/** Registers that callees keep. */
const TABLE = X19;
const ENV = X20;
const COUNTER = X21;

/** The bridge for aarch64, with the calling convention of AAPCS64. */
export function bridgeCode(table: number): BridgeCode {
  const asm = new Aarch64Assembler(4096);
  const names = bridgeNames();
  asm.bytes.set(names.bytes);
  asm.pos = names.bytes.length;

  const word = invoker(asm, table, false);
  const int = invoker(asm, table, true);
  const primitives = {
    make: make(asm, table),
    addressOf: addressOf(asm, table),
    copyTo: copyTo(asm, table),
    detach: detach(asm, table),
    callback: engineCallback(asm, table),
  };

  const register = enter(asm, table);
  asm.mov(true, COUNTER, X1);
  const failures: number[] = [];
  const setProperty = (name: string) => {
    failures.push(unlessOk(asm));
    asm.mov(true, X0, ENV);
    asm.mov(true, X1, COUNTER);
    addressHere(asm, X2, names.offsets[name]!);
    asm.access(Mem.LdrX, X3, SP, RESULT);
    callImport(asm, 'napi_set_named_property');
    failures.push(unlessOk(asm));
  };
  for (const name of PRIMITIVES) {
    asm.mov(true, X0, ENV);
    for (const reg of [X1, X2, X4]) asm.mov(true, reg, ZR);
    addressHere(asm, X3, primitives[name]);
    asm.addImmediate(Alu.Add, true, X5, SP, RESULT);
    callImport(asm, 'napi_create_function');
    setProperty(name);
  }
  for (const name of NUMBERS) {
    if (name === 'env') asm.mov(true, X1, ENV);
    else if (name === 'word') addressHere(asm, X1, word);
    else if (name === 'int') addressHere(asm, X1, int);
    else asm.access(Mem.LdrX, X1, TABLE, importOffset(name));
    createNumber(asm);
    setProperty(name);
  }
  for (const failure of failures) bind(asm, failure);
  // Whatever is missing is missed by the caller.
  asm.mov(true, X0, COUNTER);
  leave(asm);

  const version = asm.pos;
  asm.movImmediate(X0, NAPI_VERSION, 0);
  asm.ret();
  return { code: asm.bytes.slice(0, asm.pos), register, version };
}

/** A callback whose data is the address of a C function; its arguments are integers. */
function invoker(asm: Aarch64Assembler, table: number, int: boolean): number {
  const start = startCallback(asm, table, MAX_ARGUMENTS);
  const failures = convertArguments(asm, MAX_ARGUMENTS);
  asm.access(Mem.LdrX, X9, SP, DATA);
  callFunction(asm, VALUES);
  if (int) asm.bitfield(Bitfield.Sbfm, true, X1, X0, 0, 31);
  else asm.mov(true, X1, X0);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function make(asm: Aarch64Assembler, table: number): number {
  const start = startCallback(asm, table, CALL_CAPACITY);
  // The address and the last argument are not the caller's.
  const failures = convertArguments(asm, CALL_CAPACITY - 1);
  asm.access(Mem.LdrX, X9, SP, VALUES);
  asm.addImmediate(Alu.Add, true, X10, SP, RESULT);
  asm.addImmediate(Alu.Add, true, X11, SP, VALUES);
  asm.accessIndexed(Mem.StrX, X10, X11, COUNTER, Extend.Uxtx, true);
  asm.alu(Alu.Subs, true, ZR, X9, ZR);
  failures.push(forward(asm, Cond.Eq));
  callFunction(asm, VALUES + 8);
  asm.alu(Alu.Subs, false, ZR, X0, ZR);
  const made = forward(asm, Cond.Eq);
  asm.access(Mem.StrX, ZR, SP, RESULT);
  bind(asm, made);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function addressOf(asm: Aarch64Assembler, table: number): number {
  const start = startCallback(asm, table, 1);
  const failures = [unlessOk(asm), arrayInfo(asm, HANDLES)];
  asm.access(Mem.LdrX, X1, SP, DATA);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function copyTo(asm: Aarch64Assembler, table: number): number {
  const start = startCallback(asm, table, 2);
  const failures = [unlessOk(asm)];
  asm.mov(true, X0, ENV);
  asm.access(Mem.LdrX, X1, SP, HANDLES);
  asm.addImmediate(Alu.Add, true, X2, SP, VALUES);
  callImport(asm, 'napi_get_value_int64');
  failures.push(unlessOk(asm), arrayInfo(asm, HANDLES + 8));
  asm.access(Mem.LdrX, X0, SP, VALUES);
  asm.access(Mem.LdrX, X1, SP, DATA);
  asm.access(Mem.LdrX, X2, SP, COUNT);
  callImport(asm, 'memcpy');
  asm.access(Mem.LdrX, X1, SP, COUNT);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

/** Data and count of elements of the typed array in a slot. Returns a branch taken for all else. */
function arrayInfo(asm: Aarch64Assembler, slot: number): number {
  asm.mov(true, X0, ENV);
  asm.access(Mem.LdrX, X1, SP, slot);
  asm.mov(true, X2, ZR);
  asm.addImmediate(Alu.Add, true, X3, SP, COUNT);
  asm.addImmediate(Alu.Add, true, X4, SP, DATA);
  for (const reg of [X5, X6]) asm.mov(true, reg, ZR);
  callImport(asm, 'napi_get_typedarray_info');
  return unlessOk(asm);
}

function detach(asm: Aarch64Assembler, table: number): number {
  const start = startCallback(asm, table, 1);
  const failure = unlessOk(asm);
  asm.mov(true, X0, ENV);
  asm.access(Mem.LdrX, X1, SP, HANDLES);
  callImport(asm, 'napi_detach_arraybuffer');
  asm.bitfield(Bitfield.Sbfm, true, X1, X0, 0, 31);
  createNumber(asm);
  bind(asm, failure);
  finishCallback(asm);
  return start;
}

function engineCallback(asm: Aarch64Assembler, table: number): number {
  const start = startCallback(asm, table, CALL_CAPACITY);
  const failures = convertArguments(asm, CALLBACK_ARGUMENTS);
  asm.addImmediate(Alu.Subs, true, ZR, COUNTER, CALLBACK_ARGUMENTS);
  failures.push(forward(asm, Cond.Ne));
  const call = (value: number) => {
    asm.access(Mem.LdrX, X16, SP, VALUES + 8 * value);
    asm.blr(X16);
  };
  call(1);
  asm.mov(true, ENV, X0);
  asm.access(Mem.LdrX, X1, SP, VALUES);
  // No data, no signature, length 0, ConstructorBehavior::kThrow, SideEffectType::kHasSideEffect.
  for (let reg = X2; reg <= X6; reg++) asm.mov(true, reg, ZR);
  asm.access(Mem.LdrX, X7, SP, VALUES + 8 * 5);
  asm.access(Mem.LdrX, X16, SP, VALUES + 8 * 3);
  // Three zeros follow on the stack, wherever the ABI has them: in 2 bytes each, or in 8.
  asm.addImmediate(Alu.Sub, true, SP, SP, 32);
  for (const at of [0, 8, 16, 24]) asm.access(Mem.StrX, ZR, SP, at);
  asm.blr(X16);
  asm.addImmediate(Alu.Add, true, SP, SP, 32);
  asm.mov(true, COUNTER, X0);
  asm.mov(true, X0, ENV);
  call(2);
  asm.mov(true, X1, X0);
  asm.mov(true, X0, COUNTER);
  call(4);
  asm.access(Mem.StrX, X0, SP, RESULT);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

/** The start of a function whose first argument is the environment. */
function enter(asm: Aarch64Assembler, table: number): number {
  const start = asm.pos;
  asm.pair(Pair.StpX, FP, LR, SP, -FRAME, PairMode.Pre);
  asm.movSp(FP, SP);
  asm.pair(Pair.StpX, X19, X20, SP, SAVED);
  asm.access(Mem.StrX, X21, SP, SAVED + 16);
  addressHere(asm, TABLE, table);
  asm.mov(true, ENV, X0);
  return start;
}

function leave(asm: Aarch64Assembler): void {
  asm.access(Mem.LdrX, X21, SP, SAVED + 16);
  asm.pair(Pair.LdpX, X19, X20, SP, SAVED);
  asm.pair(Pair.LdpX, FP, LR, SP, FRAME, PairMode.Post);
  asm.ret();
}

/**
 * The start of `napi_value f(napi_env, napi_callback_info)`: fetches up to `capacity` arguments, and
 * leaves the status in w0.
 */
function startCallback(asm: Aarch64Assembler, table: number, capacity: number): number {
  const start = enter(asm, table);
  asm.access(Mem.StrX, ZR, SP, RESULT);
  asm.movImmediate(X9, capacity, 0);
  asm.access(Mem.StrX, X9, SP, COUNT);
  asm.addImmediate(Alu.Add, true, X2, SP, COUNT);
  asm.addImmediate(Alu.Add, true, X3, SP, HANDLES);
  asm.mov(true, X4, ZR);
  asm.addImmediate(Alu.Add, true, X5, SP, DATA);
  callImport(asm, 'napi_get_cb_info');
  return start;
}

/** Returns the result, or undefined where there is none. */
function finishCallback(asm: Aarch64Assembler): void {
  asm.access(Mem.LdrX, X0, SP, RESULT);
  leave(asm);
}

/**
 * Makes integers of all arguments; their number is in the counter then. Those that are not given are 0.
 * @returns branches that are taken on failure
 */
function convertArguments(asm: Aarch64Assembler, most: number): number[] {
  const failures = [unlessOk(asm)];
  asm.access(Mem.LdrX, X9, SP, COUNT);
  asm.addImmediate(Alu.Subs, true, ZR, X9, most);
  failures.push(forward(asm, Cond.Hi));
  for (let i = 0; i < CALL_CAPACITY; i++) asm.access(Mem.StrX, ZR, SP, VALUES + 8 * i);
  asm.mov(true, COUNTER, ZR);
  const loop = asm.pos;
  asm.access(Mem.LdrX, X9, SP, COUNT);
  asm.alu(Alu.Subs, true, ZR, COUNTER, X9);
  const done = forward(asm, Cond.Eq);
  asm.mov(true, X0, ENV);
  asm.addImmediate(Alu.Add, true, X2, SP, HANDLES);
  asm.accessIndexed(Mem.LdrX, X1, X2, COUNTER, Extend.Uxtx, true);
  asm.addImmediate(Alu.Add, true, X2, SP, VALUES);
  asm.aluExtended(Alu.Add, true, X2, X2, COUNTER, Extend.Uxtx, 3);
  callImport(asm, 'napi_get_value_int64');
  failures.push(unlessOk(asm));
  asm.addImmediate(Alu.Add, true, COUNTER, COUNTER, 1);
  asm.b(loop - asm.pos);
  bind(asm, done);
  return failures;
}

/** Calls the function in x9 with the integers from an offset of the frame on. */
function callFunction(asm: Aarch64Assembler, values: number): void {
  for (let i = 0; i < MAX_ARGUMENTS; i++) asm.access(Mem.LdrX, X0 + i, SP, values + 8 * i);
  asm.blr(X9);
}

/** The integer in x1 becomes the result. */
function createNumber(asm: Aarch64Assembler): void {
  asm.mov(true, X0, ENV);
  asm.addImmediate(Alu.Add, true, X2, SP, RESULT);
  callImport(asm, 'napi_create_int64');
}

function callImport(asm: Aarch64Assembler, name: BridgeImport): void {
  asm.access(Mem.LdrX, X16, TABLE, importOffset(name));
  asm.blr(X16);
}

/** A branch taken where w0 is not napi_ok, which is 0. */
function unlessOk(asm: Aarch64Assembler): number {
  asm.alu(Alu.Subs, false, ZR, X0, ZR);
  return forward(asm, Cond.Ne);
}

/** A register becomes the address of an offset in the code. */
function addressHere(asm: Aarch64Assembler, reg: Reg, offset: number): void {
  asm.adr(reg, offset - asm.pos);
}
