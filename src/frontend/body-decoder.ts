import { type ModuleInfo, NO_INFO } from '../module/module-info.js';
import { BlockKind } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { CompileError } from '../wasm/compile-error.js';
import { MAX_BR_TABLE_TARGETS, MAX_LOCALS } from '../wasm/limits.js';
import { OP_OPERAND, OP_RESULT, OP_SHAPE, Op, opName, Shape } from '../wasm/opcodes.js';
import type { FuncType } from '../wasm/types.js';
import { isRefType, typeName, ValType } from '../wasm/value-types.js';
import { BodyImmediates } from './body-immediates.js';
import type { OperatorSink } from './operator-sink.js';

const NO_BYTES: Uint8Array = new Uint8Array(0);
const NO_FRAMES = new Int32Array(0);
/** Types of the locals of the function being decoded. */
const LOCALS = new Uint8Array(MAX_LOCALS);

/**
 * Decodes and validates function bodies (spec 3.0, sections 3.4 and 5.4) and drives an
 * {@link OperatorSink} in the same pass.
 *
 * Types are checked against the records of the value stack that the sink works on, so validation
 * keeps no stack of its own. Unreachable code is validated but not passed on; there the decoder
 * pushes and pops bare types itself.
 */
export class BodyDecoder extends BodyImmediates {
  /** No code is generated: the code is unreachable. */
  private dead = false;
  /** Handle of the first operand of the innermost block. */
  private height = 0;
  private targets = new Int32Array(64);
  /** By frame: number of the br_table that checked its types last. */
  private checkedBy: Int32Array = NO_FRAMES;
  /** br_tables so far in the module. */
  private tables = 0;
  /** Blocks opened so far in the function. */
  private blocks = 0;
  /** Operators decoded so far, over all functions. */
  operators = 0;

  /** The sink is called after each operator too. */
  private debug = false;

  constructor(private readonly sink: OperatorSink) {
    super();
  }

  /** The functions that follow are of a module. */
  beginModule(info: ModuleInfo, debug: boolean): void {
    this.info = info;
    this.debug = debug;
    this.operators = 0;
    this.tables = 0;
  }

  /** Lets go of the module and its bytes. */
  endModule(): void {
    this.info = NO_INFO;
    this.bytes = NO_BYTES;
    this.checkedBy = NO_FRAMES;
    this.targets = new Int32Array(64);
    stack.reset();
    stack.trim();
    control.depth = 0;
    control.trim();
  }

