import type { Reg } from '../abi/places.js';
import { type Layout, SignatureTable } from '../abi/signature-layout.js';
import { VMCTX_STACK_LIMIT } from '../abi/vmctx-layout.js';
import type { Label } from '../masm/macro-assembler.js';
import { Condition, IntOp } from '../masm/operators.js';
import type { TypeTable } from '../module/type-table.js';
import { tableOf } from '../module/type-table.js';
import type { StubMachine } from '../stubs/stub-machine.js';
import type { RelocationKind } from '../targets/index.js';
import { bytesOfKind, Kind } from '../wasm/value-types.js';

/** A place in the code that the linker fills. */
export interface CodeReference {
  readonly offset: number;
  readonly kind: RelocationKind;
  /** A symbol of C's. */
  readonly symbol: string;
  readonly addend: number;
}

/**
 * What unwinders must know of a stub that has a frame: of an entry the one that `saveForC` makes, of an adapter
 * a frame record. All else of the code has none.
 */
export interface StubFrame {
  readonly begin: number;
  readonly end: number;
  readonly use: 'entry' | 'adapter';
  /** From here on the frame is being taken down. */
  readonly leaves: number;
}

/** Room for one stub, but for the words of stack arguments. */
const STUB_ROOM = 1024;
/** Room for the copy of one word of stack arguments. */
const WORD_ROOM = 32;
/** Frame pointer and return address. */
const FRAME_RECORD = 16;
const WORD = 8;
const VECTOR = 16;

/** Numbers of what stubs call, where functions of the module have theirs. */
const ENTER_ROUTINE = 0;
/** Never bound: the linker joins it. */
const ELSEWHERE = 1;

/**
 * Code between C and compiled functions, of one object: it comes right behind the functions' code.
 *
 * - An *entry* is a C function that calls a compiled one. It keeps what C keeps, sets the vmctx register,
 *   and looks whether the stack is the one that the instance knows.
 * - An *adapter* has stack arguments as compiled callers want them (the callee takes them away) and calls a C
 *   function. Where all arguments are in registers nothing is needed.
 */
export class CCode {
  readonly references: CodeReference[] = [];
  readonly frames: StubFrame[] = [];
  private readonly signatures: SignatureTable;
  /** Entries without stack arguments go on at one of these, by the place of the vmctx argument. */
  private readonly shared = new Map<Reg, Label>();
  /** Bytes that align the stack behind what C keeps. */
  private readonly pad: number;
  private hasEnter = false;

  /**
   * @param start offset of this code in the section
   * @param stackSizeAt offset in an instance of `winch_tail.stack_size`
   * @param packsStack whether C passes stack arguments in as many bytes as they have; else in words
   */
  constructor(
    private readonly machine: StubMachine,
    types: TypeTable,
    private readonly start: number,
    private readonly stackSizeAt: number,
    private readonly packsStack = false,
  ) {
    this.signatures = new SignatureTable(machine.convention, tableOf([]));
    this.signatures.begin(types);
    this.pad = -machine.keptForC & 15;
  }

  get bytes(): Uint8Array {
    return this.machine.masm.bytes.slice(0, this.machine.masm.pos);
  }

  /** Whether a type has arguments that are not in registers. */
  hasStackArgs(type: number): boolean {
    return this.signatures.stackBytes(this.signatures.of(type)) > 0;
  }

  /**
   * An entry of a function.
   * @param code offset of the function in the section
   * @returns the entry's offset in the section
   */
  entry(type: number, code: number): number {
    const layout = this.signatures.of(type);
    if (this.signatures.stackBytes(layout) > 0) return this.entryWithStack(layout, code);
    const { masm, convention } = this.machine;
    const shared = this.sharedEntry(this.signatures.vmctxArg(layout));
    const at = this.begin(STUB_ROOM);
    this.distance(convention.calleeReg, code - this.start);
    masm.jump(shared);
    return this.start + at;
  }

