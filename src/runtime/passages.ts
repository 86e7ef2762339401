/** Functions on JavaScript's stack through which it has entered WebAssembly: by file, or by name. */
export const ENTER_SOURCE = 'winch-ts:enter';

/**
 * How many passages into WebAssembly are on JavaScript's stack, or undefined where that cannot be told.
 * Takes microseconds, more for a deep stack. May count too many, never too few.
 */
export function countPassages(): number | undefined {
  // Other engines leave frames of calls in tail position out.
  if (process.versions.v8 === undefined || 'bun' in process.versions) return undefined;
  repair();
  const { prepareStackTrace, stackTraceLimit } = Error;
  let count = 0;
  let counted = false;
  changed = { prepareStackTrace, stackTraceLimit };
  // Execution can be terminated here, too.
  queueMicrotask(repair);
  try {
    const own = new Error();
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = (error, sites) => {
      if (error !== own) {
        if (typeof prepareStackTrace === 'function') return prepareStackTrace(error, sites);
        return [error, ...sites].join('\n    at ');
      }
      for (const site of sites) if (isPassage(site)) count++;
      counted = true;
      return '';
    };
    Error.captureStackTrace(own);
    // Read, because the text is made when it is first looked at.
    void own.stack;
  } catch {
    // Error is frozen, or the stack is used up.
    return undefined;
  } finally {
    repair();
  }
  return counted ? count : undefined;
}

let changed: Pick<ErrorConstructor, 'prepareStackTrace' | 'stackTraceLimit'> | undefined;

/** Gives `Error` the properties back that counting has changed, if it was not let finish. */
export function repair(): void {
  if (changed === undefined) return;
  const { prepareStackTrace, stackTraceLimit } = changed;
  try {
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
  } catch {
    // Frozen: nothing was changed.
  }
  changed = undefined;
}

function isPassage(site: NodeJS.CallSite): boolean {
  const source: unknown = site.getScriptNameOrSourceURL();
  return source === ENTER_SOURCE || site.getFunctionName() === 'drive';
}
