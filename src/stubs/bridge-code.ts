import { NO_REG, type Reg } from '../abi/places.js';
import { imm, type Label } from '../masm/macro-assembler.js';
import { Condition, Conversion, IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
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
} from './bridge.js';
import type { StubMachine } from './stub-machine.js';

/** Of a frame, from sp: the seventh argument of a call, two out-parameters, and two arrays. */
const COUNT = 8;
const DATA = 16;
/** The value that is returned. */
const RESULT = 24;
const HANDLES = 32;
const VALUES = HANDLES + 8 * CALL_CAPACITY;
const FRAME = (VALUES + 8 * CALL_CAPACITY + 15) & ~15;

/** Arguments of `v8::FunctionTemplate::New`. */
const TEMPLATE_ARGUMENTS = 11;

/** A machine, and what the bridge keeps in the registers that callees keep. */
interface Bridge extends StubMachine {
  /** Distance from the code's first byte to the table of addresses. */
  readonly tableAt: number;
  readonly table: Reg;
  readonly env: Reg;
  readonly counter: Reg;
}

/** The bridge for a machine: see {@link BridgeGenerator}. */
export function bridgeCode(machine: StubMachine, tableAt: number): BridgeCode {
  const { masm, saved, args, result } = machine;
  const [table, env, counter] = saved;
  const bridge: Bridge = { ...machine, tableAt, table, env, counter };
  const names = bridgeNames();
  masm.reserve(1 << 14);
  masm.bytes.set(names.bytes);
  masm.pos = names.bytes.length;

  const word = invoker(bridge, false);
  const int = invoker(bridge, true);
  const primitives = {
    make: make(bridge),
    addressOf: addressOf(bridge),
    copyTo: copyTo(bridge),
    detach: detach(bridge),
    callback: engineCallback(bridge),
  };

  const register = enter(bridge);
  masm.move(Kind.I64, counter, args[1]!);
  const failed = masm.newLabel();
  const setProperty = (name: string) => {
    unlessOk(bridge, failed);
    masm.move(Kind.I64, args[0]!, env);
    masm.move(Kind.I64, args[1]!, counter);
    bridge.codeAddress(args[2]!, names.offsets[name]!);
    load(bridge, args[3]!, RESULT);
    callImport(bridge, 'napi_set_named_property');
    unlessOk(bridge, failed);
  };
  for (const name of PRIMITIVES) {
    masm.move(Kind.I64, args[0]!, env);
    for (const i of [1, 2, 4]) masm.constant(Kind.I64, args[i]!, 0, 0);
    bridge.codeAddress(args[3]!, primitives[name]);
    bridge.stackAddress(args[5]!, RESULT);
    callImport(bridge, 'napi_create_function');
    setProperty(name);
  }
  for (const name of NUMBERS) {
    if (name === 'env') masm.move(Kind.I64, args[1]!, env);
    else if (name === 'word') bridge.codeAddress(args[1]!, word);
    else if (name === 'int') bridge.codeAddress(args[1]!, int);
    else masm.loadField(Kind.I64, args[1]!, table, importOffset(name));
    createNumber(bridge);
    setProperty(name);
  }
  masm.bind(failed);
  // Whatever is missing is missed by the caller.
  masm.move(Kind.I64, result, counter);
  bridge.leave(FRAME);
  bridge.ret();

  const version = masm.pos;
  masm.constant(Kind.I32, result, NAPI_VERSION, 0);
  bridge.ret();
  return { code: masm.bytes.slice(0, masm.pos), register, version };
}

/** A callback whose data is the address of a C function; its arguments are integers. */
function invoker(bridge: Bridge, int: boolean): number {
  const { masm, args, result, temps } = bridge;
  return callback(bridge, MAX_ARGUMENTS, (failed) => {
    convertArguments(bridge, MAX_ARGUMENTS, failed);
    load(bridge, temps[1], DATA);
    callFunction(bridge, VALUES);
    if (int) masm.convert(Conversion.ExtendS, Kind.I64, Kind.I32, args[1]!, result);
    else masm.move(Kind.I64, args[1]!, result);
    createNumber(bridge);
  });
}

