import type { Reg } from '../../abi/places.js';
import { X64Assembler } from '../../masm/x64/assembler.js';
import { Alu, Cond, Load, Store } from '../../masm/x64/integer-assembler.js';
import {
  R8,
  R9,
  R10,
  R12,
  R13,
  RAX,
  RBX,
  RCX,
  RDI,
  RDX,
  RSI,
  RSP,
} from '../../masm/x64/registers.js';
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

const ARGUMENTS: readonly Reg[] = [RDI, RSI, RDX, RCX, R8, R9];

/** Of a frame, from rsp: the seventh argument of a call, two out-parameters, and two arrays. */
const SEVENTH = 0;
const COUNT = 8;
const DATA = 16;
/** The value that is returned. */
const RESULT = 24;
const HANDLES = 32;
const VALUES = HANDLES + 8 * CALL_CAPACITY;
/** Three registers are saved: a multiple of 16 keeps the stack aligned. */
const FRAME = (VALUES + 8 * CALL_CAPACITY + 15) & ~15;

/** Registers that callees keep. */
const TABLE = RBX;
const ENV = R12;
const COUNTER = R13;

/** The bridge for x64, with the calling convention of System V. */
export function bridgeCode(table: number): BridgeCode {
  const asm = new X64Assembler(4096);
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
  asm.mov(true, COUNTER, RSI);
  const failures: number[] = [];
  const setProperty = (name: string) => {
    failures.push(unlessOk(asm));
    asm.mov(true, RDI, ENV);
    asm.mov(true, RSI, COUNTER);
    addressHere(asm, RDX, names.offsets[name]!);
    asm.loadReg(Load.Mov64, RCX, RSP, RESULT);
    callImport(asm, 'napi_set_named_property');
    failures.push(unlessOk(asm));
  };
  for (const name of PRIMITIVES) {
    asm.mov(true, RDI, ENV);
    for (const reg of [RSI, RDX, R8]) asm.movImmediate(reg, 0, 0);
    addressHere(asm, RCX, primitives[name]);
    asm.lea(true, R9, RSP, RESULT);
    callImport(asm, 'napi_create_function');
    setProperty(name);
  }
  for (const name of NUMBERS) {
    if (name === 'env') asm.mov(true, RSI, ENV);
    else if (name === 'word') addressHere(asm, RSI, word);
    else if (name === 'int') addressHere(asm, RSI, int);
    else asm.loadReg(Load.Mov64, RSI, TABLE, importOffset(name));
    createNumber(asm);
    setProperty(name);
  }
  for (const failure of failures) bind(asm, failure);
  // Whatever is missing is missed by the caller.
  asm.mov(true, RAX, COUNTER);
  leave(asm);

  const version = asm.pos;
  asm.movImmediate(RAX, NAPI_VERSION, 0);
  asm.ret();
  return { code: asm.bytes.slice(0, asm.pos), register, version };
}

