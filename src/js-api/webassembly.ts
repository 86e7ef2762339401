import { loadCompiler } from '../compiler/load.js';
import { CompileError as InvalidModule } from '../wasm/compile-error.js';
import { copyBytes, setClassString, toBytes } from './conversions.js';
import type * as types from './declarations.js';
import type { InstantiatedSource, Namespace } from './declarations.js';
import { engineExceptions } from './engine-exceptions.js';
import type * as errors from './errors.js';
import { CompileError, LinkError, RuntimeError } from './errors.js';
import { Global } from './global.js';
import { instantiateHostModule, isHostModule } from './host-modules.js';
import { checkImportObject, Instance, instantiateModule } from './instance.js';
import { fail, publicClass, publicNamed } from './interface.js';
import { Memory } from './memory.js';
import { compiledOf, compileOwned, Module } from './module.js';
import { OwnException, OwnTag } from './own-exceptions.js';
import { compileResponse } from './streaming.js';
import { Table } from './table.js';

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
  Tag: engineExceptions?.Tag ?? publicClass('Tag', OwnTag),
  Exception: engineExceptions?.Exception ?? publicClass('Exception', OwnException),
  CompileError,
  LinkError,
  RuntimeError,
  ...(engineExceptions?.JSTag === undefined ? {} : { JSTag: engineExceptions.JSTag }),
};

function makeNamespace(): Namespace {
  const namespace: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(functions)) namespace[name] = publicNamed(value);
  for (const [name, value] of Object.entries(classes)) {
    Object.defineProperty(namespace, name, { value, writable: true, configurable: true });
  }
  setClassString(namespace, 'WebAssembly');
  return namespace as unknown as Namespace;
}

/**
 * A namespace with the shape and behaviour of the standard `WebAssembly` (JavaScript interface 2.0),
 * whose modules this project's compiler compiles.
 */
export const WebAssembly = makeNamespace();

/** The types of the namespace, under the names that the standard's declarations have. */
export declare namespace WebAssembly {
  type CompileError = errors.CompileError;
  type ExportValue = types.ExportValue;
  type Exception = types.Exception;
  type Exports = types.Exports;
  type Global<T extends types.ValueType = types.ValueType> = types.Global<T>;
  type GlobalDescriptor<T extends types.ValueType = types.ValueType> = types.GlobalDescriptor<T>;
  type ImportExportKind = types.ImportExportKind;
  type Imports = types.Imports;
  type ImportValue = types.ImportValue;
  type Instance = types.Instance;
  type LinkError = errors.LinkError;
  type Memory = types.Memory;
  type MemoryDescriptor = types.MemoryDescriptor;
  type Module = types.Module;
  type ModuleExportDescriptor = types.ModuleExportDescriptor;
  type ModuleImportDescriptor = types.ModuleImportDescriptor;
  type ModuleImports = types.ModuleImports;
  type RuntimeError = errors.RuntimeError;
  type Table = types.Table;
  type TableDescriptor = types.TableDescriptor;
  type TableKind = types.TableKind;
  type Tag = types.Tag;
  type TagDescriptor = types.TagDescriptor;
  type ValueType = types.ValueType;
  type ValueTypeMap = types.ValueTypeMap;
  type WebAssemblyInstantiatedSource = types.InstantiatedSource;
}
