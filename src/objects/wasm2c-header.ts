import { ExternKind, type FuncType, type Limits } from '../wasm/types.js';
import { bytesOfKind, kindOf, ValType } from '../wasm/value-types.js';
import { type CInterface, letterOf, lettersOf, ObjectError } from './c-interface.js';
import type { DataImage } from './data-image.js';
import { funcText, shown } from './header.js';
import { InstanceLayout } from './instance-layout.js';

/** Types as the headers of wabt's wasm2c have them. */
const C_TYPES: Partial<Record<ValType, string>> = {
  [ValType.I32]: 'u32',
  [ValType.I64]: 'u64',
  [ValType.F32]: 'f32',
  [ValType.F64]: 'f64',
  [ValType.FuncRef]: 'wasm_rt_funcref_t',
  [ValType.ExternRef]: 'wasm_rt_externref_t',
};

const MAX_PAGES = 65536;
const MAX_ELEMENTS = 0xffff_ffff;
const PAGE_SIZE = 65536;

/** Constants that tell an embedder of an imported memory or table. */
interface Limit {
  readonly name: string;
  readonly type: 'u64' | 'u32' | 'u8';
  readonly value: number;
}

function limitsOfImports({ imports, name, names }: CInterface): Limit[] {
  const seen = new Set<string>();
  return imports.flatMap(({ item, name: cName }): Limit[] => {
    if (item.kind !== ExternKind.Memory && item.kind !== ExternKind.Table) return [];
    if (seen.has(cName)) return [];
    seen.add(cName);
    // Behind `w2c_`.
    const of = (what: string): string => names.own(name, `${what}_${cName.slice(4)}`);
    const { min, max }: Limits = item.type;
    if (item.kind === ExternKind.Table) {
      return [
        { name: of('min'), type: 'u32', value: min },
        { name: of('max'), type: 'u32', value: max < 0 ? MAX_ELEMENTS : max },
      ];
    }
    return [
      { name: of('min'), type: 'u64', value: min },
      { name: of('max'), type: 'u64', value: max < 0 ? MAX_PAGES : max },
      { name: of('is64'), type: 'u8', value: 0 },
      { name: of('pagesize'), type: 'u32', value: PAGE_SIZE },
    ];
  });
}

/** Writes the constants of imported memories and tables; tells where. */
export function importLimits(c: CInterface, constants: DataImage): { name: string; at: number }[] {
  return limitsOfImports(c).map(({ name, type, value }) => {
    const at = constants.align(8);
    if (type === 'u8') constants.u8(value);
    else if (type === 'u32') constants.u32(value);
    else constants.limit(value);
    return { name, at };
  });
}

/**
 * The header of an object with the interface of wabt's wasm2c: the same names, types and functions, so that
 * programs written for it need no change. The struct of an instance is opaque.
 */
export function wasm2cHeader(c: CInterface): string {
  const { info, modules, name, names } = c;
  const tag = names.structTag(name);
  const own = (what: string): string => names.own(name, what);
  const layout = new InstanceLayout(info, 'structs');
  const structs = new Map<string, string>();
  const declared = c.imports.map(({ item, name: cName, symbol, from }) => {
    const context = `struct ${names.structTag(modules[from]!)}*`;
    const title = `/* import: '${shown(item.module)}' '${shown(item.name)}' */\n`;
    if (item.kind !== ExternKind.Function) {
      return `${title}${dataType(c, item.kind, item.index)}* ${cName}(${context});\n`;
    }
    const type = info.types[item.typeIndex]!;
    return (
      title +
      functionText(cName, context, type, structs) +
      throughPointer(true, { cName, symbol, context }, type)
    );
  });
  const exported = c.exports.map(({ cName, index, kind, name: exportName, symbol }) => {
    const title = `/* export: '${shown(exportName)}' */\n`;
    const context = `${tag}*`;
    if (kind !== ExternKind.Function) {
      return `${title}${dataType(c, kind, index)}* ${cName}(${context});\n`;
    }
    const type = info.funcType(index);
    return (
      title +
      functionText(cName, context, type, structs) +
      throughPointer(false, { cName, symbol, context }, type)
    );
  });
  const from = modules.map((module) => `struct ${names.structTag(module)}`);
  const others = [...new Set(from)].filter((each) => each !== `struct ${tag}`);
  const parameters = [`${tag}*`, ...from.map((each) => `${each}*`)].join(', ');
  const limits = limitsOfImports(c).map((each) => `extern const ${each.type} ${each.name};\n`);
  return `/* Made by winch-ts compile --c-abi wasm2c, of the module '${shown(name)}'. */
#ifndef WINCH_${tag}_H
#define WINCH_${tag}_H

#include "winch-wasm2c.h"

#ifdef __cplusplus
extern "C" {
#endif

${others.map((each) => `${each};\n`).join('')}
typedef struct ${tag} {
  WINCH_W2C_ALIGNAS(16) unsigned char bytes[${layout.size}];
} ${tag};

extern const struct winch_module ${own('module')};
void ${own('instantiate')}(${parameters});
void ${own('free')}(${tag}*);
static inline wasm_rt_func_type_t ${own('get_func_type')}(uint32_t param_count, uint32_t result_count, ...) {
  va_list types;
  va_start(types, result_count);
  wasm_rt_func_type_t type = winch_w2c_func_type(&${own('module')}, param_count, result_count, types);
  va_end(types);
  return type;
}

${[...structs.values()].join('')}${[...new Set(declared)].join('')}${limits.join('')}${exported.join('')}
#ifdef __cplusplus
}
#endif

#endif
`;
}

