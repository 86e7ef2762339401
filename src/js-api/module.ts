import type { Artifact } from '../artifact/artifact.js';
import { type CompileOptions, compileModule, ModuleCompiler } from '../codegen/module-compiler.js';
import { ExternKind } from '../frontend/module-info.js';
import { decodeUtf8 } from '../frontend/utf8.js';
import { hostMachine } from '../runtime/index.js';
import { makeEnumerable, setClassString, toBytes } from './conversions.js';
import { CompileError, compileErrorOf } from './errors.js';

export type ExternalKind = 'function' | 'table' | 'memory' | 'global';

export interface ModuleExportDescriptor {
  name: string;
  kind: ExternalKind;
}

export interface ModuleImportDescriptor {
  module: string;
  name: string;
  kind: ExternalKind;
}

const KINDS: Record<ExternKind, ExternalKind> = {
  [ExternKind.Function]: 'function',
  [ExternKind.Table]: 'table',
  [ExternKind.Memory]: 'memory',
  [ExternKind.Global]: 'global',
};

/** How modules are compiled for this machine. */
function hostOptions(bounds: 'guard' | 'explicit'): CompileOptions {
  const machine = hostMachine();
  return { target: machine.target, features: machine.features(), bounds };
}

/** A module's code, and its bytes in case that other code is needed. */
class Compiled {
  #explicit: Artifact | undefined;

  constructor(
    readonly artifact: Artifact,
    private readonly chunks: readonly Uint8Array[],
  ) {}

  /** Code that works without guard pages, compiled when first asked for. */
  get explicit(): Artifact {
    if (this.#explicit === undefined) {
      const compiler = new ModuleCompiler(hostOptions('explicit'));
      for (const chunk of this.chunks) compiler.push(chunk);
      this.#explicit = compiler.finish();
    }
    return this.#explicit;
  }
}

/** Set by the class, which alone sees its private field. */
let unwrap: (value: object) => Compiled | undefined;

/** `WebAssembly.Module`. */
export class Module {
  readonly #compiled: Compiled;

  /** @throws CompileError, and TypeError when it is given no buffer source */
  constructor(bytes: ArrayBufferView | ArrayBufferLike) {
    const given: unknown = bytes;
    const context = 'WebAssembly.Module()';
    this.#compiled =
      given instanceof Compiled ? given : compileBytes(toBytes(given, context), context);
  }

  static imports(module: Module): ModuleImportDescriptor[] {
    const { info } = argument(module, 'imports').artifact;
    return info.imports.map((item) => ({
      module: item.module,
      name: item.name,
      kind: KINDS[item.kind],
    }));
  }

  static exports(module: Module): ModuleExportDescriptor[] {
    const { info } = argument(module, 'exports').artifact;
    return info.exports.map(({ name, kind }) => ({ name, kind: KINDS[kind] }));
  }

  /** Copies of the contents of the custom sections of a name. */
  static customSections(module: Module, sectionName: string): ArrayBuffer[] {
    const { info } = argument(module, 'customSections').artifact;
    if (sectionName === undefined) {
      throw new TypeError('WebAssembly.Module.customSections(): Argument 1 is required');
    }
    // A DOMString, as the standard has it: a lone surrogate is in no section's name.
    const name = `${sectionName}`;
    const bytes = new TextEncoder().encode(name);
    if (decodeUtf8(bytes, 0, bytes.length) !== name) return [];
    return info.customSectionsNamed(bytes).map((section) => Uint8Array.from(section.bytes).buffer);
  }

  static {
    unwrap = (value) => (#compiled in value ? value.#compiled : undefined);
    setClassString(Module.prototype, 'WebAssembly.Module');
    makeEnumerable(Module, 'imports', 'exports', 'customSections');
  }
}

function argument(module: unknown, method: string): Compiled {
  const compiled = compiledOf(module);
  if (compiled !== undefined) return compiled;
  throw new TypeError(`WebAssembly.Module.${method}(): Argument 0 must be a WebAssembly.Module`);
}

/** What a Module object holds, undefined for other values. */
export function compiledOf(value: unknown): Compiled | undefined {
  return typeof value === 'object' && value !== null ? unwrap(value) : undefined;
}

function moduleOf(compiled: Compiled): Module {
  return new Module(compiled as unknown as ArrayBuffer);
}

function compileBytes(bytes: Uint8Array<ArrayBuffer>, context: string): Compiled {
  if (bytes.length === 0) throw new CompileError(`${context}: BufferSource argument is empty`);
  try {
    return new Compiled(compileModule(bytes, hostOptions('guard')), [bytes]);
  } catch (error) {
    throw compileErrorOf(error, context);
  }
}

/**
 * Compiles bytes that nobody else changes.
 * @throws CompileError, whose message begins with `context`
 */
export function compileOwned(bytes: Uint8Array<ArrayBuffer>, context: string): Module {
  return moduleOf(compileBytes(bytes, context));
}

/** Compiles a module whose bytes arrive in pieces. @throws CompileError, or what the source throws */
export async function compileChunks(
  chunks: AsyncIterable<Uint8Array>,
  context: string,
): Promise<Module> {
  const compiler = new ModuleCompiler(hostOptions('guard'));
  const kept: Uint8Array[] = [];
  try {
    for await (const chunk of chunks) {
      // The sender may use the chunk again.
      const copy = chunk.slice();
      kept.push(copy);
      compiler.push(copy);
    }
    return moduleOf(new Compiled(compiler.finish(), kept));
  } catch (error) {
    throw compileErrorOf(error, context);
  }
}
