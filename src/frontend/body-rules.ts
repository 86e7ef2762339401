import { listOfOne, NO_TYPES, type TypeList, type TypeTable } from '../module/type-table.js';
import { BlockKind } from '../stack/control-stack.js';
import { control, stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import { CatchKind } from '../wasm/immediates.js';
import { MAX_BR_TABLE_TARGETS } from '../wasm/limits.js';
import { Op } from '../wasm/opcodes.js';
import { Reason } from '../wasm/reasons.js';
import { isRefType, isSubtype, typeName, ValType } from '../wasm/value-types.js';
import { BodyTypes } from './body-types.js';
import type { OperatorSink } from './operator-sink.js';

const NO_FRAMES = new Int32Array(0);
const TEST_RESULT = listOfOne(ValType.I32);

/**
 * The operators whose types no signature says: control, calls, `drop`, `select` and `ref.is_null`.
 * Each is validated by the same lines whether it is live or not.
 */
export class BodyRules extends BodyTypes {
  protected readonly sink: OperatorSink;
  /** Code is generated, for what is reachable. */
  protected readonly compiles: boolean;
  /** The current operator is passed on to the sink. */
  protected live = false;
  private targets = new Int32Array(64);
  /** Clauses of the current `try_table`, {@link CLAUSE_WORDS} each. */
  private clauses = new Int32Array(64);
  /** By frame: number of the br_table that checked its types last. */
  private checkedBy: Int32Array = NO_FRAMES;
  /** br_tables so far in the module. */
  private tables = 0;
  /** Blocks opened so far in the function. */
  protected blocks = 0;

  /** @param sink what generates code; without one, bodies are only validated */
  constructor(sink: OperatorSink | undefined) {
    super();
    // Without a sink nothing is ever live, and only live code reaches it.
    this.sink = sink as OperatorSink;
    this.compiles = sink !== undefined;
  }

  /** Lets go of what is kept for br_tables of a module. */
  protected forgetTables(): void {
    this.targets = new Int32Array(64);
    this.clauses = new Int32Array(64);
    this.checkedBy = NO_FRAMES;
    this.tables = 0;
  }

  /** Decodes the rest of an operator without a signature, validates it and, if it is live, passes it on. */
  protected ownRule(op: number): void {
    switch (op) {
      case Op.End:
        this.endBlock();
        return;
      case Op.BrIf:
        this.brIf();
        return;
      case Op.Call:
        this.call();
        return;
      case Op.Block:
        this.openBlock(BlockKind.Block, 0);
        return;
      case Op.Loop:
        this.openBlock(BlockKind.Loop, 0);
        return;
      case Op.If:
        this.openBlock(BlockKind.If, 1);
        return;
      case Op.Else:
        this.else();
        return;
      case Op.Br: {
        const frame = this.readLabel();
        this.expectAll(control.labelTypes(frame));
        if (this.live) this.sink.br(frame);
        this.becomeDead();
        return;
      }
      case Op.BrTable:
        this.brTable();
        return;
      case Op.Return:
        this.expectAll(control.results(0));
        if (this.live) this.sink.return();
        this.becomeDead();
        return;
      case Op.Unreachable:
        if (this.live) this.sink.unreachable();
        this.becomeDead();
        return;
      case Op.CallIndirect:
      case Op.ReturnCallIndirect:
        this.callIndirect(op);
        return;
      case Op.ReturnCall: {
        const index = this.readFunc();
        const type = this.facts.funcTypes[index]!;
        this.expectAll(this.types.params(type));
        this.checkTailResults(type);
        if (this.live) this.sink.returnCall(index);
        this.becomeDead();
        return;
      }
      case Op.Try:
        this.openBlock(BlockKind.Try, 0);
        return;
      case Op.Catch:
      case Op.CatchAll:
        this.catch(op);
        return;
      case Op.Delegate:
        this.delegate();
        return;
      case Op.TryTable:
        this.tryTable();
        return;
      case Op.Throw: {
        const tag = this.readTag();
        this.expectAll(this.tagParams(tag));
        if (this.live) this.sink.throw(tag);
        this.becomeDead();
        return;
      }
      case Op.ThrowRef:
        this.checkAt(0, ValType.ExnRef);
        if (this.live) this.sink.throwRef();
        this.becomeDead();
        return;
      case Op.Rethrow: {
        const at = this.pos;
        const frame = this.readLabel();
        if (!isCatch(control.kind(frame))) {
          this.fail(Reason.RethrowLabel, at, control.depth - 1 - frame);
        }
        if (this.live) this.sink.rethrow(frame);
        this.becomeDead();
        return;
      }
      case Op.Drop:
        this.checkAt(0, ValType.Bottom);
        if (this.live) this.sink.drop();
        else this.pop(1);
        return;
      case Op.Select:
        this.select();
        return;
      case Op.RefIsNull: {
        const type = this.typeAt(0);
        if (type !== ValType.Bottom && !isRefType(type)) {
          this.fail(Reason.ReferenceExpected, this.at, type);
        }
        if (this.live) this.sink.refIsNull(this.peek());
        else this.apply(1, TEST_RESULT);
        return;
      }
      default:
        this.illegal(op);
    }
  }

  /** Reads and checks a `br_if`; the block that it goes to. */
  protected checkBrIf(): number {
    const frame = this.readLabel();
    if (this.checkAt(0, ValType.I32)) this.expectAll(control.labelTypes(frame), 1);
    return frame;
  }

  private brIf(): void {
    const frame = this.checkBrIf();
    if (this.live) {
      this.sink.brIf(frame);
      return;
    }
    const list = control.labelTypes(frame);
    this.apply(1 + this.types.count(list), list);
  }

  /** Reads and checks a `call`; the index of the function. */
  protected checkCall(): number {
    const index = this.readFunc();
    this.expectAll(this.types.params(this.facts.funcTypes[index]!));
    return index;
  }

  private call(): void {
    const index = this.checkCall();
    if (this.live) {
      this.tellOverwrite();
      this.sink.call(index);
      return;
    }
    const { types } = this;
    const type = this.facts.funcTypes[index]!;
    this.apply(types.count(types.params(type)), types.results(type));
  }

  private callIndirect(op: Op.CallIndirect | Op.ReturnCallIndirect): void {
    const { types } = this;
    const type = this.readType();
    const at = this.pos;
    const table = this.readTable();
    if (!isSubtype(this.facts.tableTypes[table]!, ValType.FuncRef)) {
      this.fail(Reason.TableOfFuncref, at);
    }
    const params = types.params(type);
    if (this.checkAt(0, ValType.I32)) this.expectAll(params, 1);
    if (op === Op.ReturnCallIndirect) {
      this.checkTailResults(type);
      if (this.live) this.sink.returnCallIndirect(type, table);
      this.becomeDead();
    } else if (this.live) {
      this.tellOverwrite();
      this.sink.callIndirect(type, table);
    } else this.apply(1 + types.count(params), types.results(type));
  }

  /** @param callee its type */
  private checkTailResults(callee: number): void {
    const { types } = this;
    const own = control.results(0);
    const results = types.results(callee);
    if (types.areSubtypes(results, own)) return;
    this.fail(Reason.TailCallResults, this.at, listText(types, own), listText(types, results));
  }

  private select(): void {
    const first = this.checkAt(0, ValType.I32) ? this.typeAt(1) : ValType.Bottom;
    const second = this.typeAt(2);
    if (isRefType(first) || isRefType(second)) {
      this.fail(Reason.SelectOfReferences, this.at);
    }
    if (first !== second && first !== ValType.Bottom && second !== ValType.Bottom) {
      this.fail(Reason.SelectTypes, this.at, second, first);
    }
    if (this.live) this.sink.select();
    else {
      this.pop(3);
      this.push(first === ValType.Bottom ? second : first);
    }
  }

  private brTable(): void {
    const at = this.pos;
    const count = this.u32('number of targets of br_table');
    // Each target takes a byte at least: refuse counts that cannot be before making room for them.
    if (count > MAX_BR_TABLE_TARGETS || count >= this.end - this.pos) {
      this.fail(Reason.TooManyTargets, at, count, MAX_BR_TABLE_TARGETS);
    }
    if (count >= this.targets.length) this.targets = new Int32Array(count + 1);
    const { targets } = this;
    for (let i = 0; i <= count; i++) targets[i] = this.readLabel();
    this.checkAt(0, ValType.I32);
    this.checkTargets(count);
    if (this.live) this.sink.brTable(targets, count + 1);
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
    const { checkedBy, types } = this;
    const table = ++this.tables;
    const arity = types.count(control.labelTypes(targets[count]!));
    let checked = -1;
    for (let i = 0; i <= count; i++) {
      const frame = targets[i]!;
      if (checkedBy[frame] === table) continue;
      checkedBy[frame] = table;
      const list = control.labelTypes(frame);
      if (list === checked) continue;
      checked = list;
      const count = types.count(list);
      if (count !== arity) this.fail(Reason.TargetArity, this.at, arity, count);
      this.expectAll(list, 1);
    }
  }

  // ---- blocks -----------------------------------------------------------------------------------

  /** @param conditions operands that the operator takes above the parameters of the block: 0 or 1 */
  private openBlock(kind: BlockKind, conditions: number): void {
    this.readBlockType();
    const params = this.blockParams;
    const count = this.types.count(params);
    if (conditions === 0 || this.checkAt(0, ValType.I32)) this.expectAll(params, conditions);
    // The sink pops the condition itself. Below a polymorphic base, parameters become concrete types.
    if (!this.live) this.apply(conditions + count, params);
    const above = this.live ? conditions + count : count;
    this.height = stack.top - above * RECORD;
    const frame = control.depth;
    control.push(kind, params, this.blockResults, this.height, !this.live, this.blocks++);
    if (!this.live) return;
    if (kind === BlockKind.Block) this.sink.block(frame);
    else if (kind === BlockKind.Loop) this.sink.loop(frame);
    else if (kind === BlockKind.Try) this.sink.try(frame);
    else this.sink.if(frame);
  }

  /** The rest of the block cannot be reached. */
  private becomeDead(): void {
    stack.dropTo(this.height);
    control.setPolymorphic(control.depth - 1, true);
    this.live = false;
  }

  private else(): void {
    const frame = control.depth - 1;
    if (control.kind(frame) !== BlockKind.If) {
      this.fail(Reason.ElseWithoutIf, this.at);
    }
    this.checkFallThrough(control.results(frame));
    if (control.isDead(frame)) {
      stack.top = this.height;
      this.pushAll(control.params(frame));
    } else {
      this.sink.else(frame, this.live);
      this.live = true;
    }
    control.setKind(frame, BlockKind.Else);
    control.setPolymorphic(frame, false);
  }

  /** At the end of a block, the operands must be its results and nothing else. */
  private checkFallThrough(results: TypeList): void {
    this.expectAll(results);
    const expected = this.types.count(results);
    const count = (stack.top - this.height) / RECORD;
    if (count > expected) this.fail(Reason.ValuesLeft, this.at, expected, count);
  }

  protected endBlock(): void {
    const frame = control.depth - 1;
    const kind = control.kind(frame);
    const results = control.results(frame);
    this.checkFallThrough(results);
    if (kind === BlockKind.If && !this.types.areSubtypes(control.params(frame), results)) {
      this.fail(Reason.IfWithoutElse, this.at);
    }
    if (kind === BlockKind.Function) {
      if (!control.isDead(frame)) this.sink.endFunction(this.live);
      control.pop();
      return;
    }
    if (control.isDead(frame)) this.closeDead(frame);
    else this.close(frame, this.sink.end(frame, this.live));
  }

  /** Takes a block away that is dead as a whole. */
  private closeDead(frame: number): void {
    stack.top = control.height(frame);
    this.pushAll(control.results(frame));
    control.pop();
    this.height = control.floor(frame - 1);
  }

  /** Takes a block away. @param live whether the code behind is reachable */
  private close(frame: number, live: boolean): void {
    this.live = live;
    if (!live) {
      stack.dropTo(control.height(frame));
      this.pushAll(control.results(frame));
    }
    control.pop();
    this.height = control.floor(frame - 1);
  }

  // ---- exceptions -------------------------------------------------------------------------------

  /** Types of the values of a tag's exceptions. */
  private tagParams(tag: number): TypeList {
    return this.types.params(this.facts.tags[tag]!);
  }

  private catch(op: Op.Catch | Op.CatchAll): void {
    const tag = op === Op.Catch ? this.readTag() : -1;
    const frame = control.depth - 1;
    const kind = control.kind(frame);
    if (kind !== BlockKind.Try && kind !== BlockKind.Catch) {
      this.fail(Reason.CatchWithoutTry, this.at);
    }
    this.checkFallThrough(control.results(frame));
    if (control.isDead(frame)) {
      stack.top = control.height(frame);
      this.push(ValType.ExnRef);
      this.pushAll(tag < 0 ? NO_TYPES : this.tagParams(tag));
    } else {
      this.sink.catch(frame, tag, this.live);
      this.live = true;
    }
    control.setKind(frame, op === Op.Catch ? BlockKind.Catch : BlockKind.CatchAll);
    control.setPolymorphic(frame, false);
    this.height = control.height(frame) + RECORD;
    control.setFloor(frame, this.height);
  }

  private delegate(): void {
    const frame = control.depth - 1;
    const target = this.readDelegateLabel();
    if (control.kind(frame) !== BlockKind.Try) this.fail(Reason.DelegateWithoutTry, this.at);
    this.checkFallThrough(control.results(frame));
    if (control.isDead(frame)) this.closeDead(frame);
    else this.close(frame, this.sink.delegate(frame, target, this.live));
  }

  private tryTable(): void {
    this.readBlockType();
    const params = this.blockParams;
    const results = this.blockResults;
    const arity = this.types.count(params);
    this.expectAll(params);
    const at = this.pos;
    const count = this.u32('number of catch clauses');
    // Each takes two bytes at least.
    if (count > (this.end - this.pos) >> 1) {
      this.fail(Reason.TooManyTargets, at, count, (this.end - this.pos) >> 1);
    }
    if (CLAUSE_WORDS * count > this.clauses.length) {
      this.clauses = new Int32Array(2 * CLAUSE_WORDS * count);
    }
    for (let i = 0; i < count; i++) this.readClause(CLAUSE_WORDS * i);
    if (!this.live) this.apply(arity, params);
    this.height = stack.top - arity * RECORD;
    const frame = control.depth;
    const { blocks, height, live } = this;
    control.push(BlockKind.TryTable, params, results, height, !live, blocks);
    this.blocks++;
    if (live) this.sink.tryTable(frame, this.clauses, count);
  }

  /** Reads a clause and checks it. Its label counts from outside of the block. */
  private readClause(to: number): void {
    const at = this.pos;
    const kind = this.u8('kind of a catch clause');
    if (kind > CatchKind.AllRef) this.fail(Reason.MalformedCatch, at, kind);
    const tag = kind < CatchKind.All ? this.readTag() : -1;
    const frame = this.readLabel();
    this.clauses[to] = kind;
    this.clauses[to + 1] = tag;
    this.clauses[to + 2] = frame;
    const { types } = this;
    const params = tag < 0 ? NO_TYPES : this.tagParams(tag);
    const expected = control.labelTypes(frame);
    const count = types.count(params);
    const withRef = (kind & CatchKind.TagRef) !== 0;
    let matches = types.count(expected) === count + (withRef ? 1 : 0);
    for (let i = 0; matches && i < count; i++) {
      matches = isSubtype(types.typeAt(params, i), types.typeAt(expected, i));
    }
    if (matches && withRef) matches = isSubtype(ValType.ExnRef, types.typeAt(expected, count));
    if (matches) return;
    const found = `${listText(types, params)}${withRef ? ' and exnref' : ''}`;
    this.fail(Reason.CatchTypes, at, listText(types, expected), found);
  }

  /**
   * Where the next operator sets a local, the local's old value ends before this operator: it can
   * leave its register to the result, and a call need not store it.
   */
  protected tellOverwrite(): void {
    const { pos, bytes } = this;
    if (pos + 1 >= this.end) return;
    const next = bytes[pos]!;
    if ((next === Op.LocalSet || next === Op.LocalTee) && bytes[pos + 1]! < 0x80) {
      if (bytes[pos + 1]! < this.localCount) this.sink.overwriteLocal(bytes[pos + 1]!);
    }
  }
}

/** Words of a clause of `try_table`: a CatchKind, its tag or -1, the frame that it branches to. */
export const CLAUSE_WORDS = 3;

/** Whether a frame is behind a catch of a `try`. */
function isCatch(kind: BlockKind): boolean {
  return kind === BlockKind.Catch || kind === BlockKind.CatchAll;
}

/** `[i32 i64]` */
function listText(types: TypeTable, list: TypeList): string {
  const names = Array.from({ length: types.count(list) }, (_, i) =>
    typeName(types.typeAt(list, i)),
  );
  return `[${names.join(' ')}]`;
}