function make(bridge: Bridge): number {
  const { masm, args, result, temps, sp, counter } = bridge;
  return callback(bridge, CALL_CAPACITY, (failed) => {
    // The address and the last argument are not the caller's.
    convertArguments(bridge, CALL_CAPACITY - 1, failed);
    load(bridge, temps[1], VALUES);
    bridge.stackAddress(temps[0], RESULT);
    bridge.stackAddress(args[1]!, VALUES);
    masm.storeElement(temps[0], args[1]!, counter);
    masm.compareBranch(Kind.I64, Condition.Eq, temps[1], imm(masm, 0), failed);
    callFunction(bridge, VALUES + 8);
    const made = masm.newLabel();
    masm.compareBranch(Kind.I32, Condition.Eq, result, imm(masm, 0), made);
    masm.storeField(Kind.I64, imm(masm, 0), sp, RESULT);
    masm.bind(made);
  });
}

function addressOf(bridge: Bridge): number {
  return callback(bridge, 1, (failed) => {
    arrayInfo(bridge, HANDLES, failed);
    load(bridge, bridge.args[1]!, DATA);
    createNumber(bridge);
  });
}

function copyTo(bridge: Bridge): number {
  const { masm, args, env } = bridge;
  return callback(bridge, 2, (failed) => {
    masm.move(Kind.I64, args[0]!, env);
    load(bridge, args[1]!, HANDLES);
    bridge.stackAddress(args[2]!, VALUES);
    callImport(bridge, 'napi_get_value_int64');
    unlessOk(bridge, failed);
    arrayInfo(bridge, HANDLES + 8, failed);
    load(bridge, args[0]!, VALUES);
    load(bridge, args[1]!, DATA);
    load(bridge, args[2]!, COUNT);
    callImport(bridge, 'memcpy');
    load(bridge, args[1]!, COUNT);
    createNumber(bridge);
  });
}

/** Data and count of elements of the typed array in a slot. Branches where it is none. */
function arrayInfo(bridge: Bridge, slot: number, failed: Label): void {
  const { masm, args, env } = bridge;
  masm.move(Kind.I64, args[0]!, env);
  load(bridge, args[1]!, slot);
  bridge.stackAddress(args[3]!, COUNT);
  bridge.stackAddress(args[4]!, DATA);
  for (const i of [2, 5, 6]) setArgument(bridge, i, NO_REG);
  callImport(bridge, 'napi_get_typedarray_info');
  unlessOk(bridge, failed);
}

function detach(bridge: Bridge): number {
  const { masm, args, result, env } = bridge;
  return callback(bridge, 1, () => {
    masm.move(Kind.I64, args[0]!, env);
    load(bridge, args[1]!, HANDLES);
    callImport(bridge, 'napi_detach_arraybuffer');
    masm.convert(Conversion.ExtendS, Kind.I64, Kind.I32, args[1]!, result);
    createNumber(bridge);
  });
}

function engineCallback(bridge: Bridge): number {
  const { masm, args, result, sp, table, env, counter } = bridge;
  return callback(bridge, CALL_CAPACITY, (failed) => {
    convertArguments(bridge, CALLBACK_ARGUMENTS, failed);
    masm.compareBranch(Kind.I64, Condition.Ne, counter, imm(masm, CALLBACK_ARGUMENTS), failed);
    const [code, isolate, context, create, getFunction, cFunction] = [0, 1, 2, 3, 4, 5].map(
      (i) => VALUES + 8 * i,
    ) as [number, number, number, number, number, number];
    masm.callField(sp, isolate);
    masm.move(Kind.I64, env, result);
    load(bridge, counter, cFunction);
    load(bridge, table, create);
    masm.move(Kind.I64, args[0]!, env);
    load(bridge, args[1]!, code);
    const stackBytes = (8 * (TEMPLATE_ARGUMENTS - args.length) + 15) & ~15;
    bridge.moveStack(-stackBytes);
    // No data, no signature, length 0, ConstructorBehavior::kThrow, SideEffectType::kHasSideEffect, the
    // CFunction, three zeros, wherever the ABI has these on the stack: in 2 bytes each, or in 8.
    for (let i = 2; i < TEMPLATE_ARGUMENTS; i++) setArgument(bridge, i, i === 7 ? counter : NO_REG);
    masm.callReg(table);
    bridge.moveStack(stackBytes);
    masm.move(Kind.I64, counter, result);
    masm.move(Kind.I64, args[0]!, env);
    masm.callField(sp, context);
    masm.move(Kind.I64, args[1]!, result);
    masm.move(Kind.I64, args[0]!, counter);
    masm.callField(sp, getFunction);
    masm.storeField(Kind.I64, result, sp, RESULT);
  });
}

/** The start of a function whose first argument is the environment. */
function enter(bridge: Bridge): number {
  const { masm, args, table, env, tableAt } = bridge;
  masm.beginBody();
  const start = masm.pos;
  bridge.enter(FRAME);
  bridge.codeAddress(table, tableAt);
  masm.move(Kind.I64, env, args[0]!);
  return start;
}

