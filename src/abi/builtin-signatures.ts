import { tableOf } from '../module/type-table.js';
import { ValType } from '../wasm/value-types.js';
import { Builtin, StructBuiltin } from './vmctx-layout.js';

const I32 = ValType.I32;
const I64 = ValType.I64;
// References travel as 64-bit words; externref stands for either.
const REF = ValType.ExternRef;

type Lists = readonly [params: readonly ValType[], results: readonly ValType[]];

const SIGNATURES: Readonly<Record<Exclude<Builtin, Builtin.Count>, Lists>> & {
  readonly [builtin: number]: Lists;
} = {
  [Builtin.MemoryGrow]: [[I32, I32], [I32]],
  [Builtin.MemorySize]: [[I32], [I32]],
  [Builtin.MemoryInit]: [[I32, I32, I32, I32, I32], []],
  [Builtin.DataDrop]: [[I32], []],
  [Builtin.MemoryCopy]: [[I32, I32, I32, I32, I32], []],
  [Builtin.MemoryFill]: [[I32, I32, I32, I32], []],
  [Builtin.TableGrow]: [[I32, REF, I32], [I32]],
  [Builtin.TableFill]: [[I32, I32, REF, I32], []],
  [Builtin.TableCopy]: [[I32, I32, I32, I32, I32], []],
  [Builtin.TableInit]: [[I32, I32, I32, I32, I32], []],
  [Builtin.ElemDrop]: [[I32], []],
  [Builtin.AtomicWait32]: [[I32, I32, I32, I32, I64], [I32]],
  [Builtin.AtomicWait64]: [[I32, I32, I32, I64, I64], [I32]],
  [Builtin.AtomicNotify]: [[I32, I32, I32, I32], [I32]],
  [Builtin.MemoryLook]: [[], []],
  [StructBuiltin.TableGet]: [[I32, I32], [ValType.FuncRef]],
  [StructBuiltin.TableSet]: [[I32, I32, ValType.FuncRef], []],
};

/** Types of the builtins, by {@link Builtin}; see there for what the parameters mean. Then {@link THROW_REF_TYPE}. */
export const BUILTIN_TYPES = tableOf([...Object.values(SIGNATURES), [[ValType.ExnRef], []]]);

/** Type of what throws again: takes the reference to an exception. */
export const THROW_REF_TYPE: number = BUILTIN_TYPES.length - 1;
