import { checksum } from '../artifact/checksum.js';
import { ownDescriptor } from '../util/own-descriptor.js';
import type { CodeTables } from './code-ranges.js';

/**
 * Text of stacks with WebAssembly frames in it. Nothing here may fail because of what a program did
 * to `Error`: froze it, deleted `stackTraceLimit`, or set an odd `prepareStackTrace`.
 */

/** A WebAssembly frame of a stack trace. */
export interface WasmFrame {
  readonly funcIndex: number;
  /** Module offset of the operator, or -1 where it is not known. */
  readonly offset: number;
  /** Those of the frame's module. */
  readonly tables: CodeTables;
}

/** Frames that are shown at most, however many are asked for: the lines go into one string. */
const MAX_TRACE = 1000;
/** Characters of names in frames: a name section may have names of any length. */
const MAX_NAME = 200;
/** Bytes at either end of a module that its identifier depends on. */
const HASHED = 1 << 16;

/** Not in all browsers. */
const { captureStackTrace } = Error as Partial<typeof Error>;

type AnyFunction = (...args: never[]) => unknown;

/** How many frames programs want to see: `Error.stackTraceLimit`, 0 where that is no number. */
export function traceLimit(): number {
  const limit: unknown = Reflect.getOwnPropertyDescriptor(Error, 'stackTraceLimit')?.value;
  return typeof limit === 'number' && limit >= 0 ? Math.min(limit, MAX_TRACE) : 0;
}

/**
 * As `new`, with another `Error.stackTraceLimit`, where that can be set. Nothing is called in between but what is the
 * engine's own: execution may be ended where a function of JavaScript begins, and nothing be put back.
 *
 * @param base a class of the engine's own
 * @param target the class of the error
 */
export function constructError<T extends Error>(
  limit: number,
  base: ErrorConstructor,
  message: string,
  target: new (...args: never[]) => T,
): T {
  const before = Reflect.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  if (before !== undefined) ownDescriptor(before);
  const descriptor = { value: limit, writable: true, enumerable: true, configurable: true };
  ownDescriptor(descriptor);
  const args = [message];
  const set = Reflect.defineProperty(Error, 'stackTraceLimit', descriptor);
  try {
    return Reflect.construct(base, args, target) as T;
  } finally {
    if (set && before !== undefined) Reflect.defineProperty(Error, 'stackTraceLimit', before);
    else if (set) Reflect.deleteProperty(Error, 'stackTraceLimit');
  }
}

/** Whether `Error.stackTraceLimit` can have another value for a time: some programs freeze `Error`. */
function canSetLimit(): boolean {
  const limit = Reflect.getOwnPropertyDescriptor(Error, 'stackTraceLimit');
  return limit === undefined ? Object.isExtensible(Error) : limit.configurable === true;
}

/** An error's own part of what its text is made from. */
interface StackParts {
  /** First lines of the stacks of functions that users called, innermost first; see {@link cutStack}. */
  readonly callers: (string | undefined)[];
}

const partsOf = new WeakMap<Error, StackParts>();

/**
 * Gives an error its `stack`: the JavaScript stack of now, with each passage into WebAssembly
 * replaced by the frames that it went through. The text is made when it is first looked at.
 *
 * @param passages frames of each activation, innermost first
 * @param limit count of frames that are shown
 * @param above function on the stack whose frame, and those inside of it, are left out
 */
export function attachStack(
  error: Error,
  passages: readonly (readonly WasmFrame[])[],
  limit: number,
  above: AnyFunction,
): void {
  // The runtime's own lines go out again, so more are asked for.
  const capture = traceOfNow(limit === 0 ? 0 : 4 * limit + 16, above);
  const parts: StackParts = { callers: [] };
  partsOf.set(error, parts);
  let text: unknown;
  // Redefining it would have the host make its text first, and a program's function called for it.
  Reflect.deleteProperty(error, 'stack');
  const descriptor: PropertyDescriptor = {
    configurable: true,
    enumerable: false,
    get() {
      text ??= stackText(headOf(error), capture, passages, parts, limit);
      return text;
    },
    set(value: unknown) {
      text = value;
    },
  };
  Object.defineProperty(error, 'stack', ownDescriptor(descriptor));
}

/**
 * Leaves out the frames between WebAssembly and a function of the JavaScript interface that is
 * being left by a trap: they are the runtime's own. Does nothing to other errors.
 *
 * @param above the function, as it is on the stack
 */
export function cutStack(error: unknown, above: AnyFunction | undefined): void {
  if (above === undefined || !(error instanceof Error)) return;
  const parts = partsOf.get(error);
  if (parts === undefined) return;
  const lines = linesOf(() => stackBelow(above));
  parts.callers.push(lines[0]);
}

function traceOfNow(limit: number, above: AnyFunction): { stack?: unknown } {
  if (canSetLimit()) return constructError(limit, Error, '', Error);
  // The frames down to here would take all of the limit. This makes the text at once in older hosts.
  const lines = linesOf(() => stackBelow(above));
  return { stack: lines.join('\n') };
}

function stackBelow(above: AnyFunction): unknown {
  const error = new Error();
  captureStackTrace?.(error, above);
  return error.stack;
}

function headOf(error: Error): string {
  try {
    return `${error.name}: ${error.message}`;
  } catch {
    return 'Error';
  }
}

