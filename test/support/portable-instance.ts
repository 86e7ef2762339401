import { VmctxLayout } from '../../src/abi/vmctx-layout.js';
import type { Artifact } from '../../src/artifact/artifact.js';
import { AddressSpace, SPACE_BASE } from '../../src/interpreter/address-space.js';
import { CODE_BASE, CodeSpace } from '../../src/interpreter/code-space.js';
import { Interpreter } from '../../src/interpreter/interpreter.js';
import { type Linkage, linkCode } from '../../src/interpreter/link.js';
import { MemoryViews } from '../../src/interpreter/memory-views.js';
import { verifyCode } from '../../src/interpreter/verify.js';
import { PORTABLE_CONVENTION } from '../../src/masm/portable/convention.js';
import { FRAME_GP, frameFp, PassageStatus } from '../../src/stubs/layout.js';
import { ExternKind } from '../../src/wasm/types.js';
import { isFloatKind, kindOf } from '../../src/wasm/value-types.js';

const STACK = 1 << 20;
const STATUS = 2;
const FRAME = 3;
const TRAP_PC = 6;
/** Bytes at the top of the stack that the entry's frame has. */
const ENTRY = 1024;

/** The words of an artifact's byte code, in memory of their own. */
export function codeWords({ code }: Artifact): Int32Array {
  return new Int32Array(code.slice().buffer);
}

export function boundsOf({ info, funcOffsets }: Artifact) {
  const contextBytes = new VmctxLayout(info).size;
  return {
    importedFuncs: info.importedFuncs,
    funcOffsets,
    contextBytes,
    hasMemory: info.memories.length > 0,
    tags: info.tags.length,
  };
}

/** Signature numbers that tell who asked. */
export function linkageOf({ info, funcOffsets }: Artifact): Linkage {
  return {
    importedFuncs: info.importedFuncs,
    funcOffsets,
    importSignature: (funcIndex) => 100 + funcIndex,
    tagSignature: (tag) => 300 + tag,
    builtinSignature: (builtin) => 200 + builtin,
  };
}

/**
 * A module without imports, tables and reference types on an interpreter, with nothing of the runtime: a context, a
 * stack and a frame by hand. Values are the 64 bits of a register.
 */
export class PortableInstance {
  readonly interpreter: Interpreter;
  readonly memory: ArrayBuffer;
  readonly control = new Uint32Array(64);
  private readonly stack: Int32Array;
  private readonly heap: Int32Array;
  private readonly heapAddress: number;
  private readonly codeAddress: number;

  constructor(
    readonly artifact: Artifact,
    words: Int32Array = codeWords(artifact),
  ) {
    const { info } = artifact;
    const space = new AddressSpace();
    const code = new CodeSpace();
    verifyCode(words, boundsOf(artifact));
    linkCode(words, linkageOf(artifact));
    this.codeAddress = code.add(words);
    const stack = space.allocate(STACK);
    const heap = space.allocate(1 << 16);
    this.stack = new Int32Array(stack.buffer);
    this.heap = new Int32Array(heap.buffer);
    this.heapAddress = heap.address;
    this.memory = new ArrayBuffer((info.memories[0]?.min ?? 0) * 65536);
    this.interpreter = new Interpreter({
      space,
      code,
      control: this.control,
      stackBase: stack.address,
      stackLimit: stack.address + (1 << 16),
      memories: [undefined, new MemoryViews(this.memory)],
    });
    const layout = new VmctxLayout(info);
    if (info.memories.length > 0) {
      this.heap[layout.memory(0) / 4] = 1;
      this.heap[layout.memory(0) / 4 + 2] = this.memory.byteLength;
    }
  }

  /**
   * Calls an export.
   * @returns the result's bits, undefined without one; or the code offset of a trap as text
   */
  call(name: string, ...args: bigint[]): bigint | string | undefined {
    const { artifact, heap, heapAddress, stack } = this;
    const { info } = artifact;
    const found = info.exports.find((e) => e.kind === ExternKind.Function && e.name === name)!;
    const type = info.funcType(found.index);
    const record = 1 << 13;
    const start = artifact.funcOffsets[found.index - info.importedFuncs]!;
    heap[record] = this.codeAddress - CODE_BASE + start;
    heap[record + 1] = 2;
    heap[record + 2] = heapAddress - SPACE_BASE;
    heap[record + 3] = 1;
    const frame = (STACK - ENTRY) / 4;
    stack[frame] = 0;
    stack[frame + 2] = heapAddress - SPACE_BASE + 4 * record;
    stack[frame + 3] = 1;
    const places = { gp: FRAME_GP / 4 + 2, fp: frameFp(PORTABLE_CONVENTION) / 4 };
    type.params.forEach((param, i) => {
      const isFloat = isFloatKind(kindOf(param));
      const at = frame + (isFloat ? places.fp : places.gp);
      stack[at] = Number(BigInt.asIntN(32, args[i]!));
      stack[at + 1] = Number(BigInt.asIntN(32, args[i]! >> 32n));
      if (isFloat) places.fp += 4;
      else places.gp += 2;
    });
    this.control[FRAME] = 4 * frame;
    this.interpreter.enter();
    return this.outcome();
  }

  /** Goes on where fuel had ended. */
  resume(): bigint | string | undefined {
    this.interpreter.resume();
    return this.outcome();
  }

  private outcome(): bigint | string | undefined {
    const { control, stack } = this;
    if (control[STATUS] === PassageStatus.Trapped) {
      return `trap at ${control[TRAP_PC]! - (this.codeAddress - CODE_BASE)}`;
    }
    if (control[STATUS] === PassageStatus.Interrupted) return 'out of fuel';
    const at = (STACK - ENTRY + FRAME_GP) / 4;
    return (BigInt(stack[at + 1]!) << 32n) | BigInt(stack[at]! >>> 0);
  }
}