  /** Where entries that have the vmctx in a register go on; the code's distance is in the callee's register. */
  private sharedEntry(vmctx: Reg): Label {
    const known = this.shared.get(vmctx);
    if (known !== undefined) return known;
    const { machine } = this;
    const { masm, convention, saved } = machine;
    const at = this.begin(STUB_ROOM);
    const label = masm.newLabel();
    masm.bind(label);
    this.shared.set(vmctx, label);
    this.enterFromC();
    machine.codeAddress(saved[0], 0);
    masm.binary(Kind.I64, IntOp.Add, convention.calleeReg, convention.calleeReg, saved[0]);
    this.enter(vmctx);
    masm.callReg(convention.calleeReg);
    this.leaveEntry(at);
    return label;
  }

  private entryWithStack(layout: Layout, code: number): number {
    const { machine, pad } = this;
    const { masm, convention, saved } = machine;
    const bytes = this.signatures.stackBytes(layout);
    const at = this.begin(STUB_ROOM + (bytes / WORD) * WORD_ROOM);
    this.enterFromC();
    const here = masm.pos;
    machine.codeAddress(saved[0], here);
    this.distance(convention.calleeReg, code - this.start - here);
    masm.binary(Kind.I64, IntOp.Add, convention.calleeReg, convention.calleeReg, saved[0]);
    this.enter(this.signatures.vmctxArg(layout));
    machine.moveStack(-bytes);
    const from = bytes + pad + machine.keptForC;
    if (this.packsStack) this.unpack(layout, from);
    else this.copyWords(bytes, from);
    // The callee takes them away.
    masm.callReg(convention.calleeReg);
    this.leaveEntry(at);
    return this.start + at;
  }

  /**
   * Makes an entry's frame. Its frame pointer tells an unwinder where it is: the stack pointer does not, while the
   * entry's callee has been replaced by a tail call to one that has other stack arguments.
   */
  private enterFromC(): void {
    const { machine, pad } = this;
    machine.saveForC();
    machine.stackAddress(machine.fp, machine.frameRecordForC);
    if (pad > 0) machine.moveStack(-pad);
  }

  /** Returns to C. */
  private leaveEntry(begin: number): void {
    const { machine, pad } = this;
    const { masm } = machine;
    const leaves = masm.pos;
    if (pad > 0) machine.moveStack(pad);
    machine.restoreForC();
    machine.ret();
    this.frames.push({ begin, end: masm.pos, use: 'entry', leaves });
  }

  /** Sets the vmctx register, and has the run time look at the stack where it is not the known one. */
  private enter(vmctx: Reg): void {
    const { machine } = this;
    const { masm, saved } = machine;
    const [sp, limit] = saved;
    const known = masm.newLabel();
    masm.move(Kind.I64, masm.traits.vmctx, vmctx);
    machine.stackAddress(sp, 0);
    masm.loadField(Kind.I64, limit, vmctx, VMCTX_STACK_LIMIT);
    masm.binary(Kind.I64, IntOp.Sub, sp, sp, limit);
    masm.loadField(Kind.I64, limit, vmctx, this.stackSizeAt);
    masm.compareBranch(Kind.I64, Condition.LtU, sp, limit, known);
    masm.callFunction(ENTER_ROUTINE);
    masm.bind(known);
    this.hasEnter = true;
  }

  /** Copies stack arguments from `from` bytes above the stack pointer to where it points. */
  private copyWords(bytes: number, from: number): void {
    const { masm, sp, saved } = this.machine;
    for (let at = 0; at < bytes; at += WORD) {
      masm.loadField(Kind.I64, saved[0], sp, from + at);
      masm.storeField(Kind.I64, saved[0], sp, at);
    }
  }

  /** Copies packed stack arguments of C's from `from` bytes above the stack pointer to words where it points. */
  private unpack(layout: Layout, from: number): void {
    const { masm, sp, saved } = this.machine;
    this.eachPacked(layout, (kind, word, packed) => {
      masm.loadField(kind, saved[0], sp, from + packed);
      masm.storeField(Kind.I64, saved[0], sp, word);
    });
  }

