import { BinaryReader } from '../module/binary-reader.js';
import { type CodeFacts, NO_FACTS } from '../module/code-facts.js';
import { readConstant } from '../module/const-instrs.js';
import { NO_INFO } from '../module/module-info.js';
import { listOfOne, NO_TYPES, type TypeList } from '../module/type-table.js';
import { readHeapType, readValType } from '../module/value-type-reader.js';
import { control } from '../stack/state.js';
import { MAX_LOCALS } from '../wasm/limits.js';
import type { u32 } from '../wasm/numbers.js';
import {
  Immediate,
  isPrefix,
  OP_ACCESS_LOG2,
  OP_IMMEDIATE,
  OP_LANE_COUNT,
  OP_SHAPE,
  Op,
  opName,
  prefixedOp,
  Shape,
} from '../wasm/opcodes.js';
import { foreignProposal } from '../wasm/proposals.js';
import { Reason, type ReasonOperand } from '../wasm/reasons.js';
import { isSubtype, ValType } from '../wasm/value-types.js';

/** Types of the locals of the function being decoded. */
export const LOCALS = new Int32Array(MAX_LOCALS);

const NO_BYTES: Uint8Array = new Uint8Array(0);
const BLOCK_TYPE = 'block type';
const VECTOR_WORDS = 4;
const LANE = 'lane index';
/** Lanes of two vectors, which a shuffle takes from. */
const SHUFFLED_LANES = 32;

/** Reads the immediates of operators and checks them against the module and the open blocks. */
export class BodyImmediates extends BinaryReader {
  protected localCount = 0;
  /** Start of the current operator. */
  protected at = 0;

  /** Of the module that the functions are of. */
  protected facts: CodeFacts = NO_FACTS;
  /** Its types. */
  protected types = NO_INFO.typeTable;

  // What readImmediates read, as far as the operator has it:
  /** An index, or the lower half of a constant, whose upper half is `hi`. */
  protected first = 0;
  /** The offset of a memory argument. */
  protected memOffset: u32 = 0;
  /** The second index, or the number of a lane. */
  protected second = 0;
  /** The 16 bytes of a vector, or of lanes: four words. */
  protected readonly vector = new Int32Array(VECTOR_WORDS);
  /** The type that the immediate names: of a local, a global or a table, or a type itself. */
  protected namedType: ValType = ValType.Bottom;
  // What readBlockType read:
  protected blockParams: TypeList = NO_TYPES;
  protected blockResults: TypeList = NO_TYPES;

  constructor() {
    super(NO_BYTES, 0, 0, 0);
  }

  /** Reads and checks the immediates of an operator that has a signature. */
  protected readImmediates(op: number): void {
    const { facts } = this;
    switch (OP_IMMEDIATE[op]! as Immediate) {
      case Immediate.None:
        return;
      case Immediate.Local:
        this.first = this.readLocal();
        this.namedType = LOCALS[this.first]!;
        return;
      case Immediate.Global:
        this.first = this.readGlobal();
        this.namedType = facts.globalTypes[this.first]!;
        if (op === Op.GlobalSet) this.checkMutable(this.first);
        return;
      case Immediate.MemArg:
        this.memOffset = this.readMemArg(op);
        return;
      case Immediate.AtomicMemArg:
        this.memOffset = this.readAtomicMemArg(op);
        return;
      case Immediate.Zero:
        this.readZero();
        return;
      case Immediate.I32:
      case Immediate.I64:
      case Immediate.F32:
      case Immediate.F64:
        this.first = readConstant(this, op);
        return;
      case Immediate.Lane:
        this.second = this.readLane(OP_LANE_COUNT[op]!);
        return;
      case Immediate.MemArgLane:
        this.memOffset = this.readMemArg(op);
        this.second = this.readLane(OP_LANE_COUNT[op]!);
        return;
      case Immediate.V128:
        this.readVector();
        return;
      case Immediate.Shuffle: {
        const at = this.pos;
        this.readVector();
        for (let i = at; i < this.pos; i++) this.checkLane(this.bytes[i]!, SHUFFLED_LANES, i);
        return;
      }
      case Immediate.Memory:
        this.first = this.readMemory();
        return;
      case Immediate.Table:
        this.first = this.readTable();
        this.namedType = facts.tableTypes[this.first]!;
        return;
      case Immediate.HeapType:
        this.namedType = readHeapType(this);
        return;
      case Immediate.SelectT:
        this.namedType = this.readSelectType();
        return;
      case Immediate.Func:
        this.first = this.readDeclaredFunc();
        return;
      case Immediate.MemoryInit:
        this.first = this.readData();
        this.second = this.readMemory();
        return;
      case Immediate.Data:
        this.first = this.readData();
        return;
      case Immediate.MemoryCopy:
        this.first = this.readMemory();
        this.second = this.readMemory();
        return;
      case Immediate.Elem:
        this.first = this.readElem();
        return;
      case Immediate.TableInit: {
        this.first = this.readElem();
        const at = this.pos;
        this.second = this.readTable();
        if (!isSubtype(facts.elementTypes[this.first]!, facts.tableTypes[this.second]!)) {
          this.fail(Reason.TableInitTypes, at);
        }
        return;
      }
      case Immediate.TableCopy: {
        this.first = this.readTable();
        const at = this.pos;
        this.second = this.readTable();
        if (!isSubtype(facts.tableTypes[this.second]!, facts.tableTypes[this.first]!)) {
          this.fail(Reason.TableCopyTypes, at);
        }
        return;
      }
      default:
        throw new Error(`${opName(op)} has a signature, and an immediate that is not read`);
    }
  }

