import { BUILTIN_TYPES, THROW_REF_TYPE } from '../../abi/builtin-signatures.js';
import { VmctxLayout } from '../../abi/vmctx-layout.js';
import type { Artifact } from '../../artifact/artifact.js';
import { ArtifactError } from '../../artifact/artifact-error.js';
import type { AddressSpace } from '../../interpreter/address-space.js';
import { CodeSpace } from '../../interpreter/code-space.js';
import { Interpreter } from '../../interpreter/interpreter.js';
import { linkCode } from '../../interpreter/link.js';
import { LANDING } from '../../interpreter/machine.js';
import type { MemoryViews } from '../../interpreter/memory-views.js';
import { verifyCode } from '../../interpreter/verify.js';
import { type FrameUse, keyOfUse } from '../../stubs/layout.js';
import type { FuncType } from '../../wasm/types.js';
import { CallShape, type FrameForm } from '../call-shape.js';
import { type CodeRange, CodeRanges, type CodeTables } from '../code-ranges.js';
import { type Block, readPointer } from '../native-heap.js';
import type { FuelGauge, Machine, ThreadParts } from '../platform.js';

/** An interpreter, as it runs one thread's WebAssembly. */
export class PortableMachine implements Machine {
  readonly enter: () => void;
  readonly resume: () => void;
  readonly interruptible = false;
  readonly start = undefined;
  readonly functionRoom = undefined;
  readonly landing = LANDING;
  readonly interpreter: Interpreter;
  private readonly code = new CodeSpace();
  private readonly ranges = new CodeRanges();
  private readonly signatures = new Map<string, number>();
  private readonly callees = new Map<number, number>();

  constructor(
    private readonly space: AddressSpace,
    private readonly frames: FrameForm,
    memories: readonly (MemoryViews | undefined)[],
    { control, stackBase, limitOffset }: ThreadParts,
  ) {
    const stackLimit = stackBase + limitOffset;
    const { code } = this;
    const interpreter = new Interpreter({ space, code, control, stackBase, stackLimit, memories });
    this.interpreter = interpreter;
    this.enter = () => interpreter.enter();
    this.resume = () => interpreter.resume();
  }

  entry({ stackBytes }: FrameUse): () => void {
    // What enters by type does not tell the frame.
    return () => this.interpreter.enter(stackBytes);
  }

  hostCallee(use: FrameUse): number {
    const signature = this.signature(use);
    let address = this.callees.get(signature);
    if (address === undefined) {
      address = this.code.add(this.interpreter.hostCode(signature));
      this.callees.set(signature, address);
    }
    return address;
  }

  /** Verifies code and joins its calls to the functions, imports and builtins that they are of. */
  load({ code, info, funcOffsets }: Artifact, tables: CodeTables): CodeRange {
    if (code.length % 4 !== 0) throw new ArtifactError('byte code: no whole words');
    const words = new Int32Array(code.slice().buffer);
    const { importedFuncs } = info;
    verifyCode(words, {
      importedFuncs,
      funcOffsets,
      contextBytes: new VmctxLayout(info).size,
      hasMemory: info.memories.length > 0,
      tags: info.tags.length,
    });
    linkCode(words, {
      importedFuncs,
      funcOffsets,
      importSignature: (index) => this.signatureOf(info.funcType(index)),
      tagSignature: (tag) =>
        this.signatureOf(
          tag < info.tags.length
            ? info.types[info.tags[tag]!]!
            : BUILTIN_TYPES.all()[THROW_REF_TYPE]!,
        ),
      builtinSignature: (builtin) => this.signatureOf(BUILTIN_TYPES.all()[builtin]!),
    });
    const range = { address: this.code.add(words), length: code.length, tables };
    this.ranges.add(range);
    return range;
  }

  free(range: CodeRange): void {
    if (this.ranges.delete(range)) this.code.remove(range.address);
  }

  find(address: number): CodeRange | undefined {
    return this.ranges.find(address);
  }

  commit(list: Block, count: number): void {
    for (let i = 0; i < count; i++) {
      const at = readPointer(list, 16 * i);
      const words = this.space.pieces[(at >>> 20) & 0xfff]!;
      const from = (list.base >> 2) + 4 * i + 2;
      words[(at & 0xfffff) >> 2] = list.u32[from]!;
      words[((at & 0xfffff) >> 2) + 1] = list.u32[from + 1]!;
    }
  }

  copyTo(address: number, bytes: Uint8Array): void {
    const words = this.space.pieces[(address >>> 20) & 0xfff]!;
    const start = words.byteOffset + (address & 0xfffff);
    new Uint8Array(words.buffer, start, bytes.length).set(bytes);
  }

  interrupted(): boolean {
    return this.interpreter.nextSlice();
  }

  get gauge(): FuelGauge {
    return this.interpreter;
  }

  private signatureOf(type: FuncType): number {
    return this.signature(new CallShape(type, this.frames).use);
  }

  /** Number of a use of a frame: calls that are alike have the same. */
  private signature(use: FrameUse): number {
    const key = keyOfUse(use);
    let number = this.signatures.get(key);
    if (number === undefined) {
      number = this.interpreter.addSignature(use);
      this.signatures.set(key, number);
    }
    return number;
  }
}
