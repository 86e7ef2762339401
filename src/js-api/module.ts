import type { Artifact } from '../artifact/artifact.js';
import { deserializeArtifact, isArtifact } from '../artifact/deserialize.js';
import { LAZY_FROM } from '../artifact/function-source.js';
import { isArtifactObject } from '../artifact/known.js';
import { loadCompiler } from '../compiler/load.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { platform } from '../runtime/index.js';
import { hostValidator, hostValidatorAside } from '../util/host-validator.js';
import { decodeUtf8, encodeUtf8 } from '../util/utf8.js';
import { ExternKind } from '../wasm/types.js';
import { compileInTurns, compileLazilyInTurns, PIECE } from './compile-in-turns.js';
import { isObject, makeEnumerable, setClassString, toBytes, toText } from './conversions.js';
import type {
  ImportExportKind,
  ModuleExportDescriptor,
  ModuleImportDescriptor,
} from './declarations.js';
import { CompileError, compileErrorOf } from './errors.js';
import { hostModules, isHostModule, looksLikeHostModule, ModuleHandle } from './host-modules.js';
import { fail, MadeOf } from './interface.js';
import { ModuleCache } from './module-cache.js';

const KINDS: Record<ExternKind, ImportExportKind> = {
  [ExternKind.Function]: 'function',
  [ExternKind.Table]: 'table',
  [ExternKind.Memory]: 'memory',
  [ExternKind.Global]: 'global',
  // Not in the standard's declarations yet.
  [ExternKind.Tag]: 'tag' as ImportExportKind,
};

/** How modules are compiled for this machine: with checks where memories seem to have no guard pages. */
function hostOptions(bounds?: 'explicit'): CompileOptions {
  const { compiling } = platform();
  return bounds === undefined ? compiling : { ...compiling, bounds };
}

/** Instances keep their artifact; with this they keep what bytes like theirs can be compared with. */
const ofArtifact = new WeakMap<Artifact, Compiled>();

/** A module's code, and its bytes in case that other code is needed. */
class Compiled {
  #explicit: Artifact | undefined;

  constructor(
    readonly artifact: Artifact,
    readonly handle: ModuleHandle,
  ) {
    ofArtifact.set(artifact, this);
  }

  /** Code that works without guard pages, compiled when first asked for. */
  get explicit(): Artifact {
    if (this.handle.length === 0) {
      throw new CompileError(
        'the code needs guard pages behind its memory, and there are none: compile the module again with explicit bounds checks',
      );
    }
    this.#explicit ??= codeOf(this.handle.bytes(), 'explicit');
    return this.#explicit;
  }
}

/** Where code is kept from one process to the next. */
export interface CodeCache {
  keyOf(bytes: Uint8Array, choice: CompileOptions): Uint8Array;
  find(key: Uint8Array): Artifact | undefined;
  add(key: Uint8Array, artifact: Artifact): void;
}

let codeCache: CodeCache | undefined;

/** Has modules looked for in a cache before they are compiled, and kept there; undefined: no more. */
export function useCache(cache: CodeCache | undefined): void {
  codeCache = cache;
}

/** Modules of so many bytes have their functions compiled when they are called first. */
let lazyFrom = LAZY_FROM;

/**
 * Has functions of modules compiled when they are called first; the modules are validated at once.
 *
 * @param from bytes of the smallest modules that are compiled so; true: 64 KiB, false: none
 * @throws TypeError, RangeError for what is no size
 */
export function useLazy(from: boolean | number): void {
  if (typeof from === 'boolean') {
    lazyFrom = from ? LAZY_FROM : Number.POSITIVE_INFINITY;
    return;
  }
  if (typeof from !== 'number') throw new TypeError('useLazy: a size or a boolean is expected');
  if (!(from >= 0)) throw new RangeError('useLazy: a size from 0 on is expected');
  lazyFrom = from;
}

/** What a module's code is made of and kept by. */
interface CodeRequest {
  readonly options: CompileOptions;
  readonly codeCache: CodeCache | undefined;
  readonly key: Uint8Array;
  /** From the cache. */
  readonly found: Artifact | undefined;
}

