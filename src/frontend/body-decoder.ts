import { type CodeFacts, NO_FACTS } from '../module/code-facts.js';
import { NO_INFO } from '../module/module-info.js';
import type { TypeList, TypeTable } from '../module/type-table.js';
import { readValType } from '../module/value-type-reader.js';
import { BlockKind } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { MAX_LOCALS } from '../wasm/limits.js';
import {
  FIRST_PREFIX,
  NO_SIGNATURE,
  OP_OPERAND,
  OP_PARAM_COUNT,
  OP_RESULT,
  OP_SHAPE,
  Op,
  opName,
  Shape,
} from '../wasm/opcodes.js';
import { Reason } from '../wasm/reasons.js';
import { ValType } from '../wasm/value-types.js';
import { LOCALS } from './body-immediates.js';
import { BodyRules } from './body-rules.js';

const NO_BYTES: Uint8Array = new Uint8Array(0);

/**
 * Decodes and validates function bodies (spec 3.0, sections 3.4 and 5.4) and drives an
 * OperatorSink in the same pass, or only validates them.
 *
 * Types are checked against the records of the value stack that the sink works on, so validation
 * keeps no stack of its own. Code that is not live, because it is unreachable or because there is no sink,
 * is validated by the same lines but not passed on; there the decoder pushes and pops bare types itself.
 */
export class BodyDecoder extends BodyRules {
  /** Operators decoded so far, over all functions. */
  operators = 0;

  /** The sink is called after each operator too. */
  private debug = false;
  /** Locals of the function that are no parameters are vectors. */
  private vectorLocals = false;

  /** The functions that follow are of a module. */
  beginModule(facts: CodeFacts, types: TypeTable, debug: boolean): void {
    this.facts = facts;
    this.types = types;
    this.debug = debug;
    this.operators = 0;
  }

  /** Lets go of the module and its bytes. */
  endModule(): void {
    this.facts = NO_FACTS;
    this.types = NO_INFO.typeTable;
    this.reset(NO_BYTES, 0, 0, 0);
    this.forgetTables();
    stack.reset();
    stack.trim();
    control.depth = 0;
    control.trim();
  }

  /**
   * Compiles or validates one body.
   *
   * @param bytes holds the body (local declarations and code) from `start` to `end`
   * @param moduleOffset module offset of `bytes[start]`
   * @throws CompileError when the body is malformed or invalid
   */
  decode(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    this.reset(bytes, start, end, moduleOffset - start);
    const type = this.facts.funcTypes[funcIndex]!;
    const params = this.types.params(type);
    this.readLocals(params);
    stack.reset();
    control.depth = 0;
    this.live = this.compiles;
    if (this.live) {
      const { sink, localCount } = this;
      const { pos, vectorLocals } = this;
      sink.beginFunction(
        funcIndex,
        LOCALS,
        localCount,
        moduleOffset,
        bytes,
        pos,
        end,
        vectorLocals,
      );
    } else {
      // As many values as when it is compiled, so that there can be too many just as well.
      stack.skipLocals(this.localCount);
    }
    this.height = stack.top;
    this.blocks = 1;
    control.push(BlockKind.Function, params, this.types.results(type), this.height, !this.live, 0);
    this.run();
  }

  private readLocals(params: TypeList): void {
    let count = this.types.count(params);
    for (let i = 0; i < count; i++) LOCALS[i] = this.types.typeAt(params, i);
    const groups = this.u32('number of groups of locals');
    this.vectorLocals = false;
    for (let g = 0; g < groups; g++) {
      const at = this.pos;
      const n = this.u32('number of locals');
      if (n > MAX_LOCALS - count) this.fail(Reason.TooManyLocals, at, MAX_LOCALS);
      const local = readValType(this, 'type of a local');
      if (local === ValType.V128) this.vectorLocals = true;
      LOCALS.fill(local, count, count + n);
      count += n;
    }
    this.localCount = count;
  }

  private run(): void {
    while (control.depth > 0) {
      if (this.live) this.runLive();
      else this.runDead();
    }
    if (this.pos !== this.end) this.fail(Reason.BehindEnd, this.pos);
    stack.top = RECORD;
  }

  private failAtEnd(): never {
    this.fail(Reason.EndMissing, this.pos);
  }

