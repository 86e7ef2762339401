/** Functions on JavaScript's stack through which it has entered WebAssembly: by file, or by name. */
export const ENTER_SOURCE = 'winch-ts:enter';

/**
 * How many passages into WebAssembly are on JavaScript's stack, or undefined where that cannot be told.
 * Takes microseconds, more for a deep stack. May count too many, never too few.
 */
export function countPassages(): number | undefined {
  // Other engines leave frames of calls in tail position out.
  if (process.versions.v8 === undefined || 'bun' in process.versions) return undefined;
  const { prepareStackTrace, stackTraceLimit } = Error;
  let count = 0;
  let counted = false;
  try {
    Error.stackTraceLimit = Number.POSITIVE_INFINITY;
    Error.prepareStackTrace = (_error, sites) => {
      for (const site of sites) if (isPassage(site)) count++;
      counted = true;
      return '';
    };
    // Read, because the text is made when it is first looked at.
    void new Error().stack;
  } catch {
    // Error is frozen, or the stack is used up.
    return undefined;
  } finally {
    try {
      Error.stackTraceLimit = stackTraceLimit;
      Error.prepareStackTrace = prepareStackTrace;
    } catch {
      // Frozen: nothing was changed.
    }
  }
  return counted ? count : undefined;
}

function isPassage(site: NodeJS.CallSite): boolean {
  const source: unknown = site.getScriptNameOrSourceURL();
  return source === ENTER_SOURCE || site.getFunctionName() === 'drive';
}
