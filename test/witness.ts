import { createRequire } from 'node:module';
import { decodeModuleInfo } from '../src/frontend/module-decoder.js';
import type { ModuleInfo } from '../src/module/module-info.js';
import { ExternKind, type GlobalType, type Limits } from '../src/wasm/types.js';
import { typeName } from '../src/wasm/value-types.js';

/** The parts that are used of the witness's syntax tree. */
interface Signature {
  readonly params: readonly { readonly valtype: string }[];
  readonly results: readonly string[];
}
interface LimitNode {
  readonly min: number;
  readonly max?: number;
}
interface NumberNode {
  readonly value: number;
}
type Description =
  | { readonly type: 'FuncImportDescr'; readonly signature: Signature }
  | { readonly type: 'Table'; readonly elementType: string; readonly limits: LimitNode }
  | { readonly type: 'Memory'; readonly limits: LimitNode }
  | { readonly type: 'GlobalType'; readonly valtype: string; readonly mutability: string };
type Field =
  | { readonly type: 'TypeInstruction'; readonly functype: Signature }
  | {
      readonly type: 'ModuleImport';
      readonly module: string;
      readonly name: string;
      readonly descr: Description;
    }
  | { readonly type: 'Func'; readonly signature: Signature }
  | {
      readonly type: 'Global';
      readonly globalType: { readonly valtype: string; readonly mutability: string };
    }
  | { readonly type: 'Table'; readonly elementType: string; readonly limits: LimitNode }
  | { readonly type: 'Memory'; readonly limits: LimitNode }
  | { readonly type: 'Start'; readonly index: NumberNode }
  | {
      readonly type: 'ModuleExport';
      readonly name: string;
      readonly descr: { readonly exportType: string; readonly id: NumberNode };
    };
interface Program {
  readonly body: readonly [{ readonly fields: readonly Field[] }];
}

const require = createRequire(import.meta.url);
const witness = require('@webassemblyjs/wasm-parser') as {
  decode(bytes: Uint8Array, options: object): Program;
};

const OPTIONS = {
  ignoreCodeSection: true,
  ignoreDataSection: true,
  ignoreCustomNameSection: true,
};

/**
 * Compares what an independent decoder reads from a module with ours: types, imports, defined
 * functions with their types, tables, memories, globals, start and exports, each in order.
 *
 * @param bytes a module that is accepted here: the witness is not proof against hostile ones
 * @returns `equal`; `unreadable` when the witness does not know some feature of the module; or the
 *   first difference
 * @throws CompileError when the module is not accepted here
 */
export function compareWithWitness(bytes: Uint8Array): 'equal' | 'unreadable' | string {
  const ours = describeOurs(decodeModuleInfo(bytes));
  let program: Program;
  const { warn } = console;
  let warned = false;
  console.warn = () => {
    warned = true;
  };
  try {
    program = witness.decode(bytes, OPTIONS);
  } catch {
    return 'unreadable';
  } finally {
    console.warn = warn;
  }
  if (warned) return 'unreadable';
  const theirs = describeTheirs(program.body[0].fields);
  const length = Math.max(ours.length, theirs.length);
  for (let i = 0; i < length; i++) {
    if (ours[i] !== theirs[i]) return `we read "${ours[i]}", the witness "${theirs[i]}"`;
  }
  return 'equal';
}

function describeOurs(info: ModuleInfo): string[] {
  const { types, tables, memories } = info;
  const func = (index: number): string => {
    const { params, results } = types[index]!;
    return signature(params.map(typeName), results.map(typeName));
  };
  const range = ({ min, max }: Limits): string => limits(min, max < 0 ? undefined : max);
  const global = ({ type, mutable }: GlobalType): string =>
    `${mutable ? 'var' : 'const'} ${typeName(type)}`;
  const lines = types.map((_, i) => `type ${func(i)}`);
  for (const item of info.imports) {
    const name = `import ${JSON.stringify([item.module, item.name])}`;
    if (item.kind === ExternKind.Function) lines.push(`${name} func ${func(item.typeIndex)}`);
    else if (item.kind === ExternKind.Global) lines.push(`${name} global ${global(item.type)}`);
    else if (item.kind === ExternKind.Memory) lines.push(`${name} memory ${range(item.type)}`);
    else if (item.kind === ExternKind.Tag) lines.push(`${name} tag ${func(item.typeIndex)}`);
    else lines.push(`${name} table ${typeName(item.type.elemType)} ${range(item.type)}`);
  }
  for (const index of info.funcTypes.slice(info.importedFuncs)) lines.push(`func ${func(index)}`);
  for (const table of tables.slice(info.importedTables)) {
    lines.push(`table ${typeName(table.elemType)} ${range(table)}`);
  }
  for (const memory of memories.slice(info.importedMemories)) lines.push(`memory ${range(memory)}`);
  for (const type of info.globals.slice(info.importedGlobals)) lines.push(`global ${global(type)}`);
  if (info.start >= 0) lines.push(`start ${info.start}`);
  const kinds = ['Func', 'Table', 'Memory', 'Global', 'Tag'];
  for (const { name, kind, index } of info.exports) {
    lines.push(`export ${JSON.stringify(name)} ${kinds[kind]} ${index}`);
  }
  return lines;
}

/** The same lines from the witness's tree, whose order of kinds is another. */
function describeTheirs(fields: readonly Field[]): string[] {
  const lines: string[][] = [[], [], [], [], [], [], [], []];
  for (const field of fields) {
    switch (field.type) {
      case 'TypeInstruction':
        lines[0]!.push(`type ${nodeSignature(field.functype)}`);
        break;
      case 'ModuleImport':
        lines[1]!.push(
          `import ${JSON.stringify([field.module, field.name])} ${nodeImport(field.descr)}`,
        );
        break;
      case 'Func':
        lines[2]!.push(`func ${nodeSignature(field.signature)}`);
        break;
      case 'Table':
        lines[3]!.push(nodeImport(field));
        break;
      case 'Memory':
        lines[4]!.push(nodeImport(field));
        break;
      case 'Global':
        lines[5]!.push(nodeImport({ ...field.globalType, type: 'GlobalType' }));
        break;
      case 'Start':
        lines[6]!.push(`start ${field.index.value}`);
        break;
      case 'ModuleExport': {
        const { exportType, id } = field.descr;
        lines[7]!.push(`export ${JSON.stringify(field.name)} ${exportType} ${id.value}`);
        break;
      }
    }
  }
  return lines.flat();
}

function nodeImport(node: Description): string {
  switch (node.type) {
    case 'FuncImportDescr':
      return `func ${nodeSignature(node.signature)}`;
    case 'Table':
      return `table ${nodeType(node.elementType)} ${limits(node.limits.min, node.limits.max)}`;
    case 'Memory':
      return `memory ${limits(node.limits.min, node.limits.max)}`;
    case 'GlobalType':
      return `global ${node.mutability} ${nodeType(node.valtype)}`;
  }
}

/** The witness has the name that function references had at first. */
function nodeType(name: string): string {
  return name === 'anyfunc' ? 'funcref' : name;
}

function nodeSignature({ params, results }: Signature): string {
  return signature(
    params.map((param) => nodeType(param.valtype)),
    results.map(nodeType),
  );
}

function signature(params: readonly string[], results: readonly string[]): string {
  return `(${params.join(' ')}) -> (${results.join(' ')})`;
}

function limits(min: number, max: number | undefined): string {
  return max === undefined ? `${min}..` : `${min}..${max}`;
}
