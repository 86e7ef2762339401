import type { TableForm } from '../abi/vmctx-layout.js';
import type { ModuleInfo } from '../module/module-info.js';
import { passesVectors } from '../module/vector-types.js';
import { visible } from '../text/visible.js';
import { ExternKind, type FuncType, type Import } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import { NATIVE_NAMES, type NameRule, WASM2C_NAMES } from './names.js';

/** Whose names and structures an object has: the project's own, or those of wabt's wasm2c. */
export type CAbi = 'native' | 'wasm2c';

/** How a module has to be compiled for an object. */
export function tablesOf(abi: CAbi): TableForm {
  return abi === 'native' ? 'pointers' : 'structs';
}

/** A module cannot be an object for C. */
export class ObjectError extends Error {
  override readonly name = 'ObjectError';
}

export interface CImport {
  readonly item: Import;
  /** What programs call it; `symbol` is what compiled code calls. */
  readonly name: string;
  readonly symbol: string;
  /** Index in {@link CInterface.modules}. */
  readonly from: number;
}

export interface CExport {
  /** In the module. */
  readonly name: string;
  readonly kind: ExternKind;
  readonly index: number;
  /** What programs call it; `symbol` is what there is in the object. */
  readonly cName: string;
  readonly symbol: string;
}

/** What C sees of a module. */
export interface CInterface {
  readonly abi: CAbi;
  readonly names: NameRule;
  /** The name that the module has for C, and for other modules that import from it. */
  readonly name: string;
  readonly info: ModuleInfo;
  /** Names of the modules that it imports from, in the order of first mention. */
  readonly modules: readonly string[];
  readonly imports: readonly CImport[];
  readonly exports: readonly CExport[];
}

/**
 * @throws ObjectError where two things would have the same symbol, or one symbol two types
 */
export function cInterface(info: ModuleInfo, name: string, abi: CAbi): CInterface {
  const names = abi === 'native' ? NATIVE_NAMES : WASM2C_NAMES;
  const modules: string[] = [];
  const positions = new Map<string, number>();
  if (passesVectors(info)) {
    throw new ObjectError(
      'the module has functions or globals of type v128, which the interface to C does not have',
    );
  }
  if (info.memories.some(({ shared }) => shared)) {
    throw new ObjectError('the module has a shared memory, which objects do not');
  }
  const imports: CImport[] = [];
  const types = new Map<string, string>();
  for (const item of info.imports) {
    let from = positions.get(item.module);
    if (from === undefined) {
      from = modules.length;
      positions.set(item.module, from);
      modules.push(item.module);
    }
    const name = names.symbol(item.module, item.name);
    if (item.kind === ExternKind.Function) checkType(info.types[item.typeIndex]!, abi, name);
    const symbol = symbolOf(name, abi, item.kind, typeOf(info, item.kind, item.index));
    const type = typeKey(info, item);
    const known = types.get(symbol);
    if (known !== undefined && known !== type) {
      const what = `"${visible(item.module)}" "${visible(item.name)}"`;
      throw new ObjectError(
        `import ${what} has two types, which one C symbol cannot have: ${symbol}`,
      );
    }
    types.set(symbol, type);
    imports.push({ item, name, symbol, from });
  }
  const exports = info.exports.map((item) => {
    const cName = names.symbol(name, item.name);
    const type = typeOf(info, item.kind, item.index);
    if (type !== undefined) checkType(type, abi, cName);
    return { ...item, cName, symbol: symbolOf(cName, abi, item.kind, type) };
  });
  for (const { name: exported, symbol } of exports) {
    if (!types.has(symbol)) continue;
    throw new ObjectError(
      `export "${visible(exported)}" and an import have the same C symbol: ${symbol}; another name of the module (--prefix) helps`,
    );
  }
  return { abi, names, name, info, modules, imports, exports };
}

function typeOf(info: ModuleInfo, kind: ExternKind, index: number): FuncType | undefined {
  return kind === ExternKind.Function ? info.funcType(index) : undefined;
}

/**
 * wasm2c returns several results as a struct by value, which its header gets by way of a function with an
 * out-pointer.
 */
function symbolOf(name: string, abi: CAbi, kind: ExternKind, type: FuncType | undefined): string {
  if (abi !== 'wasm2c' || kind !== ExternKind.Function) return name;
  return type!.results.length > 1 ? `winch_${name}` : name;
}

/** Objects have no driver that looks for handlers. */
export function noExceptions(): ObjectError {
  return new ObjectError('objects of modules with exceptions are not supported');
}

/** @throws ObjectError for a type that the interface does not have */
function checkType({ params, results }: FuncType, abi: CAbi, name: string): void {
  if (abi !== 'wasm2c') return;
  if (![...params, ...results].includes(ValType.FuncRef)) return;
  throw new ObjectError(
    `${name}: wasm2c's interface passes function references as structs, which objects do not; use --c-abi native`,
  );
}

/** The same text for the same C declaration. */
function typeKey(info: ModuleInfo, item: Import): string {
  switch (item.kind) {
    case ExternKind.Function:
      return `function ${info.types[item.typeIndex]!.key}`;
    case ExternKind.Table:
      return `table ${item.type.elemType}`;
    case ExternKind.Memory:
      return 'memory';
    case ExternKind.Global:
      return `global ${item.type.type} ${item.type.mutable}`;
    case ExternKind.Tag:
      throw noExceptions();
  }
}

const LETTERS: Partial<Record<ValType, string>> = {
  [ValType.I32]: 'i',
  [ValType.I64]: 'j',
  [ValType.F32]: 'f',
  [ValType.F64]: 'd',
  [ValType.V128]: 'o',
  [ValType.FuncRef]: 'r',
  [ValType.ExternRef]: 'e',
};

/** The letter of a value type in names of types. */
export function letterOf(type: ValType): string {
  return LETTERS[type]!;
}

export function lettersOf(types: readonly ValType[]): string {
  return types.map(letterOf).join('');
}

/** A function type as the run time compares it: `ij>d`. */
export function typeText({ params, results }: FuncType): string {
  return `${lettersOf(params)}>${lettersOf(results)}`;
}