  /**
   * Compiles operators until the code becomes unreachable or the function ends.
   *
   * What `operator` does is written out here for the most frequent ones: V8 inlines only so much into
   * one function, and a call for each costs a tenth of the compile time.
   */
  private runLive(): void {
    const { sink, bytes, end, base, debug } = this;
    // V8 folds these before it comes to the loop; named inside of it, it does not.
    const shapes = OP_SHAPE;
    const operands = OP_OPERAND;
    const locals = LOCALS;
    let count = 0;
    let goesOn = true;
    do {
      const at = this.pos;
      if (at >= end) this.failAtEnd();
      this.at = at;
      this.pos = at + 1;
      let op: number = bytes[at]!;
      if (op >= FIRST_PREFIX) op = this.readPrefixed(op);
      count++;
      // Anew for each operator: the one before may have made the stack grow.
      const { rec } = stack;
      sink.beginOperator(at + base, at);
      switch (shapes[op]! as Shape) {
        case Shape.LocalGet:
          sink.localGet(this.readLocal());
          break;
        case Shape.Const:
          if (op === Op.I32Const) sink.constant(ValType.I32, this.s32('i32 constant'), 0);
          else this.operator(op);
          break;
        case Shape.Load: {
          const offset = this.readMemArg(op);
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== ValType.I32) this.checkSignature(op);
          const next = this.pos < end ? bytes[this.pos]! : -1;
          if (next === Op.LocalSet || next === Op.LocalTee) this.tellOverwrite();
          sink.load(op, offset, 0);
          break;
        }
        case Shape.Binary: {
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== type || rec[below + RECORD] !== type) {
            this.checkSignature(op);
          }
          const next = this.pos < end ? bytes[this.pos]! : -1;
          if (next === Op.LocalSet || next === Op.LocalTee) this.tellOverwrite();
          sink.binary(op);
          break;
        }
        case Shape.LocalSet: {
          const index = this.readLocal();
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== locals[index]) this.checkAt(0, locals[index]!);
          sink.localSet(index);
          break;
        }
        case Shape.LocalTee: {
          const index = this.readLocal();
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== locals[index]) this.checkAt(0, locals[index]!);
          sink.localTee(index);
          break;
        }
        case Shape.Store: {
          const offset = this.readMemArg(op);
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== ValType.I32 || rec[below + RECORD] !== type) {
            this.checkSignature(op);
          }
          sink.store(op, offset, 0);
          break;
        }
        case Shape.Compare: {
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== type || rec[below + RECORD] !== type) {
            this.checkSignature(op);
          }
          sink.compare(op, this.pos < end ? bytes[this.pos]! : -1);
          break;
        }
        case Shape.End:
          this.endBlock();
          goesOn = this.live && control.depth > 0;
          break;
        case Shape.BrIf:
          sink.brIf(this.checkBrIf());
          break;
        case Shape.Call: {
          const index = this.checkCall();
          this.tellOverwrite();
          sink.call(index);
          break;
        }
        default:
          this.operator(op);
          goesOn = this.live && control.depth > 0;
      }
      if (debug && control.depth > 0) sink.endOperator(op);
    } while (goesOn);
    this.operators += count;
  }

  /** Validates operators until the code becomes live or the function ends. */
  private runDead(): void {
    let count = 0;
    do {
      const at = this.pos;
      if (at >= this.end) this.failAtEnd();
      this.at = at;
      this.pos = at + 1;
      count++;
      const byte = this.bytes[at]!;
      const op = byte >= FIRST_PREFIX ? this.readPrefixed(byte) : byte;
      if (this.debug) this.sink.beginOperator(at + this.base, at);
      this.operator(op);
      if (this.debug && control.depth > 0) this.sink.endOperator(op);
    } while (!this.live && control.depth > 0);
    this.operators += count;
  }

  /** Decodes the rest of an operator, validates it and, if it is live, passes it on. */
  private operator(op: number): void {
    if (OP_PARAM_COUNT[op] === NO_SIGNATURE) {
      this.ownRule(op);
      return;
    }
    this.readImmediates(op);
    this.checkSignature(op);
    if (this.live) this.emit(op);
    else this.applySignature(op);
  }

  /** Passes an operator with a signature on, of those that {@link runLive} does not do itself. */
  private emit(op: number): void {
    const { sink, first, second } = this;
    const shape = OP_SHAPE[op]! as Shape;
    if (shape >= Shape.VectorUnary) {
      this.emitVector(op, shape);
      return;
    }
    switch (shape) {
      case Shape.Const:
        sink.constant(OP_RESULT[op]!, first, this.hi);
        return;
      case Shape.Test:
        sink.test(op, this.peek());
        return;
      case Shape.Shift:
        this.tellOverwrite();
        sink.shift(op);
        return;
      case Shape.Divide:
        this.tellOverwrite();
        sink.divide(op);
        return;
      case Shape.Convert:
        this.tellOverwrite();
        sink.convert(op);
        return;
      case Shape.Unary:
        this.tellOverwrite();
        sink.unary(op);
        return;
      case Shape.AtomicLoad:
        this.tellOverwrite();
        sink.atomicLoad(op, this.memOffset, 0);
        return;
      case Shape.AtomicStore:
        sink.atomicStore(op, this.memOffset, 0);
        return;
      case Shape.AtomicRmw:
        this.tellOverwrite();
        sink.atomicRmw(op, this.memOffset, 0);
        return;
      case Shape.AtomicCompareExchange:
        this.tellOverwrite();
        sink.atomicCompareExchange(op, this.memOffset, 0);
        return;
    }
    switch (op) {
      case Op.GlobalGet:
        sink.globalGet(first);
        return;
      case Op.GlobalSet:
        sink.globalSet(first);
        return;
      case Op.SelectT:
        sink.select();
        return;
      case Op.RefNull:
        sink.refNull(this.namedType);
        return;
      case Op.RefFunc:
        sink.refFunc(first);
        return;
      case Op.MemorySize:
        sink.memorySize(first);
        return;
      case Op.MemoryGrow:
        sink.memoryGrow(first);
        return;
      case Op.MemoryInit:
        sink.memoryInit(first, second);
        return;
      case Op.MemoryCopy:
        sink.memoryCopy(first, second);
        return;
      case Op.MemoryFill:
        sink.memoryFill(first);
        return;
      case Op.DataDrop:
        sink.dataDrop(first);
        return;
      case Op.TableGet:
        sink.tableGet(first);
        return;
      case Op.TableSet:
        sink.tableSet(first);
        return;
      case Op.TableSize:
        sink.tableSize(first);
        return;
      case Op.TableGrow:
        sink.tableGrow(first);
        return;
      case Op.TableFill:
        sink.tableFill(first);
        return;
      case Op.TableInit:
        sink.tableInit(first, second);
        return;
      case Op.TableCopy:
        sink.tableCopy(first, second);
        return;
      case Op.ElemDrop:
        sink.elemDrop(first);
        return;
      case Op.I64Add128:
      case Op.I64Sub128:
        this.tellOverwrite();
        sink.binary128(op);
        return;
      case Op.I64MulWideS:
      case Op.I64MulWideU:
        this.tellOverwrite();
        sink.multiplyWide(op);
        return;
      case Op.MemoryAtomicNotify:
        sink.atomicNotify(this.memOffset, 0);
        return;
      case Op.MemoryAtomicWait32:
      case Op.MemoryAtomicWait64:
        sink.atomicWait(op, this.memOffset, 0);
        return;
      case Op.AtomicFence:
        sink.atomicFence();
        return;
      case Op.V128Const: {
        const { vector } = this;
        sink.vectorConstant(vector[0]!, vector[1]!, vector[2]!, vector[3]!);
        return;
      }
      case Op.I8x16Shuffle: {
        const { vector } = this;
        this.tellOverwrite();
        sink.shuffle(vector[0]!, vector[1]!, vector[2]!, vector[3]!);
        return;
      }
      case Op.Nop:
        return;
      default:
        throw new Error(`${opName(op)} has a signature, and nothing to generate code for it`);
    }
  }

  /** {@link emit}, of the shapes of vectors. */
  private emitVector(op: number, shape: Shape): void {
    const { sink, second } = this;
    if (shape !== Shape.StoreLane) this.tellOverwrite();
    switch (shape) {
      case Shape.VectorUnary:
        sink.vectorUnary(op);
        return;
      case Shape.VectorBinary:
        sink.vectorBinary(op);
        return;
      case Shape.VectorTernary:
        sink.vectorTernary(op);
        return;
      case Shape.VectorShift:
        sink.vectorShift(op);
        return;
      case Shape.VectorTest:
        sink.vectorTest(op, this.peek());
        return;
      case Shape.Splat:
        sink.splat(op);
        return;
      case Shape.ExtractLane:
        sink.extractLane(op, second);
        return;
      case Shape.ReplaceLane:
        sink.replaceLane(op, second);
        return;
      case Shape.LoadLane:
        sink.loadLane(op, this.memOffset, 0, second);
        return;
      case Shape.StoreLane:
        sink.storeLane(op, this.memOffset, 0, second);
        return;
      default:
        throw new Error(`${opName(op)} has a shape that nothing generates code for`);
    }
  }
}
