import type { WastValue } from './values.js';

/** Opaque to the runner. */
export type EngineModule = object;
export type EngineInstance = object;
/** A function, table, memory, global or tag of the engine; opaque to the runner. */
export type EngineExtern = object;

/** What kind of failure an engine's exception is. */
export type FailureKind =
  /** The module was refused: malformed, invalid or not supported. */
  | 'compile'
  /** An import is missing or has another type. */
  | 'link'
  /** The code trapped. */
  | 'trap'
  /** The call stack is exhausted. */
  | 'exhaustion'
  /** A WebAssembly exception was not caught. */
  | 'exception'
  /** Nothing that WebAssembly code can bring about: a fault of the engine. */
  | 'internal';

export interface Failure {
  readonly kind: FailureKind;
  /** Traps in the words of the official suite ("integer divide by zero"). */
  readonly message: string;
  /** Of a refused module: the proposal it needs, where that is why. */
  readonly needs?: string;
}

/** What a script's import finds: undefined where there is no such export. */
export type ImportResolver = (module: string, name: string) => EngineExtern | undefined;

/**
 * A WebAssembly implementation as scripts see it. Numbers are bits, never JavaScript numbers. Every
 * method throws what the implementation throws; {@link Engine.classify} tells what that was.
 */
export interface Engine {
  /** For messages. */
  readonly name: string;
  compile(bytes: Uint8Array): EngineModule;
  instantiate(module: EngineModule, resolve: ImportResolver): EngineInstance;
  /** An export, or undefined. The same export is the same object each time. */
  getExport(instance: EngineInstance, name: string): EngineExtern | undefined;
  /** Calls a function with arguments of its parameter types. */
  invoke(func: EngineExtern, args: readonly WastValue[]): WastValue[];
  readGlobal(global: EngineExtern): WastValue;
  /** The `spectest` module's exports, by name; see `spectest.ts`. Made anew for each script. */
  makeSpectest(): ReadonlyMap<string, EngineExtern>;
  classify(error: unknown): Failure;
}
