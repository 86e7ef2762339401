/**
 * The state of the function being compiled. A body is compiled in one go, so one is enough for all
 * modules; what holds for a module is put in when each of its functions begins, because two modules
 * may be compiled by turns.
 *
 * Three rules of this folder, for speed (measured on warm compiles of sql-wasm and wasm-tools):
 * - State is fields of one constant object, here or, where one file alone needs it, there. V8 folds a
 *   constant of the module, but not a variable that can be assigned: 1.1 to 1.2 times the time.
 * - Functions are constants (`const f = () => ...`). Declarations can be reassigned: up to 1.05 times.
 * - The sink is a class. Methods of a prototype are folded, those of a literal are not: up to 1.2 times.
 */

import type { CallingConvention } from '../abi/convention.js';
import { NO_REG, type Reg, type Slot } from '../abi/places.js';
import type { Layout, SignatureTable } from '../abi/signature-layout.js';
import type { VmctxLayout } from '../abi/vmctx-layout.js';
import type { ConstantPool } from '../masm/constant-pool.js';
import type { HandlerTable } from '../masm/handlers.js';
import type { Label, MacroAssembler } from '../masm/macro-assembler.js';
import type { VectorAssembler } from '../masm/vector-assembler.js';
import { type CodeFacts, NO_FACTS } from '../module/code-facts.js';
import { NO_INFO } from '../module/module-info.js';
import type { TypeTable } from '../module/type-table.js';
import { stack } from '../stack/state.js';

/** No label yet. */
export const NO_LABEL = -1;

/** Of a module without memories. */
export const NO_MEMORIES: Uint8Array = new Uint8Array(0);

class FunctionState {
  // ---- what holds for the module ----------------------------------------------------------------

  masm!: MacroAssembler & { readonly pos: number };
  /** The constants of the function that `masm` emits. */
  constants!: ConstantPool;
  /** Its operations on vectors, where it has them. */
  vectors!: VectorAssembler;
  /** Where exceptions go, of the module's code. */
  handlers!: HandlerTable;
  convention!: CallingConvention;
  facts: CodeFacts = NO_FACTS;
  /** The module's types. */
  types: TypeTable = NO_INFO.typeTable;
  vmctx!: VmctxLayout;
  /** Layouts of the module's function types, and of the builtins as common ones, by `Builtin`. */
  signatures!: SignatureTable;
  /** By memory: 1 if others can grow it. */
  visibleMemories = NO_MEMORIES;
  /** Accesses compare with the length of the memory; else the pages around it catch them. */
  explicitBounds = false;
  /** Flags of a location that an address must not have to be used as it is. */
  addressFlags = 0;
  /** Flags of a location that a join may ask not to be there: none where upper halves are never known. */
  upperFlags = 0;
  /** Where the search for a register to spill goes on, from one function to the next. */
  nextVictim = 0;

  // ---- what holds for the function --------------------------------------------------------------

  /** Layout of its signature. */
  own: Layout = 0;
  /** Bit masks of the registers that may hold values. */
  allocatableGp = 0;
  allocatableFp = 0;
  /** It calls nothing, so its frame has no vmctx. */
  isLeaf = false;
  /** Position of the current operator, as the look ahead counts. */
  here = 0;
  /** The register that the local left which the next operator sets; or NO_REG, or of an operator before. */
  overwritten: Reg = NO_REG;
  /** One past the highest slot byte in use. */
  frameBytes = 0;
  /** `masm.traits.memoryBase` holds the base of memory 0. */
  memoryBaseValid = false;
  /** A return without results that branches can go to directly; NO_LABEL until one does. */
  returnLabel: Label = NO_LABEL;
  /** Values stored to their slots so far. */
  spills = 0;
  /** Branches so far that needed moves. */
  merges = 0;
}

/** The function being compiled. */
export const fn = new FunctionState();

/** Notes that the frame reaches to byte `end`. */
export const useFrame = (end: number): void => {
  if (end > fn.frameBytes) fn.frameBytes = end;
};

/** Notes that the frame has a slot. */
export const useSlot = (slot: Slot): void => {
  useFrame(slot + stack.slotBytes);
};
