import { ValType } from '../wasm/value-types.js';
import type { ModuleInfo } from './module-info.js';
import type { TypeList, TypeTable } from './type-table.js';

function hasVector(types: TypeTable, list: TypeList): boolean {
  for (let i = types.count(list) - 1; i >= 0; i--) {
    if (types.typeAt(list, i) === ValType.V128) return true;
  }
  return false;
}

/** Whether vectors can come to a function without an operator on them: as an argument, a result or from a global. */
export function passesVectors({ typeTable, globals }: ModuleInfo): boolean {
  for (let i = 0; i < typeTable.length; i++) {
    if (hasVector(typeTable, typeTable.params(i)) || hasVector(typeTable, typeTable.results(i))) {
      return true;
    }
  }
  for (let i = 0; i < globals.length; i++) if (globals[i]!.type === ValType.V128) return true;
  return false;
}