const NO_KEY = new Uint8Array(0);

function requestCode(bytes: Uint8Array, bounds?: 'explicit'): CodeRequest {
  const options = hostOptions(bounds);
  const key = codeCache?.keyOf(bytes, options) ?? NO_KEY;
  return { options, codeCache, key, found: codeCache?.find(key) };
}

function keepCode({ codeCache, key }: CodeRequest, artifact: Artifact): Artifact {
  codeCache?.add(key, artifact);
  return artifact;
}

/** Compiles by several threads what is worth it; undefined for other modules. */
export interface Threads {
  compile(bytes: Uint8Array, options: CompileOptions): Artifact | undefined;
  compileInTurns(bytes: Uint8Array, options: CompileOptions): Promise<Artifact | undefined>;
}

let threads: Threads | undefined;

/** Says how modules are compiled by several threads; without, one does it. */
export function provideThreads(provided: Threads): void {
  threads = provided;
}

/** Byte code is made of whole modules. */
function isLazy(bytes: Uint8Array, { target }: CompileOptions): boolean {
  return bytes.length >= lazyFrom && target !== 'portable';
}

/** @throws CompileError of the compiler */
function codeOf(bytes: Uint8Array<ArrayBuffer>, bounds?: 'explicit'): Artifact {
  const request = requestCode(bytes, bounds);
  const { found, options } = request;
  if (found !== undefined) return found;
  const { compileLazily, compileModule } = loadCompiler();
  const artifact = isLazy(bytes, options)
    ? compileLazily(bytes, options, hostValidator)
    : (threads?.compile(bytes, options) ?? compileModule(bytes, options));
  return keepCode(request, artifact);
}

const cache = new ModuleCache<Compiled>((compiled) => compiled.handle.bytes());
/** Of modules that were cloned, in this thread or another: here they are the host's objects. */
const clones = new WeakMap<object, Compiled>();

/** Set by the class, which alone sees its private field. */
let unwrap: (value: object) => Compiled | undefined;

const { apply } = Reflect;
const ordinaryHasInstance = Function.prototype[Symbol.hasInstance];

/** `WebAssembly.Module`. */
export class Module extends MadeOf {
  readonly #compiled: Compiled;

  /**
   * @param bytes of a module; or an artifact that was compiled or opened, to be run on this machine
   * @throws CompileError, and TypeError when it is given no buffer source
   */
  constructor(bytes: ArrayBufferView | ArrayBufferLike | Artifact) {
    const given: unknown = bytes;
    const context = 'WebAssembly.Module()';
    const compiled = isKnownArtifact(given) ? compiledFrom(given) : compiledOrBytes(given, context);
    super(compiled.handle.object(new.target.prototype));
    this.#compiled = compiled;
  }

  static imports(module: Module): ModuleImportDescriptor[] {
    const compiled = argument(module, 'imports');
    if (compiled === undefined) return hostModules.imports(module) as ModuleImportDescriptor[];
    return compiled.artifact.info.imports.map((item) => ({
      module: item.module,
      name: item.name,
      kind: KINDS[item.kind],
    }));
  }

  static exports(module: Module): ModuleExportDescriptor[] {
    const compiled = argument(module, 'exports');
    if (compiled === undefined) return hostModules.exports(module) as ModuleExportDescriptor[];
    return compiled.artifact.info.exports.map(({ name, kind }) => ({ name, kind: KINDS[kind] }));
  }

  /**
   * A module out of an artifact: of a file, which is mapped and runs in place, or of its bytes. What it holds is machine
   * code that is run as it is: it must come from who may run programs here. The file or the bytes must not be
   * changed while the module is in use.
   *
   * @param source path or file URL, or bytes
   * @throws ArtifactError when it is none that this version can use; TypeError for anything else; Error of the
   *   system's when a file cannot be read
   */
  static deserialize(source: string | URL | ArrayBufferView | ArrayBufferLike): Module {
    return moduleOfArtifact(openArtifact(source));
  }

