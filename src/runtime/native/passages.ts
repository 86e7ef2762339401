import { ENTER_SOURCE } from '../passages.js';
import { hostModule } from './host-module.js';

type Sites = readonly NodeJS.CallSite[];

/** Calls back with the whole of JavaScript's stack. */
let withStack: ((look: (sites: Sites) => void) => void) | undefined;

/**
 * How many passages into WebAssembly are on JavaScript's stack, or undefined where that cannot be told.
 * Takes microseconds, more for a deep stack. May count too many, never too few.
 */
export function countPassages(): number | undefined {
  // Other engines leave frames of calls in tail position out.
  if (process.versions.v8 === undefined || 'bun' in process.versions) return undefined;
  let count = -1;
  try {
    withStack ??= makeWithStack();
    withStack((sites) => {
      count = 0;
      for (const site of sites) if (isPassage(site)) count++;
    });
  } catch {
    // The stack is used up.
    return undefined;
  }
  return count < 0 ? undefined : count;
}

/**
 * In a context of its own, whose `Error` shows all frames: the properties of the program's `Error` would
 * have to be changed and put back, and execution can be terminated in between.
 */
function makeWithStack(): (look: (sites: Sites) => void) => void {
  const { runInNewContext } = hostModule<typeof import('node:vm')>('node:vm');
  return runInNewContext(`
    let seen;
    Error.stackTraceLimit = Infinity;
    Error.prepareStackTrace = (_, sites) => { seen?.(sites); return ''; };
    (look) => {
      seen = look;
      void new Error().stack;
      seen = undefined;
    };
  `);
}

function isPassage(site: NodeJS.CallSite): boolean {
  const source: unknown = site.getScriptNameOrSourceURL();
  return source === ENTER_SOURCE || site.getFunctionName() === 'drive';
}