/** A callback whose data is the address of a C function; its arguments are integers. */
function invoker(asm: X64Assembler, table: number, int: boolean): number {
  const start = startCallback(asm, table, MAX_ARGUMENTS);
  const failures = convertArguments(asm, MAX_ARGUMENTS);
  asm.loadReg(Load.Mov64, R10, RSP, DATA);
  callFunction(asm, VALUES);
  if (int) asm.extend(Load.Movsxd, RSI, RAX);
  else asm.mov(true, RSI, RAX);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function make(asm: X64Assembler, table: number): number {
  const start = startCallback(asm, table, CALL_CAPACITY);
  // The address and the last argument are not the caller's.
  const failures = convertArguments(asm, CALL_CAPACITY - 1);
  asm.loadReg(Load.Mov64, R10, RSP, VALUES);
  asm.lea(true, RAX, RSP, RESULT);
  asm.storeRegIndexed(Store.Mov64, RAX, RSP, COUNTER, 3, VALUES);
  asm.test(true, R10, R10);
  failures.push(forward(asm, Cond.E));
  callFunction(asm, VALUES + 8);
  asm.test(false, RAX, RAX);
  const made = forward(asm, Cond.E);
  asm.storeImmediate(Store.Mov64, RSP, RESULT, 0);
  bind(asm, made);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function addressOf(asm: X64Assembler, table: number): number {
  const start = startCallback(asm, table, 1);
  const failures = [unlessOk(asm), arrayInfo(asm, HANDLES)];
  asm.loadReg(Load.Mov64, RSI, RSP, DATA);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

function copyTo(asm: X64Assembler, table: number): number {
  const start = startCallback(asm, table, 2);
  const failures = [unlessOk(asm)];
  asm.mov(true, RDI, ENV);
  asm.loadReg(Load.Mov64, RSI, RSP, HANDLES);
  asm.lea(true, RDX, RSP, VALUES);
  callImport(asm, 'napi_get_value_int64');
  failures.push(unlessOk(asm), arrayInfo(asm, HANDLES + 8));
  asm.loadReg(Load.Mov64, RDI, RSP, VALUES);
  asm.loadReg(Load.Mov64, RSI, RSP, DATA);
  asm.loadReg(Load.Mov64, RDX, RSP, COUNT);
  callImport(asm, 'memcpy');
  asm.loadReg(Load.Mov64, RSI, RSP, COUNT);
  createNumber(asm);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

/** Data and count of elements of the typed array in a slot. Returns a branch taken for all else. */
function arrayInfo(asm: X64Assembler, slot: number): number {
  asm.mov(true, RDI, ENV);
  asm.loadReg(Load.Mov64, RSI, RSP, slot);
  asm.movImmediate(RDX, 0, 0);
  asm.lea(true, RCX, RSP, COUNT);
  asm.lea(true, R8, RSP, DATA);
  asm.movImmediate(R9, 0, 0);
  asm.storeImmediate(Store.Mov64, RSP, SEVENTH, 0);
  callImport(asm, 'napi_get_typedarray_info');
  return unlessOk(asm);
}

function detach(asm: X64Assembler, table: number): number {
  const start = startCallback(asm, table, 1);
  const failure = unlessOk(asm);
  asm.mov(true, RDI, ENV);
  asm.loadReg(Load.Mov64, RSI, RSP, HANDLES);
  callImport(asm, 'napi_detach_arraybuffer');
  asm.extend(Load.Movsxd, RSI, RAX);
  createNumber(asm);
  bind(asm, failure);
  finishCallback(asm);
  return start;
}

function engineCallback(asm: X64Assembler, table: number): number {
  const start = startCallback(asm, table, CALL_CAPACITY);
  const failures = convertArguments(asm, CALLBACK_ARGUMENTS);
  asm.aluImmediate(Alu.Cmp, true, COUNTER, CALLBACK_ARGUMENTS);
  failures.push(forward(asm, Cond.NE));
  const [code, isolate, context, create, getFunction, cFunction] = [0, 1, 2, 3, 4, 5].map(
    (i) => VALUES + 8 * i,
  ) as [number, number, number, number, number, number];
  asm.callMem(RSP, isolate);
  asm.mov(true, ENV, RAX);
  asm.loadReg(Load.Mov64, COUNTER, RSP, cFunction);
  asm.loadReg(Load.Mov64, TABLE, RSP, create);
  asm.mov(true, RDI, ENV);
  asm.loadReg(Load.Mov64, RSI, RSP, code);
  // No data, no signature, length 0, ConstructorBehavior::kThrow.
  for (const reg of [RDX, RCX, R8, R9]) asm.movImmediate(reg, 0, 0);
  // SideEffectType::kHasSideEffect, the CFunction, three zeros; the sixth word aligns the stack.
  asm.aluImmediate(Alu.Sub, true, RSP, 48);
  for (const at of [0, 16, 24, 32]) asm.storeImmediate(Store.Mov64, RSP, at, 0);
  asm.storeReg(Store.Mov64, COUNTER, RSP, 8);
  asm.callRegister(TABLE);
  asm.aluImmediate(Alu.Add, true, RSP, 48);
  asm.mov(true, COUNTER, RAX);
  asm.mov(true, RDI, ENV);
  asm.callMem(RSP, context);
  asm.mov(true, RSI, RAX);
  asm.mov(true, RDI, COUNTER);
  asm.callMem(RSP, getFunction);
  asm.storeReg(Store.Mov64, RAX, RSP, RESULT);
  for (const failure of failures) bind(asm, failure);
  finishCallback(asm);
  return start;
}

/** The start of a function whose first argument is the environment. */
function enter(asm: X64Assembler, table: number): number {
  while (asm.pos % 16 !== 0) asm.int3();
  const start = asm.pos;
  for (const reg of [RBX, R12, R13]) asm.push(reg);
  asm.aluImmediate(Alu.Sub, true, RSP, FRAME);
  addressHere(asm, TABLE, table);
  asm.mov(true, ENV, RDI);
  return start;
}

function leave(asm: X64Assembler): void {
  asm.aluImmediate(Alu.Add, true, RSP, FRAME);
  for (const reg of [R13, R12, RBX]) asm.pop(reg);
  asm.ret();
}

/**
 * The start of `napi_value f(napi_env, napi_callback_info)`: fetches up to `capacity` arguments, and
 * leaves the status in eax.
 */
function startCallback(asm: X64Assembler, table: number, capacity: number): number {
  const start = enter(asm, table);
  asm.storeImmediate(Store.Mov64, RSP, RESULT, 0);
  asm.storeImmediate(Store.Mov64, RSP, COUNT, capacity);
  asm.lea(true, RDX, RSP, COUNT);
  asm.lea(true, RCX, RSP, HANDLES);
  asm.movImmediate(R8, 0, 0);
  asm.lea(true, R9, RSP, DATA);
  callImport(asm, 'napi_get_cb_info');
  return start;
}

/** Returns the result, or undefined where there is none. */
function finishCallback(asm: X64Assembler): void {
  asm.loadReg(Load.Mov64, RAX, RSP, RESULT);
  leave(asm);
}

/**
 * Makes integers of all arguments; their number is in the counter then. Those that are not given are 0.
 * @returns branches that are taken on failure
 */
function convertArguments(asm: X64Assembler, most: number): number[] {
  const failures = [unlessOk(asm)];
  asm.loadReg(Load.Mov64, RAX, RSP, COUNT);
  asm.aluImmediate(Alu.Cmp, true, RAX, most);
  failures.push(forward(asm, Cond.A));
  for (let i = 0; i < CALL_CAPACITY; i++) {
    asm.storeImmediate(Store.Mov64, RSP, VALUES + 8 * i, 0);
  }
  asm.movImmediate(COUNTER, 0, 0);
  const loop = asm.pos;
  asm.aluMem(Alu.Cmp, true, COUNTER, RSP, COUNT);
  const done = forward(asm, Cond.E);
  asm.mov(true, RDI, ENV);
  asm.loadRegIndexed(Load.Mov64, RSI, RSP, COUNTER, 3, HANDLES);
  asm.leaIndexed(true, RDX, RSP, COUNTER, 3, VALUES);
  callImport(asm, 'napi_get_value_int64');
  failures.push(unlessOk(asm));
  asm.aluImmediate(Alu.Add, true, COUNTER, 1);
  asm.jmpNear(loop - (asm.pos + 5));
  bind(asm, done);
  return failures;
}

/** Calls the function in r10 with the integers from an offset of the frame on. */
function callFunction(asm: X64Assembler, values: number): void {
  for (let i = 0; i < MAX_ARGUMENTS; i++) {
    asm.loadReg(Load.Mov64, ARGUMENTS[i]!, RSP, values + 8 * i);
  }
  // Functions with variable arguments read how many vector registers there are.
  asm.movImmediate(RAX, 0, 0);
  asm.callRegister(R10);
}

/** The integer in rsi becomes the result. */
function createNumber(asm: X64Assembler): void {
  asm.mov(true, RDI, ENV);
  asm.lea(true, RDX, RSP, RESULT);
  callImport(asm, 'napi_create_int64');
}

function callImport(asm: X64Assembler, name: BridgeImport): void {
  asm.callMem(TABLE, importOffset(name));
}

/** A branch taken where eax is not napi_ok, which is 0. */
function unlessOk(asm: X64Assembler): number {
  asm.test(false, RAX, RAX);
  return forward(asm, Cond.NE);
}

/** A register becomes the address of an offset in the code. */
function addressHere(asm: X64Assembler, reg: Reg, offset: number): void {
  asm.leaRip(reg, 0);
  asm.patch32(asm.pos - 4, offset - asm.pos);
}