/** Lines of the runtime's own functions between the caller and WebAssembly. */
const INTERNAL =
  /^ +at (?:new |async )?(?:Function\.|Object\.)?(?:Thread|WasmFunction|InstanceFunction|HostFunction|Store|RuntimeError)\.|^ +at .*\b(?:wasmHostCall|wasmNativeCall|winch-ts:host)\b|^ +at (?:trapError|hostTrap|defineStack|attachStack|constructError|traceOfNow|runHostFunction|runBuiltin|bytesOf)\b/;
/** The line of the function that enters WebAssembly: in its place come an activation's frames. */
const ENTRY = /^ +at (?:Thread\.drive\b|.*\bwinch-ts:enter\b)/;

function stackText(
  head: string,
  capture: { stack?: unknown },
  passages: readonly (readonly WasmFrame[])[],
  parts: StackParts,
  limit: number,
): string {
  const lines = [head, ...passages[0]!.map(frameLine)];
  let passage = 0;
  for (const line of withoutOwn(
    linesOf(() => capture.stack),
    parts,
  )) {
    if (ENTRY.test(line)) {
      // The first entry is the one whose frames are at the top already.
      if (passage > 0) lines.push(...(passages[passage] ?? []).map(frameLine));
      passage++;
    } else if (!INTERNAL.test(line)) {
      lines.push(line);
    }
  }
  return lines.slice(0, limit + 1).join('\n');
}

/** Drops what lies between each function that users called and WebAssembly. */
function withoutOwn(lines: readonly string[], parts: StackParts): readonly string[] {
  let from = 0;
  let kept = lines;
  for (const first of parts.callers) {
    let to = first === undefined ? kept.length : kept.indexOf(first, from);
    // Too deep a stack was cut short before the caller's line.
    if (to < 0) to = kept.length;
    const entry = kept.findLastIndex((line, i) => i >= from && i < to && ENTRY.test(line));
    if (entry < 0) continue;
    kept = [...kept.slice(0, entry + 1), ...kept.slice(to)];
    from = entry + 1;
  }
  return kept;
}

/**
 * The lines of a captured stack without its head. A program's `Error.prepareStackTrace` has its say
 * (it maps to sources), but what it gives is only used when it looks like lines of a stack.
 */
function linesOf(read: () => unknown): string[] {
  const plain: string[] = [];
  const before = Reflect.getOwnPropertyDescriptor(Error, 'prepareStackTrace');
  if (before !== undefined) ownDescriptor(before);
  const prepare: unknown = before?.value;
  const set =
    typeof prepare === 'function' &&
    Reflect.defineProperty(
      Error,
      'prepareStackTrace',
      ownDescriptor({
        value: (error: unknown, sites: readonly unknown[]) => {
          for (const site of sites) plain.push(`    at ${site}`);
          return Reflect.apply(prepare, Error, [error, sites]);
        },
        writable: true,
        enumerable: false,
        configurable: true,
      }),
    );
  let text: unknown;
  try {
    text = read();
  } catch {
    // Its own error, about a stack that nobody asked it for.
  } finally {
    if (set) Reflect.defineProperty(Error, 'prepareStackTrace', before!);
  }
  const lines =
    typeof text === 'string' ? text.split('\n').filter((line) => line.startsWith('    at ')) : [];
  return lines.length > 0 ? lines : plain;
}

function frameLine({ funcIndex, offset, tables }: WasmFrame): string {
  const name = tables.info.names.functions.get(funcIndex);
  const at = offset < 0 ? '' : `:0x${offset.toString(16)}`;
  const place = `${moduleUrl(tables)}:wasm-function[${funcIndex}]${at}`;
  return name === undefined ? `    at ${place}` : `    at ${shown(name)} (${place})`;
}

const urls = new WeakMap<CodeTables, string>();

/** Tells modules apart, in V8's form: `wasm://wasm/1a2b3c4d`, or with a name `wasm://wasm/name-1a2b3c4d`. */
export function moduleUrl(tables: CodeTables): string {
  let url = urls.get(tables);
  if (url === undefined) {
    const name = tables.info.names.module;
    const id = moduleHash(tables).toString(16).padStart(8, '0');
    url = `wasm://wasm/${name === undefined ? '' : `${shown(name)}-`}${id}`;
    urls.set(tables, url);
  }
  return url;
}

/**
 * Of the module outside of its code, which is not kept, and of where code calls and traps: the same
 * for an artifact that was saved and read again.
 */
function moduleHash(tables: CodeTables): number {
  const { moduleBytes } = tables;
  let hash = checksum(moduleBytes.subarray(0, HASHED), 0) ^ moduleBytes.length;
  const mix = (word: number): void => {
    hash = Math.imul(hash ^ word, 0x9e37_79b1);
    hash ^= hash >>> 15;
  };
  mix(checksum(moduleBytes.subarray(-HASHED), 0));
  if (tables.checksum !== undefined) {
    mix(tables.checksum);
    return hash >>> 0;
  }
  for (const sites of [tables.callSites, tables.trapSites]) {
    // One operator can have several sites, depending on the machine.
    const end = Math.min(sites.length, HASHED);
    for (let i = 1; i < end; i += 2) if (i === 1 || sites[i] !== sites[i - 2]) mix(sites[i]!);
  }
  return hash >>> 0;
}

/** A name as one line of bounded length, without characters that steer a terminal. */
export function shown(name: string): string {
  const cut =
    name.length <= MAX_NAME
      ? name
      : `${name.slice(0, MAX_NAME).replace(/[\ud800-\udbff]$/, '')}\u2026`;
  return cut.replace(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (char) => `\\u{${char.codePointAt(0)!.toString(16)}}`,
  );
}
