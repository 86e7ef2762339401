import { isObject } from './conversions.js';
import { uncloneable } from './interface.js';
import { withHead } from './module-bytes.js';

/**
 * Modules of the host's own WebAssembly, as far as ours has to do with them.
 *
 * A Module of ours is a module of the host's underneath, made of nothing but a custom section that
 * holds our module's bytes:
 *
 * ```
 *   header
 *   type section      () → ()
 *   import section    "winch-ts ...": the host cannot instantiate it, and names this when it tries
 *   code section      empty; the host hashes what lies in front of it, when it looks for equal modules
 *   custom section    "winch-ts": the bytes
 * ```
 * So `structuredClone` and `postMessage` clone it, with the bytes shared as the host shares them, and
 * nothing has to be kept for clones that may be under way. In the other thread the clone is a module
 * of the host's, which we recognise and compile. That it carries bytes, and no machine code, means
 * that there is nothing to forge: whatever is in the section is compiled like any bytes.
 */

/** What is used of the host's namespace. */
interface HostNamespace {
  readonly Module: {
    new (bytes: Uint8Array<ArrayBuffer>): object;
    imports(module: object): { module: string; name: string; kind: string }[];
    exports(module: object): { name: string; kind: string }[];
    customSections(module: object, name: string): ArrayBuffer[];
  };
  readonly Instance: new (module: object, imports: unknown) => object;
}

// Taken now: a program may put our namespace in the place of the host's. `--jitless` has none.
const host = (globalThis as { WebAssembly?: HostNamespace }).WebAssembly;
/** The functions by themselves: they may be replaced on their class. */
const HostModule = host?.Module;
const HostInstance = host?.Instance;
const describeImports = HostModule?.imports;
const describeExports = HostModule?.exports;
const readSections = HostModule?.customSections;
const { structuredClone } = globalThis;

const SECTION = 'winch-ts';
const IMPORT = 'winch-ts (this module needs the WebAssembly of winch-ts)';

/**
 * Carriers that may live at once. Older hosts map memory for each, and end the process where the
 * system has no more mappings (65,530 by default).
 */
const MAX_CARRIERS = 1 << 14;
let carriers = 0;
const carrierGone = new FinalizationRegistry<void>(() => carriers--);

/** Bytes of a module, in a form that makes cloneable objects. */
export class ModuleHandle {
  private constructor(
    private readonly carrier: object | undefined,
    private readonly chunks: readonly Uint8Array[],
    /** Count of the bytes. */
    readonly length: number,
  ) {}

  /** Takes the bytes, in pieces, over. Where the host can have no carrier, objects are not cloned. */
  static of(chunks: readonly Uint8Array[]): ModuleHandle {
    const length = chunks.reduce((sum, chunk) => sum + chunk.length, 0);
    const carrier = makeCarrier(chunks, length);
    return new ModuleHandle(carrier, carrier === undefined ? chunks : [], length);
  }

  /** Of a module whose bytes are not there, so that objects are not cloned. */
  static withoutBytes(): ModuleHandle {
    return new ModuleHandle(undefined, [], 0);
  }

  /** The handle of a clone, and its bytes; undefined for what is no module of ours. */
  static ofClone(
    value: object,
  ): { handle: ModuleHandle; bytes: Uint8Array<ArrayBuffer> } | undefined {
    const bytes = carriedBytes(value);
    if (bytes === undefined) return undefined;
    return { handle: new ModuleHandle(value, [], bytes.length), bytes };
  }

  /** A new object for users. */
  object(prototype: object): object {
    if (this.carrier === undefined) return uncloneable(prototype);
    return Object.setPrototypeOf(structuredClone(this.carrier), prototype);
  }

  /** A copy of the bytes. */
  bytes(): Uint8Array<ArrayBuffer> {
    if (this.carrier !== undefined) return carriedBytes(this.carrier)!;
    const bytes = new Uint8Array(this.length);
    let at = 0;
    for (const chunk of this.chunks) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    return bytes;
  }
}

function makeCarrier(chunks: readonly Uint8Array[], length: number): object | undefined {
  if (HostModule === undefined || carriers >= MAX_CARRIERS) return undefined;
  try {
    const carrier = new HostModule(withHead(carrierHead(length), chunks, length));
    carriers++;
    carrierGone.register(carrier, undefined);
    return carrier;
  } catch {
    // Beyond the host's limit of size, or code is forbidden there.
    return undefined;
  }
}

function carrierHead(length: number): number[] {
  const name = text(SECTION);
  const imports = [1, ...text(IMPORT), 0, 0, 0];
  return [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...[1, 4, 1, 0x60, 0, 0],
    ...[2, ...uleb(imports.length), ...imports],
    ...[10, 1, 0],
    ...[0, ...uleb(name.length + length), ...name],
  ];
}

function text(value: string): number[] {
  return [value.length, ...Array.from(value, (char) => char.charCodeAt(0))];
}

function uleb(value: number): number[] {
  return value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...uleb(value >>> 7)];
}

function carriedBytes(value: object): Uint8Array<ArrayBuffer> | undefined {
  if (readSections === undefined || !isHostModule(value)) return undefined;
  const [first] = describeImports!(value);
  if (first?.module !== IMPORT) return undefined;
  const [contents] = readSections(value, SECTION);
  return contents && new Uint8Array(contents);
}

/** True for modules of the host's own namespace, ours and clones of ours among them. */
export function isHostModule(value: unknown): value is object {
  if (describeExports === undefined || !isObject(value) || ArrayBuffer.isView(value)) return false;
  try {
    describeExports(value);
    return true;
  } catch {
    return false;
  }
}

/** True when `instanceof` says so: quick, and all that `instanceof` promises. */
export function looksLikeHostModule(value: unknown): boolean {
  return HostModule !== undefined && value instanceof HostModule;
}

/** What the host says about a module of its own, with its functions of these names. */
export const hostModules = {
  imports: (module: object) => describeImports!(module),
  exports: (module: object) => describeExports!(module),
  customSections: (module: object, name: string) => readSections!(module, name),
};

/**
 * Instantiates a module that the host compiled, which keeps its bytes to itself: the instance is the
 * host's, with the host's memories, tables and errors, and imports are what the host takes. Functions
 * of ours are functions like others there.
 */
export function instantiateHostModule(module: object, importObject: unknown): object {
  return new HostInstance!(module, importObject);
}