  /**
   * The module's artifact as bytes, a file for `deserialize`.
   * @throws TypeError for modules that the host compiled
   */
  serialize(): Uint8Array {
    const compiled = compiledOf(this);
    if (compiled === undefined) {
      throw fail(
        'WebAssembly.Module.serialize()',
        TypeError,
        'Receiver is not a WebAssembly.Module of winch-ts',
      );
    }
    return loadCompiler().serializeArtifact(compiled.artifact);
  }

  /** Copies of the contents of the custom sections of a name. */
  static customSections(module: Module, sectionName: string): ArrayBuffer[] {
    const compiled = argument(module, 'customSections');
    const context = 'WebAssembly.Module.customSections()';
    if (sectionName === undefined) throw fail(context, TypeError, 'Argument 1 is required');
    // A DOMString, as the standard has it: a lone surrogate is in no section's name.
    const name = toText(sectionName, context);
    if (compiled === undefined) return hostModules.customSections(module, name);
    const bytes = encodeUtf8(name);
    if (decodeUtf8(bytes, 0, bytes.length) !== name) return [];
    return compiled.artifact.info
      .customSectionsNamed(bytes)
      .map((section) => Uint8Array.from(section.bytes).buffer);
  }

  static {
    unwrap = (value) => (#compiled in value ? value.#compiled : undefined);
    setClassString(Module.prototype, 'WebAssembly.Module');
    // Not the standard's: nobody who looks at its properties finds more of them.
    Object.defineProperty(Module, 'deserialize', { enumerable: false });
    makeEnumerable(Module, 'imports', 'exports', 'customSections');
    Object.defineProperty(Module, Symbol.hasInstance, { value: isModule });
  }
}

/** `instanceof`. Clones, and modules that the host compiled, are instances too: all functions take them. */
function isModule(this: unknown, value: unknown): boolean {
  if (apply(ordinaryHasInstance, this, [value])) return true;
  return this === Module && looksLikeHostModule(value);
}

/** What the argument of a static method holds, undefined for a module that the host compiled. */
function argument(module: unknown, method: string): Compiled | undefined {
  const compiled = compiledOf(module);
  if (compiled !== undefined || isHostModule(module)) return compiled;
  const context = `WebAssembly.Module.${method}()`;
  throw fail(context, TypeError, 'Argument 0 must be a WebAssembly.Module');
}

/**
 * What a Module object holds, or one that was cloned; undefined for other values.
 * @throws CompileError when bytes came as a clone that are no module of ours
 */
export function compiledOf(value: unknown): Compiled | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  return unwrap(value) ?? clones.get(value) ?? compiledClone(value);
}

function compiledClone(value: object): Compiled | undefined {
  const clone = ModuleHandle.ofClone(value);
  if (clone === undefined) return undefined;
  const { bytes, handle } = clone;
  const compiled = cache.find(bytes) ?? compileNew(bytes, 'WebAssembly.Module()', handle);
  clones.set(value, compiled);
  return compiled;
}

/**
 * A module to instantiate, of code that was compiled before: for this machine, as is found out when it is
 * instantiated. It cannot be cloned into other threads; those can load the artifact themselves.
 */
export function moduleOfArtifact(artifact: Artifact): Module {
  return moduleOf(compiledFrom(artifact));
}

function compiledFrom(artifact: Artifact): Compiled {
  return ofArtifact.get(artifact) ?? new Compiled(artifact, ModuleHandle.withoutBytes());
}

/** Whether a value is an artifact; those of modules are in the table. */
function isKnownArtifact(value: unknown): value is Artifact {
  return isArtifactObject(value) || (isObject(value) && ofArtifact.has(value as Artifact));
}

/** What the constructor is given: from inside, what was compiled. */
function compiledOrBytes(given: unknown, context: string): Compiled {
  return given instanceof Compiled ? given : compileBytes(toBytes(given, context), context);
}

/** Opens the file of an artifact; undefined where there are no files. */
let openFile: ((path: string | URL) => Artifact) | undefined;

