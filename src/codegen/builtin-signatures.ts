import { Builtin } from '../abi/vmctx-layout.js';
import type { FuncType } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';

const I32 = ValType.I32;
// References travel as 64-bit words; externref stands for either.
const REF = ValType.ExternRef;

function type(params: readonly ValType[], results: readonly ValType[]): FuncType {
  return { params, results, key: `${params}>${results}` };
}

/** Types of the builtins, by {@link Builtin}; see there for what the parameters mean. */
export const BUILTIN_TYPES: readonly FuncType[] = (() => {
  const types: FuncType[] = [];
  types[Builtin.MemoryGrow] = type([I32, I32], [I32]);
  types[Builtin.MemorySize] = type([I32], [I32]);
  types[Builtin.MemoryInit] = type([I32, I32, I32, I32, I32], []);
  types[Builtin.DataDrop] = type([I32], []);
  types[Builtin.MemoryCopy] = type([I32, I32, I32, I32, I32], []);
  types[Builtin.MemoryFill] = type([I32, I32, I32, I32], []);
  types[Builtin.TableGrow] = type([I32, REF, I32], [I32]);
  types[Builtin.TableFill] = type([I32, I32, REF, I32], []);
  types[Builtin.TableCopy] = type([I32, I32, I32, I32, I32], []);
  types[Builtin.TableInit] = type([I32, I32, I32, I32, I32], []);
  types[Builtin.ElemDrop] = type([I32], []);
  return types;
})();