  /** The other way: from words `from` bytes above the stack pointer to where it points. */
  private pack(layout: Layout, from: number): void {
    const { masm, sp, saved } = this.machine;
    this.eachPacked(layout, (kind, word, packed) => {
      masm.loadField(kind, saved[0], sp, from + word);
      masm.storeField(kind, saved[0], sp, packed);
    });
  }

  /**
   * Calls back for each stack argument, or half of one: as what integer it is copied, where compiled code has it
   * and where C has it, in bytes from the start of the arguments. Apple's ABI for arm64 ("Pass arguments to
   * functions correctly") gives each argument its own size and alignment.
   */
  private eachPacked(
    layout: Layout,
    visit: (kind: Kind.I32 | Kind.I64, word: number, packed: number) => void,
  ): void {
    const { signatures } = this;
    let end = 0;
    for (let i = 0; i < signatures.paramCount(layout); i++) {
      const place = signatures.paramPlace(layout, i);
      if (place >= 0) continue;
      const size = bytesOfKind(signatures.paramKind(layout, i));
      const at = (end + size - 1) & -size;
      end = at + size;
      if (size < WORD) visit(Kind.I32, ~place, at);
      else for (let half = 0; half < size; half += WORD) visit(Kind.I64, ~place + half, at + half);
    }
  }

  /**
   * Code that calls a C function for compiled callers, of a type with stack arguments.
   * @param callee a symbol, or the offsets of code and context from where the vmctx argument points
   * @returns its offset in the section
   */
  adapter(
    type: number,
    callee: string | { readonly code: number; readonly context: number },
  ): number {
    const { machine } = this;
    const { masm, saved } = machine;
    const layout = this.signatures.of(type);
    const bytes = this.signatures.stackBytes(layout);
    const vmctx = this.signatures.vmctxArg(layout);
    const at = this.begin(STUB_ROOM + (bytes / WORD) * WORD_ROOM);
    machine.pushFrame();
    // Packed arguments take no more.
    machine.moveStack(-bytes);
    if (this.packsStack) this.pack(layout, bytes + FRAME_RECORD);
    else this.copyWords(bytes, bytes + FRAME_RECORD);
    if (typeof callee === 'string') this.callSymbol(callee);
    else {
      masm.loadField(Kind.I64, saved[0], vmctx, callee.code);
      masm.loadField(Kind.I64, vmctx, vmctx, callee.context);
      masm.callReg(saved[0]);
    }
    machine.moveStack(bytes);
    machine.popFrame();
    const leaves = masm.pos;
    machine.returnPopping(bytes);
    this.noteAdapter(at, leaves);
    return this.start + at;
  }

  /** A C function that goes on as another one, with a context that the instance has for it. */
  forward(type: number, symbol: string, contextAt: number): number {
    const { masm } = this.machine;
    const at = this.begin(STUB_ROOM);
    const vmctx = this.signatures.vmctxArg(this.signatures.of(type));
    masm.loadField(Kind.I64, vmctx, vmctx, contextAt);
    masm.tailJumpFunction(ELSEWHERE);
    this.refer('jump', symbol);
    return this.start + at;
  }

  /** A C function that gives the address of a part of an instance, or the pointer that is there. */
  accessor(offset: number, isPointer: boolean): number {
    const { masm, args, result, temps, ret } = this.machine;
    const at = this.begin(STUB_ROOM);
    if (isPointer) masm.loadField(Kind.I64, result, args[0]!, offset);
    else {
      masm.constant(Kind.I64, temps[1], offset, 0);
      masm.binary(Kind.I64, IntOp.Add, result, args[0]!, temps[1]);
    }
    ret();
    return this.start + at;
  }