/** Says how files are opened. */
export function provideFiles(open: (path: string | URL) => Artifact): void {
  openFile = open;
}

function openArtifact(source: string | URL | ArrayBufferView | ArrayBufferLike): Artifact {
  if (typeof source !== 'string' && !isUrl(source)) return deserializeArtifact(source);
  if (openFile !== undefined) return openFile(source);
  const context = 'WebAssembly.Module.deserialize()';
  throw fail(context, TypeError, 'there are no files here: bytes are expected');
}

function isUrl(value: unknown): value is URL {
  return isObject(value) && 'href' in value && 'protocol' in value;
}

function moduleOf(compiled: Compiled): Module {
  return new Module(compiled as unknown as ArrayBuffer);
}

/** Compiles, unless bytes like these were compiled a moment ago. */
function compileBytes(bytes: Uint8Array<ArrayBuffer>, context: string): Compiled {
  checkBytes(bytes, context);
  return cache.find(bytes) ?? compileNew(bytes, context);
}

/** @throws CompileError for what is plainly no module */
function checkBytes(bytes: Uint8Array, context: string): void {
  if (bytes.length === 0) throw fail(context, CompileError, 'BufferSource argument is empty');
  if (isArtifact(bytes)) {
    const what = 'the bytes are those of an artifact or a program, and no module';
    throw fail(context, CompileError, `${what}: WebAssembly.Module.deserialize takes artifacts`);
  }
}

function compileNew(
  bytes: Uint8Array<ArrayBuffer>,
  context: string,
  handle?: ModuleHandle,
): Compiled {
  try {
    const compiled = new Compiled(codeOf(bytes), handle ?? ModuleHandle.of([bytes]));
    cache.add(bytes, compiled);
    return compiled;
  } catch (error) {
    throw compileErrorOf(error, context);
  }
}

/**
 * Compiles bytes that nobody else changes; the event loop turns while a large module is compiled.
 * @throws CompileError, whose message begins with `context`
 */
export async function compileOwned(
  bytes: Uint8Array<ArrayBuffer>,
  context: string,
): Promise<Module> {
  if (bytes.length <= PIECE) return moduleOf(compileBytes(bytes, context));
  checkBytes(bytes, context);
  const known = cache.find(bytes);
  if (known !== undefined) return moduleOf(known);
  try {
    const request = requestCode(bytes);
    const artifact = request.found ?? keepCode(request, await compileAside(bytes, request.options));
    const compiled = new Compiled(artifact, ModuleHandle.of([bytes]));
    cache.add(bytes, compiled);
    return moduleOf(compiled);
  } catch (error) {
    throw compileErrorOf(error, context);
  }
}

async function compileAside(
  bytes: Uint8Array<ArrayBuffer>,
  options: CompileOptions,
): Promise<Artifact> {
  const artifact =
    isLazy(bytes, options) && hostValidatorAside !== undefined
      ? await compileLazilyInTurns(bytes, options, hostValidatorAside)
      : undefined;
  return (
    artifact ?? (await threads?.compileInTurns(bytes, options)) ?? compileInTurns(bytes, options)
  );
}

/**
 * Compiles a module whose bytes arrive in pieces, as they arrive: not lazily, so that what is wrong is said at once.
 * @throws CompileError, or what the source throws
 */
export async function compileChunks(
  chunks: AsyncIterable<Uint8Array>,
  context: string,
): Promise<Module> {
  const kept: Uint8Array[] = [];
  // With a cache, nothing is compiled before all of the module is there to look for.
  const compiler =
    codeCache === undefined ? new (loadCompiler().ModuleCompiler)(hostOptions()) : undefined;
  try {
    for await (const chunk of chunks) {
      // The sender may use the chunk again.
      const copy = chunk.slice();
      kept.push(copy);
      compiler?.push(copy);
    }
    const handle = ModuleHandle.of(kept);
    return moduleOf(new Compiled(compiler?.finish() ?? codeOf(handle.bytes()), handle));
  } catch (error) {
    throw compileErrorOf(error, context);
  }
}
