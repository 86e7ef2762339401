import { loadCompiler } from '../compiler/load.js';
import { CompileError as InvalidModule } from '../wasm/compile-error.js';
import { copyBytes, setClassString, toBytes } from './conversions.js';
import type * as errors from './errors.js';
import { CompileError, LinkError, RuntimeError } from './errors.js';
import type * as global from './global.js';
import { Global } from './global.js';
import { instantiateHostModule, isHostModule } from './host-modules.js';
import type * as instance from './instance.js';
import { checkImportObject, type Imports, Instance, instantiateModule } from './instance.js';
import { fail, publicClass, publicNamed } from './interface.js';
import type * as memory from './memory.js';
import { Memory } from './memory.js';
import type * as module from './module.js';
import { compiledOf, compileOwned, Module } from './module.js';
import { compileResponse } from './streaming.js';
import type * as table from './table.js';
import { Table } from './table.js';

type Bytes = ArrayBufferView | ArrayBufferLike;

/** What `instantiate` gives for bytes. */
export interface InstantiatedSource {
  module: Module;
  instance: Instance;
}

/** The functions of the namespace. Each rejects where the constructors throw. */
export interface Functions {
  compile(bytes: Bytes): Promise<Module>;
  /**
   * Whether the bytes are a valid module. Nothing is compiled. A module whose machine code would be over
   * the compiler's budget is valid, too. @throws TypeError for no buffer source
   */
  validate(bytes: Bytes): boolean;
  instantiate(module: Module, importObject?: Imports): Promise<Instance>;
  instantiate(bytes: Bytes, importObject?: Imports): Promise<InstantiatedSource>;
  /** Compiles the body of a response of type application/wasm while it arrives. */
  compileStreaming(source: Response | PromiseLike<Response>): Promise<Module>;
  instantiateStreaming(
    source: Response | PromiseLike<Response>,
    importObject?: Imports,
  ): Promise<InstantiatedSource>;
}

const functions = {
  async compile(bytes: unknown): Promise<Module> {
    const context = 'WebAssembly.compile()';
    const copy = toBytes(bytes, context);
    await null;
    return compileOwned(copy, context);
  },

  validate(bytes: unknown): boolean {
    const copy = toBytes(bytes, 'WebAssembly.validate()');
    try {
      loadCompiler().validateModule(copy);
      return true;
    } catch (error) {
      if (error instanceof InvalidModule) return false;
      throw error;
    }
  },

  async instantiate(
    source: unknown,
    ...[importObject]: [unknown?]
  ): Promise<Instance | InstantiatedSource> {
    const context = 'WebAssembly.instantiate()';
    // Imports are read before the call returns. V8 does the rest then, too.
    if (compiledOf(source) !== undefined) {
      return instantiateModule(source as Module, importObject, context);
    }
    if (isHostModule(source)) return instantiateHostModule(source, importObject) as Instance;
    const copy = copyBytes(source);
    if (copy === undefined) {
      throw fail(
        context,
        TypeError,
        'Argument 0 must be a buffer source or a WebAssembly.Module object',
      );
    }
    checkImportObject(importObject, context);
    await null;
    const module = await compileOwned(copy, context);
    return { module, instance: instantiateModule(module, importObject, context) };
  },

  async compileStreaming(source: unknown): Promise<Module> {
    return compileResponse(source, 'WebAssembly.compileStreaming()');
  },

  async instantiateStreaming(
    source: unknown,
    ...[importObject]: [unknown?]
  ): Promise<InstantiatedSource> {
    const context = 'WebAssembly.instantiateStreaming()';
    checkImportObject(importObject, context);
    const module = await compileResponse(source, context);
    return { module, instance: instantiateModule(module, importObject, context) };
  },
};

const classes = {
  Module: publicClass('Module', Module),
  Instance: publicClass('Instance', Instance),
  Table: publicClass('Table', Table, 'get', 'set'),
  Memory: publicClass('Memory', Memory),
  Global: publicClass('Global', Global),
  CompileError,
  LinkError,
  RuntimeError,
};

function makeNamespace(): Functions & typeof classes {
  const namespace: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(functions)) namespace[name] = publicNamed(value);
  for (const [name, value] of Object.entries(classes)) {
    Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
  }
  setClassString(namespace, 'WebAssembly');
  return namespace as unknown as Functions & typeof classes;
}

/**
 * A namespace with the shape and behaviour of the standard `WebAssembly` (JavaScript interface 2.0),
 * whose modules this project's compiler compiles.
 */
export const WebAssembly = makeNamespace();

/** The types of the namespace, under the names that the standard's declarations have. */
export declare namespace WebAssembly {
  type CompileError = errors.CompileError;
  type Exports = instance.Exports;
  type Global = global.Global;
  type GlobalDescriptor = global.GlobalDescriptor;
  type Imports = instance.Imports;
  type Instance = instance.Instance;
  type LinkError = errors.LinkError;
  type Memory = memory.Memory;
  type MemoryDescriptor = memory.MemoryDescriptor;
  type Module = module.Module;
  type ModuleExportDescriptor = module.ModuleExportDescriptor;
  type ModuleImportDescriptor = module.ModuleImportDescriptor;
  type RuntimeError = errors.RuntimeError;
  type Table = table.Table;
  type TableDescriptor = table.TableDescriptor;
  type WebAssemblyInstantiatedSource = InstantiatedSource;
}