function cType(type: ValType): string {
  return C_TYPES[type]!;
}

/** The type of a memory, table or global. */
function dataType({ info }: CInterface, kind: ExternKind, index: number): string {
  if (kind === ExternKind.Memory) return 'wasm_rt_memory_t';
  if (kind === ExternKind.Table) {
    const isFunctions = info.tables[index]!.elemType === ValType.FuncRef;
    return isFunctions ? 'wasm_rt_funcref_table_t' : 'wasm_rt_externref_table_t';
  }
  const { type } = info.globals[index]!;
  if (type === ValType.FuncRef) {
    throw new ObjectError(
      "globals of function references cannot cross wasm2c's interface; use --c-abi native",
    );
  }
  return cType(type);
}

function functionText(
  name: string,
  context: string,
  type: FuncType,
  structs: Map<string, string>,
): string {
  const { params, results } = type;
  let result = 'void';
  if (results.length === 1) result = cType(results[0]!);
  else if (results.length > 1) result = `struct ${multiStruct(results, structs)}`;
  return `${result} ${name}(${[context, ...params.map(cType)].join(', ')});\n`;
}

/** \`struct wasm_multi_ij { u32 i0; u64 j1; }\` */
function multiStruct(types: readonly ValType[], structs: Map<string, string>): string {
  const tag = `wasm_multi_${lettersOf(types)}`;
  if (structs.has(tag)) return tag;
  const fields = types.map((type, i) => `  ${cType(type)} ${letterOf(type)}${i};\n`).join('');
  let offset = 0;
  const checks = types.map((type, i) => {
    const size = bytesOfKind(kindOf(type));
    offset = (offset + size - 1) & -size;
    const field = `offsetof(struct ${tag}, ${letterOf(type)}${i})`;
    const check = `WINCH_W2C_STATIC_ASSERT(${field} == ${offset}, "layout of results");\n`;
    offset += size;
    return check;
  });
  structs.set(
    tag,
    `#ifndef ${tag}\n#define ${tag} ${tag}\nstruct ${tag} {\n${fields}};\n#endif\n${checks.join('')}`,
  );
  return tag;
}

interface Function {
  readonly cName: string;
  readonly symbol: string;
  readonly context: string;
}

/**
 * Between a function that returns a struct and one that is given a pointer to it: weak, since several files may
 * include the header, and since the module that exports it has a function of the same name.
 */
function throughPointer(
  isImport: boolean,
  { cName, symbol, context }: Function,
  type: FuncType,
): string {
  if (cName === symbol) return '';
  const struct = `struct wasm_multi_${lettersOf(type.results)}`;
  const parameters = type.params.map((param, i) => `${cType(param)} p${i}`);
  const given = type.params.map((_, i) => `p${i}`);
  const text = `/* ${funcText(type)} */\n`;
  const pointer = `void ${symbol}(${[`${struct}*`, context, ...type.params.map(cType)].join(', ')});\n`;
  if (isImport) {
    return `${text}${pointer}__attribute__((weak)) void ${symbol}(${[`${struct}* out`, `${context} instance`, ...parameters].join(', ')}) {
  *out = ${cName}(${['instance', ...given].join(', ')});
}
`;
  }
  return `${text}${pointer}__attribute__((weak)) ${struct} ${cName}(${[`${context} instance`, ...parameters].join(', ')}) {
  ${struct} out;
  ${symbol}(${['&out', 'instance', ...given].join(', ')});
  return out;
}
`;
}
