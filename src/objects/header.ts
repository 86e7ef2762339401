import type { ModuleInfo } from '../module/module-info.js';
import { visible } from '../text/visible.js';
import { ExternKind, type FuncType, type GlobalType } from '../wasm/types.js';
import { bytesOfKind, kindOf, typeName, ValType } from '../wasm/value-types.js';
import { type CInterface, lettersOf, noExceptions } from './c-interface.js';
import { InstanceLayout } from './instance-layout.js';

const C_TYPES: Partial<Record<ValType, string>> = {
  [ValType.I32]: 'int32_t',
  [ValType.I64]: 'int64_t',
  [ValType.F32]: 'float',
  [ValType.F64]: 'double',
  [ValType.FuncRef]: 'struct winch_func *',
  [ValType.ExternRef]: 'void *',
};

/** Characters of a name that a comment shows. */
const MAX_NAME = 200;

/** The C header of an object with native names. */
export function nativeHeader(c: CInterface): string {
  const { info, modules, names } = c;
  const instance = `struct ${names.structTag(c.name)}`;
  const guard = `WINCH_${names.structTag(c.name)}_H`;
  const layout = new InstanceLayout(info, 'pointers');
  const own = (what: string): string => names.own(c.name, what);
  const results = new Map<string, string>();
  const declared = c.imports.map(({ item, symbol, from }) =>
    declare(
      { title: `Import "${shown(item.module)}" "${shown(item.name)}"`, symbol },
      `struct ${names.structTag(modules[from]!)} *`,
      externOf(info, item.kind, item.index),
      results,
    ),
  );
  const exported = c.exports.map(({ name, kind, index, symbol }) =>
    declare(
      { title: `Export "${shown(name)}"`, symbol },
      `${instance} *`,
      externOf(info, kind, index),
      results,
    ),
  );
  const parameters = modules.map((module) => `struct ${names.structTag(module)} *`);
  const tags = new Set(modules.map((module) => `struct ${names.structTag(module)};\n`));
  tags.delete(`${instance};\n`);
  return `/* Made by winch-ts compile. What the module "${shown(c.name)}" imports and exports. */
#ifndef ${guard}
#define ${guard}

#include "winch-rt.h"

#ifdef __cplusplus
extern "C" {
#endif

/** An instance. Its contents are the run time's; it may not be copied or moved while it is in use. */
${instance} {
  WINCH_ALIGNAS(16) unsigned char bytes[${layout.size}];
};

${[...tags].join('')}
/** Describes the module to the run time. */
extern const struct winch_module ${own('module')};

/**
 * Makes an instance in memory of the caller's. After each parameter of its imports' modules the imports are named;
 * it is their first argument, or the second behind the results, and what accessors are called with. Active segments
 * and the start function run, and may trap; the instance is to be freed then.
 * @return 0, or a WINCH_ error: then there is nothing to free
 */
int ${own('instantiate')}(${[`${instance} *`, ...parameters].join(', ')});
/** Gives back what an instance has. Instances that import its memories or tables must be freed before. */
void ${own('free')}(${instance} *);
${[...results.values()].map((text) => `\n${text}`).join('')}${section('Imports: the program defines them.', declared)}${section('Exports.', exported)}
#ifdef __cplusplus
}
#endif

#endif
`;
}

function section(title: string, declarations: readonly string[]): string {
  const unique = [...new Set(declarations)];
  if (unique.length === 0) return '';
  return `\n/* ---- ${title} */\n\n${unique.join('')}`;
}

/** What is imported or exported, but for limits. */
type CExtern =
  | { readonly kind: ExternKind.Function; readonly type: FuncType }
  | { readonly kind: ExternKind.Memory }
  | { readonly kind: ExternKind.Table; readonly type: ValType }
  | { readonly kind: ExternKind.Global; readonly type: GlobalType };

