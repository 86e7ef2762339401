import {
  type Extern,
  GuardError,
  type Global as RuntimeGlobal,
  Instance as RuntimeInstance,
  type Memory as RuntimeMemory,
  type Table as RuntimeTable,
  type Tag as RuntimeTag,
  type WasmFunction,
} from '../runtime/index.js';
import { ownDescriptor } from '../util/own-descriptor.js';
import { ExternKind } from '../wasm/types.js';
import { isObject, makeEnumerable, setClassString } from './conversions.js';
import type { Exports, Imports } from './declarations.js';
import { linkErrorOf } from './errors.js';
import { wrapTag } from './exceptions.js';
import { exportedFunction } from './functions.js';
import { wrapGlobal } from './global.js';
import { instantiateHostModule, isHostModule } from './host-modules.js';
import { readImports } from './imports.js';
import { fail, MadeOf, uncloneable } from './interface.js';
import { compiledOf, type Module } from './module.js';
import { apiStore } from './store.js';
import { wrapTable } from './table.js';

const NO_EXPORTS: Exports = Object.freeze(Object.create(null));

/** Marks a call of the constructor with an instance that is there already. */
class Made {
  constructor(readonly instance: RuntimeInstance) {}
}

/** `WebAssembly.Instance`. */
export class Instance extends MadeOf {
  readonly #exports: Exports = NO_EXPORTS;

  /**
   * @throws TypeError and LinkError for imports, RuntimeError for segments out of bounds and traps of
   *   the start function, and what that throws
   */
  constructor(module: Module, ...[importObject]: [importObject?: Imports]) {
    const given: unknown = module;
    if (!(given instanceof Made) && compiledOf(given) === undefined && isHostModule(given)) {
      super(instantiateHostModule(given, importObject));
      return;
    }
    super(uncloneable(new.target.prototype));
    this.#exports = exportsOf(
      given instanceof Made ? given.instance : link(given, importObject, 'WebAssembly.Instance()'),
    );
  }

  /** What the module exports: a frozen object without prototype. */
  get exports(): Exports {
    if (!(#exports in this)) {
      throw fail(
        'WebAssembly.Instance.exports',
        TypeError,
        'Receiver is not a WebAssembly.Instance',
      );
    }
    return this.#exports;
  }

  static {
    setClassString(Instance.prototype, 'WebAssembly.Instance');
    makeEnumerable(Instance.prototype, 'exports');
  }
}

/** @throws TypeError when an import object is given that is none */
export function checkImportObject(importObject: unknown, context: string): void {
  if (importObject !== undefined && !isObject(importObject)) {
    throw fail(context, TypeError, 'Argument 1 must be an object');
  }
}

/** As the constructor, naming another function in messages. */
export function instantiateModule(
  module: Module,
  importObject: unknown,
  context: string,
): Instance {
  const made: unknown = new Made(link(module, importObject, context));
  return new Instance(made as Module);
}

function link(module: unknown, importObject: unknown, context: string): RuntimeInstance {
  const compiled = compiledOf(module);
  if (compiled === undefined) {
    throw fail(context, TypeError, 'Argument 0 must be a WebAssembly.Module');
  }
  checkImportObject(importObject, context);
  const store = apiStore();
  const externs = readImports(compiled.artifact.info, importObject, context);
  try {
    try {
      return RuntimeInstance.create(store, compiled.artifact, externs);
    } catch (error) {
      if (!(error instanceof GuardError)) throw error;
    }
    return RuntimeInstance.create(store, compiled.explicit, externs);
  } catch (error) {
    throw linkErrorOf(error, context);
  }
}

/** Properties that V8 lets an object have before stores by computed names make it a hash table. */
const MAX_COMPUTED = 10;

/**
 * V8 makes an object without prototype a hash table, whose properties optimized code looks up by a call
 * (3 ns). One that loses its prototype while it is empty keeps them in places, unless it has very many; and
 * the next one of the same names finds the way that this one's shape took (with the prototype taken at the
 * end, freezing it makes another shape each time, and takes 150 ns more).
 */
function exportsOf(instance: RuntimeInstance): Exports {
  const object = Object.setPrototypeOf({}, null) as Record<string, unknown>;
  const few = instance.info.exports.length <= MAX_COMPUTED;
  instance.forEachExport((name, extern, kind) => {
    const value = toJs(extern, kind);
    if (few) object[name] = value;
    else Object.defineProperty(object, name, ownDescriptor({ value, enumerable: true }));
  });
  return Object.freeze(object) as Exports;
}

function toJs(extern: Extern, kind: ExternKind): unknown {
  switch (kind) {
    case ExternKind.Function:
      return exportedFunction(extern as WasmFunction);
    case ExternKind.Table:
      return wrapTable(extern as RuntimeTable);
    case ExternKind.Memory:
      return (extern as RuntimeMemory).host;
    case ExternKind.Global:
      return wrapGlobal(extern as RuntimeGlobal);
    case ExternKind.Tag:
      return wrapTag(extern as RuntimeTag);
  }
}