  /**
   * @param at where, an index in `bytes`
   * @throws CompileError for the reason and its operands
   */
  protected fail(reason: Reason, at: number, a: ReasonOperand = 0, b: ReasonOperand = 0): never {
    throw this.errorOf(reason, at, a, b, this.operatorAt());
  }

  /** The current operator; the loops remember only where it starts. */
  private operatorAt(): number {
    const { bytes } = this;
    let { at } = this;
    const prefix = bytes[at]!;
    if (!isPrefix(prefix)) return prefix;
    let sub = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[++at]!;
      sub += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    return prefixedOp(prefix, sub);
  }

  private readVector(): void {
    const { vector } = this;
    for (let i = 0; i < VECTOR_WORDS; i++) vector[i] = this.word('vector');
  }

  private readLane(count: number): number {
    const at = this.pos;
    const lane = this.u8(LANE);
    this.checkLane(lane, count, at);
    return lane;
  }

  private checkLane(lane: number, count: number, at: number): void {
    if (lane >= count) this.fail(Reason.InvalidLane, at, lane, count);
  }

  private checkMutable(global: number): void {
    if (this.facts.mutableGlobals[global] !== 0) return;
    this.fail(Reason.GlobalImmutable, this.pos, global);
  }

  private readSelectType(): ValType {
    const at = this.pos;
    const count = this.u32('number of types of select');
    if (count !== 1) this.fail(Reason.SelectArity, at, count);
    return readValType(this, 'type of select');
  }

  private readDeclaredFunc(): number {
    const at = this.pos;
    const index = this.readFunc();
    const { refNumbers } = this.facts;
    if (index >= refNumbers.length || refNumbers[index] === 0)
      this.fail(Reason.UndeclaredFunction, at, index);
    return index;
  }

  protected peek(): number {
    return this.pos < this.end ? this.bytes[this.pos]! : -1;
  }

  /** Reads what is behind a byte from FIRST_PREFIX on; the operator. */
  protected readPrefixed(prefix: number): number {
    if (!isPrefix(prefix)) return prefix;
    const sub = this.u32('opcode behind its prefix');
    const op = prefixedOp(prefix, sub);
    if (OP_SHAPE[op] === Shape.Illegal) this.refuseOpcode(prefix, sub);
    return op;
  }

  /** @param prefix of the opcode, or 0 */
  private refuseOpcode(prefix: number, code: number): never {
    const known = foreignProposal(prefix, code) !== undefined;
    this.fail(known ? Reason.OpcodeOfProposal : Reason.IllegalOpcode, this.at, prefix, code);
  }

  protected illegal(op: number): never {
    if (op === 0xfb) this.refuseOpcode(op, this.u32('opcode behind its prefix'));
    this.refuseOpcode(0, op);
  }