  /**
   * Compiles one body.
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
    this.bytes = bytes;
    this.pos = start;
    this.end = end;
    this.moduleBias = moduleOffset - start;
    this.funcIndex = funcIndex;
    this.dead = false;
    const type = this.info.funcType(funcIndex);
    this.readLocals(type);
    stack.reset();
    control.depth = 0;
    this.sink.beginFunction(funcIndex, LOCALS, this.localCount, moduleOffset, bytes, this.pos, end);
    this.height = stack.top;
    this.blocks = 1;
    control.push(BlockKind.Function, type, this.height, false, 0);
    this.run();
  }

  private readLocals(type: FuncType): void {
    const { params } = type;
    let count = params.length;
    for (let i = 0; i < count; i++) LOCALS[i] = params[i]!;
    const groups = this.readU32();
    for (let g = 0; g < groups; g++) {
      const at = this.pos;
      const n = this.readU32();
      if (n > MAX_LOCALS - count) {
        this.fail(`too many locals, expected at most ${MAX_LOCALS}`, at);
      }
      const local = this.readValType();
      LOCALS.fill(local, count, count + n);
      count += n;
    }
    this.localCount = count;
  }

  private run(): void {
    while (control.depth > 0) {
      if (this.dead) this.deadOperator();
      else this.runLive();
    }
    if (this.pos !== this.end) {
      this.fail('operators remaining after end of function, expected the end of the body');
    }
    stack.top = RECORD;
  }

  private failAtEnd(): never {
    this.fail('END opcode expected, found the end of the function body');
  }

  /**
   * Compiles operators until the code becomes unreachable or the function ends.
   *
   * The checks of the most frequent shapes are written out: V8 inlines only so much into one
   * function, and a call for each costs a tenth of the compile time.
   */
  private runLive(): void {
    const { sink, bytes, end, moduleBias } = this;
    // V8 folds these before it comes to the loop; named inside of it, it does not.
    const shapes = OP_SHAPE;
    const operands = OP_OPERAND;
    const locals = LOCALS;
    let count = 0;
    do {
      const at = this.pos;
      if (at >= end) this.failAtEnd();
      this.at = at;
      this.pos = at + 1;
      let op: number = bytes[at]!;
      if (op === 0xfc) op = this.readPrefixed();
      count++;
      // Anew for each operator: the one before may have made the stack grow.
      const { rec } = stack;
      sink.beginOperator(at + moduleBias, at);
      switch (shapes[op]! as Shape) {
        case Shape.LocalGet:
          sink.localGet(this.readLocal());
          break;
        case Shape.Const:
          if (op === Op.I32Const) sink.constant(ValType.I32, this.readS32(), 0);
          else this.constant(op);
          break;
        case Shape.Load: {
          const offset = this.readMemArg(op);
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== ValType.I32) this.expectType(op, ValType.I32);
          const next = this.pos < end ? bytes[this.pos]! : -1;
          if (next === Op.LocalSet || next === Op.LocalTee) this.tellOverwrite();
          sink.load(op, offset, 0);
          break;
        }
        case Shape.Binary: {
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== type || rec[below + RECORD] !== type) {
            this.expectTypes2(op, type, type);
          }
          const next = this.pos < end ? bytes[this.pos]! : -1;
          if (next === Op.LocalSet || next === Op.LocalTee) this.tellOverwrite();
          sink.binary(op);
          break;
        }
        case Shape.LocalSet: {
          const index = this.readLocal();
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== locals[index]) this.expectType(op, locals[index]!);
          sink.localSet(index);
          break;
        }
        case Shape.LocalTee: {
          const index = this.readLocal();
          const top = stack.top - RECORD;
          if (top < this.height || rec[top] !== locals[index]) this.expectType(op, locals[index]!);
          sink.localTee(index);
          break;
        }
        case Shape.Store: {
          const offset = this.readMemArg(op);
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== ValType.I32 || rec[below + RECORD] !== type) {
            this.expectTypes2(op, ValType.I32, type);
          }
          sink.store(op, offset, 0);
          break;
        }
        case Shape.Compare: {
          const type = operands[op]!;
          const below = stack.top - 2 * RECORD;
          if (below < this.height || rec[below] !== type || rec[below + RECORD] !== type) {
            this.expectTypes2(op, type, type);
          }
          sink.compare(op, this.pos < end ? bytes[this.pos]! : -1);
          break;
        }
        case Shape.Test:
          this.expectType(op, operands[op]!);
          sink.test(op, this.peek());
          break;
        case Shape.End:
          this.endBlock();
          break;
        case Shape.BrIf:
          this.brIf();
          break;
        case Shape.Call:
          this.call();
          break;
        case Shape.Shift:
          this.expectTypes2(op, operands[op]!, operands[op]!);
          this.tellOverwrite();
          sink.shift(op);
          break;
        case Shape.Divide:
          this.expectTypes2(op, operands[op]!, operands[op]!);
          this.tellOverwrite();
          sink.divide(op);
          break;
        case Shape.Convert:
          this.expectType(op, operands[op]!);
          this.tellOverwrite();
          sink.convert(op);
          break;
        case Shape.Unary:
          this.expectType(op, operands[op]!);
          this.tellOverwrite();
          sink.unary(op);
          break;
        case Shape.Special:
          this.special(op);
          break;
        default:
          this.illegal(op);
      }
      if (this.debug && control.depth > 0) sink.endOperator(op);
    } while (!this.dead && control.depth > 0);
    this.operators += count;
  }

  /** Validates one operator of unreachable code. */
  private deadOperator(): void {
    const at = this.pos;
    if (at >= this.end) this.failAtEnd();
    this.at = at;
    this.pos = at + 1;
    this.operators++;
    const byte = this.bytes[at]!;
    const op = byte === 0xfc ? this.readPrefixed() : byte;
    if (this.debug) this.sink.beginOperator(at + this.moduleBias, at);
    const operand = OP_OPERAND[op]!;
    switch (OP_SHAPE[op]! as Shape) {
      case Shape.LocalGet:
        this.push(LOCALS[this.readLocal()]!);
        break;
      case Shape.LocalSet:
        this.expectType(op, LOCALS[this.readLocal()]!);
        this.pop(1);
        break;
      case Shape.LocalTee: {
        const type = LOCALS[this.readLocal()]!;
        this.expectType(op, type);
        this.replace(1, type);
        break;
      }
      case Shape.Const:
        this.constant(op);
        break;
      case Shape.Unary:
      case Shape.Convert:
      case Shape.Test:
        this.expectType(op, operand);
        this.replace(1, OP_RESULT[op]!);
        break;
      case Shape.Load:
        this.readMemArg(op);
        this.expectType(op, ValType.I32);
        this.replace(1, OP_RESULT[op]!);
        break;
      case Shape.Binary:
      case Shape.Shift:
      case Shape.Divide:
      case Shape.Compare:
        this.expectTypes2(op, operand, operand);
        this.replace(2, OP_RESULT[op]!);
        break;
      case Shape.Store:
        this.readMemArg(op);
        this.expectTypes2(op, ValType.I32, operand);
        this.pop(2);
        break;
      case Shape.End:
        this.endBlock();
        break;
      case Shape.BrIf:
        this.brIf();
        break;
      case Shape.Call:
        this.call();
        break;
      case Shape.Special:
        this.special(op);
        break;
      default:
        this.illegal(op);
    }
    if (this.debug && control.depth > 0) this.sink.endOperator(op);
  }

  private brIf(): void {
    const frame = this.readLabel();
    const types = control.labelTypes(frame);
    if (this.checkAt(Op.BrIf, 0, ValType.I32)) this.expectAll(Op.BrIf, types, 1);
    if (!this.dead) this.sink.brIf(frame);
    else {
      this.pop(1 + types.length);
      this.pushAll(types);
    }
  }

  private call(): void {
    const index = this.readFunc();
    const type = this.info.funcType(index);
    this.expectAll(Op.Call, type.params);
    if (!this.dead) {
      this.tellOverwrite();
      this.sink.call(index);
    } else {
      this.pop(type.params.length);
      this.pushAll(type.results);
    }
  }

  /**
   * Where the next operator sets a local, the local's old value ends before this operator: it can
   * leave its register to the result, and a call need not store it.
   */
  private tellOverwrite(): void {
    const { pos, bytes } = this;
    if (pos + 1 >= this.end) return;
    const next = bytes[pos]!;
    if ((next === Op.LocalSet || next === Op.LocalTee) && bytes[pos + 1]! < 0x80) {
      if (bytes[pos + 1]! < this.localCount) this.sink.overwriteLocal(bytes[pos + 1]!);
    }
  }

  // ---- type checks ------------------------------------------------------------------------------

  /** Checks the value `depth` below the top; true if one is there, false below a polymorphic base. */
  private checkAt(op: number, depth: number, type: ValType): boolean {
    const handle = stack.top - (depth + 1) * RECORD;
    if (handle < this.height) {
      if (control.isPolymorphic(control.depth - 1)) return false;
      this.fail(
        `type mismatch: ${opName(op)} expected ${typeName(type)}, found an empty stack`,
        this.at,
      );
    }
    const found = stack.rec[handle]!;
    if (found !== type && found !== ValType.Bottom && type !== ValType.Bottom) {
      this.fail(
        `type mismatch: ${opName(op)} expected ${typeName(type)}, found ${typeName(found)}`,
        this.at,
      );
    }
    return true;
  }

  private expectType(op: number, type: ValType): void {
    this.checkAt(op, 0, type);
  }

  private expectTypes2(op: number, first: ValType, second: ValType): void {
    if (this.checkAt(op, 0, second)) this.checkAt(op, 1, first);
  }

  private expectTypes3(op: number, first: ValType, second: ValType, third: ValType): void {
    if (this.checkAt(op, 0, third)) this.expectBelow(op, first, second);
  }

  private expectBelow(op: number, first: ValType, second: ValType): void {
    if (this.checkAt(op, 1, second)) this.checkAt(op, 2, first);
  }

  /** Checks that the top of the stack, below `skip` values, is of the given types. */
  private expectAll(op: number, types: readonly ValType[], skip = 0): void {
    for (let i = types.length - 1, depth = skip; i >= 0; i--, depth++) {
      if (!this.checkAt(op, depth, types[i]!)) return;
    }
  }

  /** Type of the value `depth` below the top; Bottom below a polymorphic base. */
  private typeAt(op: number, depth: number): ValType {
    return this.checkAt(op, depth, ValType.Bottom)
      ? stack.rec[stack.top - (depth + 1) * RECORD]!
      : ValType.Bottom;
  }

  // ---- the stack in unreachable code --------------------------------------------------------------

  private pop(count: number): void {
    // Values from before the code became unreachable still hold registers.
    stack.dropTo(Math.max(stack.top - count * RECORD, this.height));
  }

  private push(type: ValType): void {
    stack.pushPlain(type, 0);
  }

  private pushAll(types: readonly ValType[]): void {
    for (let i = 0; i < types.length; i++) this.push(types[i]!);
  }

  private replace(count: number, result: ValType): void {
    this.pop(count);
    this.push(result);
  }

  /** The rest of the block cannot be reached. */
  private becomeDead(): void {
    stack.dropTo(this.height);
    control.setPolymorphic(control.depth - 1, true);
    this.dead = true;
  }

  // ---- operators with rules of their own --------------------------------------------------------

  private constant(op: number): void {
    const { sink } = this;
    const type = OP_RESULT[op]!;
    let lo: number;
    let hi = 0;
    switch (op) {
      case Op.I32Const:
        lo = this.readS32();
        break;
      case Op.I64Const:
        lo = this.readS64();
        hi = this.hi;
        break;
      case Op.F32Const:
        lo = this.readWord();
        break;
      default:
        lo = this.readWord();
        hi = this.readWord();
    }
    if (!this.dead) sink.constant(type, lo, hi);
    else this.push(type);
  }

  private special(op: number): void {
    const { sink } = this;
    switch (op) {
      case Op.GlobalGet: {
        const index = this.readGlobal();
        if (!this.dead) sink.globalGet(index);
        else this.push(this.info.globals[index]!.type);
        return;
      }
      case Op.GlobalSet: {
        const index = this.readGlobal();
        const global = this.info.globals[index]!;
        if (!global.mutable) {
          this.fail(`global is immutable: global.set of global ${index} expected a mutable one`);
        }
        this.expectType(op, global.type);
        if (!this.dead) sink.globalSet(index);
        else this.pop(1);
        return;
      }
      case Op.Block:
      case Op.Loop: {
        const type = this.readBlockType();
        this.expectAll(op, type.params);
        if (this.dead) this.deadParams(type);
        const kind = op === Op.Block ? BlockKind.Block : BlockKind.Loop;
        this.openBlock(kind, type);
        if (this.dead) return;
        if (op === Op.Block) sink.block(control.depth - 1);
        else sink.loop(control.depth - 1);
        return;
      }
      case Op.If: {
        const type = this.readBlockType();
        if (this.checkAt(op, 0, ValType.I32)) this.expectAll(op, type.params, 1);
        if (this.dead) {
          this.pop(1);
          this.deadParams(type);
          this.openBlock(BlockKind.If, type);
        } else {
          control.push(
            BlockKind.If,
            type,
            stack.top - (type.params.length + 1) * RECORD,
            false,
            this.blocks++,
          );
          sink.if(control.depth - 1);
          this.height = control.height(control.depth - 1);
        }
        return;
      }
      case Op.Else:
        this.else();
        return;
      case Op.Br: {
        const frame = this.readLabel();
        this.expectAll(op, control.labelTypes(frame));
        if (!this.dead) sink.br(frame);
        this.becomeDead();
        return;
      }
      case Op.BrTable:
        this.brTable();
        return;
      case Op.Return:
        this.expectAll(op, control.type(0).results);
        if (!this.dead) sink.return();
        this.becomeDead();
        return;
      case Op.Unreachable:
        if (!this.dead) sink.unreachable();
        this.becomeDead();
        return;
      case Op.Nop:
        return;
      case Op.CallIndirect:
      case Op.ReturnCallIndirect:
        this.callIndirect(op);
        return;
      case Op.ReturnCall: {
        const index = this.readFunc();
        const type = this.info.funcType(index);
        this.expectAll(op, type.params);
        this.checkTailResults(op, type);
        if (!this.dead) sink.returnCall(index);
        this.becomeDead();
        return;
      }
      case Op.Drop:
        this.checkAt(op, 0, ValType.Bottom);
        if (!this.dead) sink.drop();
        else this.pop(1);
        return;
      case Op.Select:
        this.select();
        return;
      case Op.SelectT: {
        const at = this.pos;
        const count = this.readU32();
        if (count !== 1)
          this.fail(`invalid result arity: select expected 1 type, found ${count}`, at);
        const type = this.readValType();
        this.expectTypes3(op, type, type, ValType.I32);
        if (!this.dead) sink.select();
        else this.replace(3, type);
        return;
      }
      case Op.RefNull: {
        const type = this.readRefType();
        if (!this.dead) sink.refNull(type);
        else this.push(type);
        return;
      }
      case Op.RefIsNull: {
        const type = this.typeAt(op, 0);
        if (type !== ValType.Bottom && !isRefType(type)) {
          this.fail(
            `type mismatch: ref.is_null expected a reference, found ${typeName(type)}`,
            this.at,
          );
        }
        if (!this.dead) sink.refIsNull(this.peek());
        else this.replace(1, ValType.I32);
        return;
      }
      case Op.RefFunc: {
        const at = this.pos;
        const index = this.readFunc();
        if (!this.info.refFuncs.has(index)) {
          this.fail(
            `undeclared function reference: function ${index} expected in an element segment or export`,
            at,
          );
        }
        if (!this.dead) sink.refFunc(index);
        else this.push(ValType.FuncRef);
        return;
      }
      default:
        this.bulk(op);
    }
  }

  private select(): void {
    const first = this.checkAt(Op.Select, 0, ValType.I32)
      ? this.typeAt(Op.Select, 1)
      : ValType.Bottom;
    const second = this.typeAt(Op.Select, 2);
    if (isRefType(first) || isRefType(second)) {
      this.fail('type mismatch: select of references expected a type annotation', this.at);
    }
    if (first !== second && first !== ValType.Bottom && second !== ValType.Bottom) {
      this.fail(
        `type mismatch: select expected operands of one type, found ${typeName(second)} and ${typeName(first)}`,
        this.at,
      );
    }
    if (!this.dead) this.sink.select();
    else this.replace(3, first === ValType.Bottom ? second : first);
  }

  private callIndirect(op: Op.CallIndirect | Op.ReturnCallIndirect): void {
    const typeIndex = this.readType();
    const at = this.pos;
    const table = this.readTable();
    if (this.info.tables[table]!.elemType !== ValType.FuncRef) {
      this.fail(`type mismatch: ${opName(op)} expected a table of funcref`, at);
    }
    const type = this.info.typeAt(typeIndex)!;
    if (this.checkAt(op, 0, ValType.I32)) this.expectAll(op, type.params, 1);
    if (op === Op.ReturnCallIndirect) {
      this.checkTailResults(op, type);
      if (!this.dead) this.sink.returnCallIndirect(typeIndex, table);
      this.becomeDead();
    } else if (!this.dead) {
      this.tellOverwrite();
      this.sink.callIndirect(typeIndex, table);
    } else {
      this.pop(1 + type.params.length);
      this.pushAll(type.results);
    }
  }

  private checkTailResults(op: number, callee: FuncType): void {
    const own = control.type(0).results;
    const { results } = callee;
    let same = own.length === results.length;
    for (let i = 0; same && i < own.length; i++) same = own[i] === results[i];
    if (!same) {
      const list = (types: readonly ValType[]) => `[${types.map(typeName).join(' ')}]`;
      this.fail(
        `type mismatch: ${opName(op)} expected a callee with results ${list(own)}, found ${list(results)}`,
        this.at,
      );
    }
  }

  private brTable(): void {
    const at = this.pos;
    const count = this.readU32();
    // Each target takes a byte at least: refuse counts that cannot be before making room for them.
    if (count > MAX_BR_TABLE_TARGETS || count >= this.end - this.pos) {
      this.fail(`br_table has ${count} targets, expected at most ${MAX_BR_TABLE_TARGETS}`, at);
    }
    if (count >= this.targets.length) this.targets = new Int32Array(count + 1);
    const { targets } = this;
    for (let i = 0; i <= count; i++) targets[i] = this.readLabel();
    this.checkAt(Op.BrTable, 0, ValType.I32);
    this.checkTargets(count);
    if (!this.dead) this.sink.brTable(targets, count + 1);
    this.becomeDead();
  }

  /**
   * Checks the types of the targets of a br_table: once for each frame, and not again for the list
   * that was checked last. Tables have many entries, and each can carry many operands.
   */
  private checkTargets(count: number): void {
    const { targets } = this;
    if (this.checkedBy.length < control.depth) {
      this.checkedBy = new Int32Array(Math.max(64, 2 * control.depth));
    }
    const { checkedBy } = this;
    const table = ++this.tables;
    const arity = control.labelTypes(targets[count]!).length;
    let checked: readonly ValType[] | undefined;
    for (let i = 0; i <= count; i++) {
      const frame = targets[i]!;
      if (checkedBy[frame] === table) continue;
      checkedBy[frame] = table;
      const types = control.labelTypes(frame);
      if (types === checked) continue;
      checked = types;
      if (types.length !== arity) {
        this.fail(
          `type mismatch: br_table expected targets of arity ${arity}, found ${types.length}`,
          this.at,
        );
      }
      this.expectAll(Op.BrTable, types, 1);
    }
  }

  // ---- blocks -----------------------------------------------------------------------------------

  /** In unreachable code, the parameters of a block become concrete types. */
  private deadParams(type: FuncType): void {
    this.pop(type.params.length);
    this.pushAll(type.params);
  }

  private openBlock(kind: BlockKind, type: FuncType): void {
    this.height = stack.top - type.params.length * RECORD;
    control.push(kind, type, this.height, this.dead, this.blocks++);
  }

  private else(): void {
    const frame = control.depth - 1;
    if (control.kind(frame) !== BlockKind.If) {
      this.fail('else found outside of an if, expected an operator', this.at);
    }
    const type = control.type(frame);
    this.checkFallThrough(Op.Else, type.results);
    if (control.isDead(frame)) {
      stack.top = this.height;
      this.pushAll(type.params);
    } else {
      this.sink.else(frame, !this.dead);
      this.dead = false;
    }
    control.setKind(frame, BlockKind.Else);
    control.setPolymorphic(frame, false);
  }

  /** At the end of a block, the operands must be its results and nothing else. */
  private checkFallThrough(op: number, results: readonly ValType[]): void {
    this.expectAll(op, results);
    const count = (stack.top - this.height) / RECORD;
    if (count > results.length) {
      this.fail(
        `type mismatch: ${opName(op)} expected ${results.length} values on the stack, found ${count}`,
        this.at,
      );
    }
  }

  private endBlock(): void {
    const frame = control.depth - 1;
    const kind = control.kind(frame);
    const type = control.type(frame);
    this.checkFallThrough(Op.End, type.results);
    if (kind === BlockKind.If && !sameTypes(type.params, type.results)) {
      this.fail('type mismatch: if without else expected results equal to its parameters', this.at);
    }
    if (kind === BlockKind.Function) {
      this.sink.endFunction(!this.dead);
      control.pop();
      return;
    }
    if (control.isDead(frame)) {
      stack.top = this.height;
      this.pushAll(type.results);
    } else {
      this.dead = !this.sink.end(frame, !this.dead);
      if (this.dead) {
        stack.dropTo(this.height);
        this.pushAll(type.results);
      }
    }
    control.pop();
    this.height = control.height(frame - 1);
  }

  // ---- bulk memory and tables -------------------------------------------------------------------

  private bulk(op: number): void {
    const { sink } = this;
    const i32 = ValType.I32;
    switch (op) {
      case Op.MemorySize: {
        const memory = this.readMemory();
        if (!this.dead) sink.memorySize(memory);
        else this.push(i32);
        return;
      }
      case Op.MemoryGrow: {
        const memory = this.readMemory();
        this.expectType(op, i32);
        if (!this.dead) sink.memoryGrow(memory);
        else this.replace(1, i32);
        return;
      }
      case Op.MemoryInit: {
        const data = this.readData();
        const memory = this.readMemory();
        this.expectTypes3(op, i32, i32, i32);
        if (!this.dead) sink.memoryInit(data, memory);
        else this.pop(3);
        return;
      }
      case Op.DataDrop: {
        const data = this.readData();
        if (!this.dead) sink.dataDrop(data);
        return;
      }
      case Op.MemoryCopy: {
        const dst = this.readMemory();
        const src = this.readMemory();
        this.expectTypes3(op, i32, i32, i32);
        if (!this.dead) sink.memoryCopy(dst, src);
        else this.pop(3);
        return;
      }
      case Op.MemoryFill: {
        const memory = this.readMemory();
        this.expectTypes3(op, i32, i32, i32);
        if (!this.dead) sink.memoryFill(memory);
        else this.pop(3);
        return;
      }
      case Op.TableGet: {
        const table = this.readTable();
        this.expectType(op, i32);
        if (!this.dead) sink.tableGet(table);
        else this.replace(1, this.info.tables[table]!.elemType);
        return;
      }
      case Op.TableSet: {
        const table = this.readTable();
        this.expectTypes2(op, i32, this.info.tables[table]!.elemType);
        if (!this.dead) sink.tableSet(table);
        else this.pop(2);
        return;
      }
      case Op.TableSize: {
        const table = this.readTable();
        if (!this.dead) sink.tableSize(table);
        else this.push(i32);
        return;
      }
      case Op.TableGrow: {
        const table = this.readTable();
        this.expectTypes2(op, this.info.tables[table]!.elemType, i32);
        if (!this.dead) sink.tableGrow(table);
        else this.replace(2, i32);
        return;
      }
      case Op.TableFill: {
        const table = this.readTable();
        this.expectTypes3(op, i32, this.info.tables[table]!.elemType, i32);
        if (!this.dead) sink.tableFill(table);
        else this.pop(3);
        return;
      }
      case Op.TableCopy: {
        const dst = this.readTable();
        const at = this.pos;
        const src = this.readTable();
        if (this.info.tables[dst]!.elemType !== this.info.tables[src]!.elemType) {
          this.fail('type mismatch: table.copy expected tables of one type', at);
        }
        this.expectTypes3(op, i32, i32, i32);
        if (!this.dead) sink.tableCopy(dst, src);
        else this.pop(3);
        return;
      }
      case Op.TableInit: {
        const elem = this.readElem();
        const at = this.pos;
        const table = this.readTable();
        if (this.info.tables[table]!.elemType !== this.info.elements.typeAt(elem)) {
          this.fail('type mismatch: table.init expected a segment of the type of the table', at);
        }
        this.expectTypes3(op, i32, i32, i32);
        if (!this.dead) sink.tableInit(elem, table);
        else this.pop(3);
        return;
      }
      case Op.ElemDrop: {
        const elem = this.readElem();
        if (!this.dead) sink.elemDrop(elem);
        return;
      }
      default:
        throw new CompileError(`operator ${opName(op)} has no decoder`, {
          offset: this.at + this.moduleBias,
          funcIndex: this.funcIndex,
        });
    }
  }
}

function sameTypes(a: readonly ValType[], b: readonly ValType[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