  /**
   * `f(instance, imports ...)`: calls `f(instance, address of a symbol, array of the imports)`.
   * @param count of the imports
   */
  instantiate(callee: string, symbol: string, count: number): number {
    const { machine } = this;
    const { masm, args, sp } = machine;
    const room = (WORD * count + 15) & ~15;
    // The symbol's distance, in front of the code.
    const word = this.begin(STUB_ROOM + count * WORD_ROOM);
    masm.bytes.fill(0, word, word + WORD);
    masm.pos += WORD;
    this.references.push({ offset: word, kind: 'pc64', symbol, addend: 0 });
    const at = this.begin(0);
    machine.pushFrame();
    machine.moveStack(-room);
    for (let i = 0; i < count; i++) {
      const from = args[i + 1];
      if (from !== undefined) masm.storeField(Kind.I64, from, sp, WORD * i);
    }
    for (let i = args.length - 1; i < count; i++) {
      masm.loadField(Kind.I64, args[1]!, sp, room + FRAME_RECORD + WORD * (i + 1 - args.length));
      masm.storeField(Kind.I64, args[1]!, sp, WORD * i);
    }
    machine.codeAddress(args[2]!, word);
    masm.loadField(Kind.I64, args[1]!, args[2]!, 0);
    masm.binary(Kind.I64, IntOp.Add, args[1]!, args[1]!, args[2]!);
    machine.stackAddress(args[2]!, 0);
    this.callSymbol(callee);
    machine.moveStack(room);
    machine.popFrame();
    const leaves = masm.pos;
    machine.ret();
    this.noteAdapter(at, leaves);
    return this.start + at;
  }

  /** A C function that goes on as another one with the same arguments. */
  alias(symbol: string): number {
    const at = this.begin(STUB_ROOM);
    this.machine.masm.tailJumpFunction(ELSEWHERE);
    this.refer('jump', symbol);
    return this.start + at;
  }

  /** What entries call on a stack that the instance does not know; keeps all arguments. Comes last. */
  finish(): void {
    if (!this.hasEnter) return;
    const { machine } = this;
    const { masm, args, sp, convention } = machine;
    const at = this.begin(STUB_ROOM);
    masm.bindFunction(ENTER_ROUTINE, at);
    const words = [...args, convention.calleeReg];
    const room = ((WORD * words.length + 15) & ~15) + VECTOR * convention.fpArgs.length;
    const vectors = room - VECTOR * convention.fpArgs.length;
    machine.pushFrame();
    machine.moveStack(-room);
    for (const [i, reg] of words.entries()) masm.storeField(Kind.I64, reg, sp, WORD * i);
    for (const [i, reg] of convention.fpArgs.entries()) {
      masm.storeField(Kind.V128, reg, sp, vectors + VECTOR * i);
    }
    masm.move(Kind.I64, args[0]!, masm.traits.vmctx);
    machine.stackAddress(args[1]!, 0);
    this.callSymbol('winch_rt_enter');
    for (const [i, reg] of convention.fpArgs.entries()) {
      masm.loadField(Kind.V128, reg, sp, vectors + VECTOR * i);
    }
    for (const [i, reg] of words.entries()) masm.loadField(Kind.I64, reg, sp, WORD * i);
    machine.moveStack(room);
    machine.popFrame();
    const leaves = masm.pos;
    machine.ret();
    this.noteAdapter(at, leaves);
  }

  private noteAdapter(begin: number, leaves: number): void {
    const end = this.machine.masm.pos;
    this.frames.push({ begin, end, use: 'adapter', leaves });
  }

  /** Starts a stub, aligned. */
  private begin(room: number): number {
    const { masm } = this.machine;
    masm.reserve(room);
    while ((masm.pos & 15) !== 0) masm.emitFiller();
    return masm.pos;
  }

  private distance(reg: Reg, bytes: number): void {
    this.machine.masm.constant(Kind.I64, reg, bytes, bytes < 0 ? -1 : 0);
  }

  private callSymbol(symbol: string): void {
    this.machine.masm.callFunction(ELSEWHERE);
    this.refer('call', symbol);
  }

  /** The branch just emitted goes to a symbol. */
  private refer(kind: 'call' | 'jump', symbol: string): void {
    const { masm, branchAddend } = this.machine;
    this.references.push({ offset: masm.pos - 4, kind, symbol, addend: branchAddend });
  }
}
