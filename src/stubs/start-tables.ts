import type { Reg } from '../abi/places.js';
import {
  FUNCREF_CODE,
  FUNCREF_ID,
  FUNCREF_SIGNATURE,
  FUNCREF_SIZE,
  FUNCREF_VMCTX,
} from '../abi/vmctx-layout.js';
import { imm } from '../masm/macro-assembler.js';
import { Condition, IntOp } from '../masm/operators.js';
import { Kind } from '../wasm/value-types.js';
import {
  BELOW_LIMIT,
  BELOW_RESULT,
  ELEMENTS_FUNC_REFS,
  ELEMENTS_TO,
  RECORDS_CODE,
  RECORDS_FUNC_REFS,
  RECORDS_IMPORTED,
  RECORDS_OFFSETS,
  RECORDS_SIGNATURES,
  RECORDS_TO,
  RECORDS_TYPES,
  RECORDS_VMCTX,
  type StartStubs,
} from './layout.js';
import type { StubMachine } from './stub-machine.js';

/** Loops over tables that JavaScript would be slow at before it is optimized: see {@link StartStubs}. */
export function startStubs(machine: StubMachine): StartStubs {
  const { masm } = machine;
  masm.reserve(1 << 11);
  const below = masm.pos;
  checkBelow(machine);
  const records = masm.pos;
  writeRecords(machine);
  const elements = masm.pos;
  writeElements(machine);
  return { code: masm.bytes.slice(0, masm.pos), below, records, elements };
}

/** Repeats something for each 32-bit word of a list: the second argument goes on, the third counts down. */
function forEachWord(machine: StubMachine, word: Reg, body: () => void): void {
  const { masm, args } = machine;
  const [, words, count] = args as [Reg, Reg, Reg];
  const [loop, done] = [masm.newLabel(), masm.newLabel()];
  masm.bind(loop);
  masm.compareBranch(Kind.I64, Condition.Eq, count, imm(masm, 0), done);
  masm.loadField(Kind.I32, word, words, 0);
  body();
  masm.binary(Kind.I64, IntOp.Add, words, words, imm(masm, 4));
  masm.binary(Kind.I64, IntOp.Sub, count, count, imm(masm, 1));
  masm.jump(loop);
  masm.bind(done);
}

function checkBelow(machine: StubMachine): void {
  const { masm, args, temps } = machine;
  const [params] = args as [Reg];
  const [word, limit] = temps;
  const bad = masm.newLabel();
  masm.loadField(Kind.I64, limit, params, BELOW_LIMIT);
  forEachWord(machine, word, () => {
    masm.compareBranch(Kind.I64, Condition.GeU, word, limit, bad);
  });
  masm.storeField(Kind.I64, imm(masm, 1), params, BELOW_RESULT);
  masm.bind(bad);
  machine.ret();
}

function writeRecords(machine: StubMachine): void {
  const { masm, args, temps, saved } = machine;
  const [params] = args as [Reg];
  const [func, place, value, temp] = temps;
  const [record, funcRef, vmctx] = saved;
  const imported = masm.newLabel();
  const add = (dst: Reg, field: number) => {
    masm.loadField(Kind.I64, temp, params, field);
    masm.binary(Kind.I64, IntOp.Add, dst, dst, temp);
  };
  const wordAt = (index: Reg, field: number) => {
    masm.loadField(Kind.I64, value, params, field);
    masm.binary(Kind.I64, IntOp.Add, value, value, index);
    masm.loadField(Kind.I32, value, value, 0);
  };
  machine.enter(0);
  masm.loadField(Kind.I64, record, params, RECORDS_TO);
  masm.loadField(Kind.I64, funcRef, params, RECORDS_FUNC_REFS);
  masm.loadField(Kind.I64, vmctx, params, RECORDS_VMCTX);
  forEachWord(machine, func, () => {
    masm.loadField(Kind.I64, temp, params, RECORDS_IMPORTED);
    masm.compareBranch(Kind.I64, Condition.LtU, func, temp, imported);
    masm.binary(Kind.I64, IntOp.Shl, place, func, imm(masm, 2));
    wordAt(place, RECORDS_OFFSETS);
    add(value, RECORDS_CODE);
    masm.storeField(Kind.I64, value, record, FUNCREF_CODE);
    masm.storeField(Kind.I64, vmctx, record, FUNCREF_VMCTX);
    wordAt(place, RECORDS_TYPES);
    masm.binary(Kind.I64, IntOp.Shl, place, value, imm(masm, 2));
    wordAt(place, RECORDS_SIGNATURES);
    masm.storeField(Kind.I32, value, record, FUNCREF_SIGNATURE);
    masm.storeField(Kind.I32, func, record, FUNCREF_ID);
    masm.storeField(Kind.I64, record, funcRef, 0);
    masm.bind(imported);
    masm.binary(Kind.I64, IntOp.Add, record, record, imm(masm, FUNCREF_SIZE));
    masm.binary(Kind.I64, IntOp.Add, funcRef, funcRef, imm(masm, 8));
  });
  machine.leave(0);
  machine.ret();
}

function writeElements(machine: StubMachine): void {
  const { masm, args, temps } = machine;
  const [params] = args as [Reg];
  const [funcRefs, to, , , word] = temps;
  masm.loadField(Kind.I64, funcRefs, params, ELEMENTS_FUNC_REFS);
  masm.loadField(Kind.I64, to, params, ELEMENTS_TO);
  forEachWord(machine, word, () => {
    masm.binary(Kind.I64, IntOp.Shl, word, word, imm(masm, 3));
    masm.binary(Kind.I64, IntOp.Add, word, word, funcRefs);
    masm.loadField(Kind.I64, word, word, 0);
    masm.storeField(Kind.I64, word, to, 0);
    masm.binary(Kind.I64, IntOp.Add, to, to, imm(masm, 8));
  });
  machine.ret();
}
