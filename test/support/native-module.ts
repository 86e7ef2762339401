import { VmctxLayout } from '../../src/abi/vmctx-layout.js';
import type { Artifact, BoundsMode } from '../../src/artifact/artifact.js';
import type { ModuleAssembler } from '../../src/masm/macro-assembler.js';
import { ModuleInfo } from '../../src/module/module-info.js';
import { hostMachine } from '../../src/runtime/native/machine.js';
import { targetNamed } from '../../src/targets/index.js';
import { ExternKind, type FuncType } from '../../src/wasm/types.js';
import { ValType } from '../../src/wasm/value-types.js';
import { type SignatureView, signatureView } from './signature-view.js';

export const I32 = ValType.I32;
export const I64 = ValType.I64;
export const F32 = ValType.F32;
export const F64 = ValType.F64;
export const FuncRef = ValType.FuncRef;
export const ExternRef = ValType.ExternRef;

export function funcType(params: ValType[], results: ValType[]): FuncType {
  return { params, results, key: `${params.join()}>${results.join()}` };
}

/** What a function's body is emitted with. */
export interface Body {
  readonly masm: ModuleAssembler;
  readonly layout: SignatureView;
  readonly vmctx: VmctxLayout;
}

/**
 * Makes artifacts for this machine whose functions are written with its macro assembler, to test the runtime apart
 * from the compiler. Declare types, imports, memories and so on in `info` before the first function.
 */
export class NativeModule {
  readonly info = new ModuleInfo();
  private readonly target = targetNamed(hostMachine().target);
  readonly masm = this.target.makeMasm([]);
  private readonly offsets: number[] = [];
  private vmctx: VmctxLayout | undefined;

  type(params: ValType[], results: ValType[]): number {
    const { key } = funcType(params, results);
    const known = this.info.types.findIndex((type) => type.key === key);
    return known >= 0 ? known : this.info.typeTable.addArrays(params, results);
  }

  importFunction(module: string, name: string, params: ValType[], results: ValType[]): number {
    const { info } = this;
    const typeIndex = this.type(params, results);
    const index = info.importedFuncs++;
    info.imports.push({ module, name, index, kind: ExternKind.Function, typeIndex });
    info.addFunction(typeIndex);
    return index;
  }

  memory(min: number, max = -1): void {
    this.info.memories.push({ min, max, shared: false });
    this.info.exports.push({ name: 'memory', kind: ExternKind.Memory, index: 0 });
  }

  /** Declares an exported function; its body is emitted by {@link build}. */
  private readonly bodies: { index: number; body: (b: Body) => void; frame: number }[] = [];

  func(
    name: string,
    params: ValType[],
    results: ValType[],
    body: (b: Body) => void,
    frame = 0,
  ): number {
    const { info } = this;
    const index = info.funcTypes.length;
    info.addFunction(this.type(params, results));
    info.exports.push({ name, kind: ExternKind.Function, index });
    info.names.functions.set(index, name);
    info.declareRef(index);
    this.bodies.push({ index, body, frame });
    return index;
  }

  build(bounds: BoundsMode = 'guard'): Artifact {
    const { info, masm } = this;
    this.vmctx = new VmctxLayout(info);
    for (const { index, body, frame } of this.bodies) {
      const layout = signatureView(info.funcType(index), this.target.convention);
      masm.sourceOffset = 0x100 * (index + 1);
      const entry = masm.beginFunction(layout.stackBytes, layout.outPointer, false);
      masm.bindFunction(index, entry);
      this.offsets.push(entry);
      body({ masm, layout, vmctx: this.vmctx });
      masm.epilogue();
      masm.endFunction(frame);
    }
    return {
      target: hostMachine().target,
      bounds,
      tableForm: 'pointers',
      features: [],
      info,
      code: masm.bytes.slice(0, masm.pos),
      ...masm.handlers.take(),
      funcOffsets: Uint32Array.from([...this.offsets, masm.pos]),
      trapSites: masm.trapSites.toArray(),
      trapKinds: Uint8Array.from(masm.trapKinds.toArray()),
      callSites: masm.callSites.toArray(),
      frameStates: masm.frameStates.toArray(),
      accessors: new Int32Array(0),
      moduleBytes: new Uint8Array(0),
      stats: {
        bytesIn: 0,
        bytesOut: masm.pos,
        functions: this.offsets.length,
        operators: 0,
        spills: 0,
        merges: 0,
        moves: 0,
        nanoseconds: 0,
      },
    };
  }
}