function externOf(info: ModuleInfo, kind: ExternKind, index: number): CExtern {
  switch (kind) {
    case ExternKind.Function:
      return { kind, type: info.funcType(index) };
    case ExternKind.Memory:
      return { kind };
    case ExternKind.Table:
      return { kind, type: info.tables[index]!.elemType };
    case ExternKind.Global:
      return { kind, type: info.globals[index]! };
    case ExternKind.Tag:
      throw noExceptions();
  }
}

interface Named {
  readonly title: string;
  readonly symbol: string;
}

/** The declaration of an import or export. @param context type of what it belongs to */
function declare(
  { title, symbol }: Named,
  context: string,
  what: CExtern,
  results: Map<string, string>,
): string {
  switch (what.kind) {
    case ExternKind.Function:
      return `/** ${title}: ${funcText(what.type)} */\n${prototype(symbol, context, what.type, results)};\n`;
    case ExternKind.Memory:
      return `/** ${title}: a memory. */\nstruct winch_memory *${symbol}(${context});\n`;
    case ExternKind.Table:
      return `/** ${title}: a table of ${typeName(what.type)}. */\nstruct winch_table *${symbol}(${context});\n`;
    case ExternKind.Global: {
      const { type, mutable } = what.type;
      const kind = mutable ? 'variable' : 'constant';
      const cell = mutable ? spaced(cType(type)) : `${spaced(cType(type))}const `;
      return `/** ${title}: a ${kind} of type ${typeName(type)}. */\n${cell}*${symbol}(${context});\n`;
    }
  }
}

function prototype(
  symbol: string,
  context: string,
  type: FuncType,
  results: Map<string, string>,
): string {
  const parameters = [context, ...type.params.map(cType)];
  let result = 'void ';
  if (type.results.length === 1) result = spaced(cType(type.results[0]!));
  else if (type.results.length > 1) {
    parameters.unshift(`struct ${resultStruct(type.results, results)} *`);
  }
  return `${result}${symbol}(${parameters.join(', ')})`;
}

/** The struct of several results; equal lists have one, in all headers. */
function resultStruct(types: readonly ValType[], structs: Map<string, string>): string {
  const tag = `winch_results_${lettersOf(types)}`;
  if (structs.has(tag)) return tag;
  const fields = types.map((type, i) => `  ${spaced(cType(type))}f${i};\n`).join('');
  let offset = 0;
  const checks = types.map((type, i) => {
    const size = bytesOfKind(kindOf(type));
    offset = (offset + size - 1) & -size;
    const check = `WINCH_STATIC_ASSERT(offsetof(struct ${tag}, f${i}) == ${offset}, "layout of results");\n`;
    offset += size;
    return check;
  });
  const guard = `${tag.toUpperCase()}_DEFINED`;
  structs.set(
    tag,
    `#ifndef ${guard}\n#define ${guard}\n/** Several results: ${types.map(typeName).join(' ')}. */\nstruct ${tag} {\n${fields}};\n${checks.join('')}#endif\n`,
  );
  return tag;
}

function cType(type: ValType): string {
  const text = C_TYPES[type];
  if (text === undefined) throw new RangeError(`type ${typeName(type)} has no C type`);
  return text;
}

/** With a space where a name follows. */
function spaced(type: string): string {
  return type.endsWith('*') ? type : `${type} `;
}

export function funcText({ params, results }: FuncType): string {
  const list = (word: string, types: readonly ValType[]): string =>
    types.length === 0 ? '' : ` (${word} ${types.map(typeName).join(' ')})`;
  return `(func${list('param', params)}${list('result', results)})`;
}

/** A name in a comment. */
export function shown(name: string): string {
  const text = visible(name)
    .replaceAll('*/', '*\\/')
    .replaceAll('/*', '/\\*')
    .replaceAll('??', '?\\?');
  return text.length <= MAX_NAME ? text : `${text.slice(0, MAX_NAME)}...`;
}