  protected readBlockType(): void {
    const at = this.pos;
    const byte = this.peek();
    if (byte >= 0 && (byte & 0xc0) === 0x40) {
      this.blockParams = NO_TYPES;
      if (byte === 0x40) {
        this.pos++;
        this.blockResults = NO_TYPES;
      } else this.blockResults = listOfOne(readValType(this, BLOCK_TYPE));
      return;
    }
    const index = this.s33(BLOCK_TYPE);
    if (index < 0) this.fail(Reason.MalformedBlockType, at, index);
    if (index >= this.types.length) this.fail(Reason.UnknownBlockType, at, index);
    this.blockParams = this.types.params(index);
    this.blockResults = this.types.results(index);
  }

  protected readMemArg(op: number): u32 {
    const at = this.pos;
    const flags = this.u32('alignment of a memory argument');
    const natural = OP_ACCESS_LOG2[op]!;
    if (flags > natural) {
      if (flags >= 0x40 && flags < 0x80) {
        this.fail(Reason.MemoryIndexInMemArg, at);
      }
      if (flags >= 0x80) this.fail(Reason.MalformedMemArgFlags, at, flags);
      this.fail(Reason.AlignmentTooLarge, at, natural, flags);
    }
    const offset = this.fullU32('offset of a memory argument');
    this.checkMemory(0, at);
    return offset;
  }

  private readAtomicMemArg(op: number): u32 {
    const at = this.pos;
    const offset = this.readMemArg(op);
    // What is too large was refused already, and what is less has one byte, or zeros behind it.
    const flags = this.bytes[at]! & 0x7f;
    const natural = OP_ACCESS_LOG2[op]!;
    if (flags !== natural) this.fail(Reason.AlignmentNotNatural, at, natural, flags);
    return offset;
  }

  private readZero(): void {
    const at = this.pos;
    if (this.u8('zero byte') !== 0) this.fail(Reason.ReservedByte, at);
  }

  protected checkMemory(index: number, at: number): void {
    if (index >= this.facts.sharedMemories.length) this.fail(Reason.UnknownMemory, at, index);
  }

  protected readMemory(): number {
    const at = this.pos;
    const index = this.u32('memory index');
    if (this.pos !== at + 1) this.fail(Reason.ZeroByteExpected, at);
    this.checkMemory(index, at);
    return index;
  }

  protected readTable(): number {
    const at = this.pos;
    const index = this.u32('table index');
    if (index >= this.facts.tableTypes.length) this.fail(Reason.UnknownTable, at, index);
    return index;
  }

  protected readFunc(): number {
    const at = this.pos;
    const index = this.u32('function index');
    if (index >= this.facts.funcTypes.length) this.fail(Reason.UnknownFunction, at, index);
    return index;
  }

  protected readType(): number {
    const at = this.pos;
    const index = this.u32('type index');
    if (index >= this.types.length) this.fail(Reason.UnknownType, at, index);
    return index;
  }

  protected readLocal(): number {
    const at = this.pos;
    const index = this.u32('local index');
    if (index >= this.localCount) this.fail(Reason.UnknownLocal, at, index);
    return index;
  }

  protected readGlobal(): number {
    const at = this.pos;
    const index = this.u32('global index');
    if (index >= this.facts.globalTypes.length) this.fail(Reason.UnknownGlobal, at, index);
    return index;
  }

  protected readElem(): number {
    const at = this.pos;
    const index = this.u32('element segment index');
    if (index >= this.facts.elementTypes.length) this.fail(Reason.UnknownElementSegment, at, index);
    return index;
  }

  protected readData(): number {
    const at = this.pos;
    const index = this.u32('data segment index');
    if (this.facts.dataCount < 0) this.fail(Reason.DataCountMissing, at);
    if (index >= this.facts.dataCount) this.fail(Reason.UnknownDataSegment, at, index);
    return index;
  }

  protected readTag(): number {
    const at = this.pos;
    const index = this.u32('tag index');
    if (index >= this.facts.tags.length) this.fail(Reason.UnknownTag, at, index);
    return index;
  }

  /** Reads a label of `delegate`, which counts from outside of the `try` that it ends. */
  protected readDelegateLabel(): number {
    const at = this.pos;
    const label = this.u32('label');
    if (label >= control.depth - 1) this.fail(Reason.UnknownLabel, at, label);
    return control.depth - 2 - label;
  }

  /** Reads a label and returns the depth of its frame from the outside. */
  protected readLabel(): number {
    const at = this.pos;
    const label = this.u32('label');
    if (label >= control.depth) this.fail(Reason.UnknownLabel, at, label);
    return control.depth - 1 - label;
  }
}