/**
 * A `napi_value f(napi_env, napi_callback_info)` around `body`, which finds up to `capacity` arguments
 * fetched: returns the result, or undefined where there is none.
 */
function callback(bridge: Bridge, capacity: number, body: (failed: Label) => void): number {
  const { masm, args, sp, result } = bridge;
  const start = enter(bridge);
  const failed = masm.newLabel();
  masm.storeField(Kind.I64, imm(masm, 0), sp, RESULT);
  masm.storeField(Kind.I64, imm(masm, capacity), sp, COUNT);
  bridge.stackAddress(args[2]!, COUNT);
  bridge.stackAddress(args[3]!, HANDLES);
  masm.constant(Kind.I64, args[4]!, 0, 0);
  bridge.stackAddress(args[5]!, DATA);
  callImport(bridge, 'napi_get_cb_info');
  unlessOk(bridge, failed);
  body(failed);
  masm.bind(failed);
  masm.loadField(Kind.I64, result, sp, RESULT);
  bridge.leave(FRAME);
  bridge.ret();
  return start;
}

/** Makes integers of all arguments; their number is in the counter then. Those that are not given are 0. */
function convertArguments(bridge: Bridge, most: number, failed: Label): void {
  const { masm, args, temps, sp, env, counter } = bridge;
  const [temp] = temps;
  load(bridge, temp, COUNT);
  masm.compareBranch(Kind.I64, Condition.GtU, temp, imm(masm, most), failed);
  for (let i = 0; i < CALL_CAPACITY; i++) {
    masm.storeField(Kind.I64, imm(masm, 0), sp, VALUES + 8 * i);
  }
  masm.constant(Kind.I64, counter, 0, 0);
  const [loop, done] = [masm.newLabel(), masm.newLabel()];
  masm.bind(loop);
  load(bridge, temp, COUNT);
  masm.compareBranch(Kind.I64, Condition.Eq, counter, temp, done);
  masm.move(Kind.I64, args[0]!, env);
  bridge.stackAddress(args[2]!, HANDLES);
  masm.loadElement(args[1]!, args[2]!, counter);
  bridge.stackAddress(args[2]!, VALUES);
  masm.binary(Kind.I64, IntOp.Shl, temp, counter, imm(masm, 3));
  masm.binary(Kind.I64, IntOp.Add, args[2]!, args[2]!, temp);
  callImport(bridge, 'napi_get_value_int64');
  unlessOk(bridge, failed);
  masm.binary(Kind.I64, IntOp.Add, counter, counter, imm(masm, 1));
  masm.jump(loop);
  masm.bind(done);
}

/** Calls the function in the second temporary with the integers from an offset of the frame on. */
function callFunction(bridge: Bridge, values: number): void {
  const { masm, args, temps, vectorCount } = bridge;
  for (let i = 0; i < MAX_ARGUMENTS; i++) load(bridge, args[i]!, values + 8 * i);
  if (vectorCount !== NO_REG) masm.constant(Kind.I32, vectorCount, 0, 0);
  masm.callReg(temps[1]);
}

/** The integer in the second argument's place becomes the result. */
function createNumber(bridge: Bridge): void {
  const { masm, args, env } = bridge;
  masm.move(Kind.I64, args[0]!, env);
  bridge.stackAddress(args[2]!, RESULT);
  callImport(bridge, 'napi_create_int64');
}

/** An argument of the call to come is in `from`, or zero for NO_REG. */
function setArgument({ masm, args, sp }: Bridge, i: number, from: Reg): void {
  const reg = args[i];
  const at = 8 * (i - args.length);
  if (reg === undefined) {
    if (from === NO_REG) masm.storeField(Kind.I64, imm(masm, 0), sp, at);
    else masm.storeField(Kind.I64, from, sp, at);
  } else if (from === NO_REG) {
    masm.constant(Kind.I64, reg, 0, 0);
  } else {
    masm.move(Kind.I64, reg, from);
  }
}

function load({ masm, sp }: Bridge, dst: Reg, offset: number): void {
  masm.loadField(Kind.I64, dst, sp, offset);
}

function callImport({ masm, table }: Bridge, name: BridgeImport): void {
  masm.callField(table, importOffset(name));
}

/** A branch taken where the result of a call is not napi_ok, which is 0. */
function unlessOk({ masm, result }: Bridge, failed: Label): void {
  masm.compareBranch(Kind.I32, Condition.Ne, result, imm(masm, 0), failed);
}
