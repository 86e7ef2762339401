import { visible } from '../text/visible.js';

/** Shows stacks of errors when set. */
export const DEBUG_VARIABLE = 'WINCH_TS_DEBUG';
/** Exit codes of the command line. */
export const EXIT_OK = 0;
/** Something failed: an input, an assertion. */
export const EXIT_FAILURE = 1;
/** The command line itself is wrong. */
export const EXIT_USAGE = 2;
/** A program trapped: as of a process that ended itself by SIGABRT, which is what others of its kind say. */
export const EXIT_TRAP = 134;

export interface CliErrorOptions extends ErrorOptions {
  /** Lines to show below the message. */
  readonly details?: readonly string[];
}

/**
 * A failure that the user can do something about; its message, and details where there are any, is
 * all that is shown.
 */
export class CliError extends Error {
  readonly details: readonly string[];

  constructor(
    message: string,
    readonly exitCode: typeof EXIT_FAILURE | typeof EXIT_USAGE | typeof EXIT_TRAP = EXIT_FAILURE,
    options?: CliErrorOptions,
  ) {
    super(message, options);
    this.details = options?.details ?? [];
  }
}

const SYSTEM_ERRORS: Record<string, string> = {
  ENOENT: 'no such file or directory',
  EACCES: 'permission denied',
  EPERM: 'operation not permitted',
  EISDIR: 'is a directory',
  ENOTDIR: 'not a directory',
  ENOSPC: 'no space left on device',
  EROFS: 'read-only file system',
  ENAMETOOLONG: 'name too long',
  EDQUOT: 'disk quota exceeded',
  EFBIG: 'file too large',
  EIO: 'input/output error',
  ELOOP: 'too many symbolic links',
  ENXIO: 'no such device or address',
  EPIPE: 'its reader is gone',
  ERR_FS_FILE_TOO_LARGE: 'too large',
};

/** An error of the file system in a few words. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : SYSTEM_ERRORS[code]) ?? code ?? message;
}

/** Characters of a message that are shown: names in it have no limit of their own. */
const MAX_LINE = 4000;

/** One line that says what went wrong, fit for a terminal. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return oneLine(String(error));
  const named = error instanceof CliError || error.name === 'Error' || PLAIN.has(error.name);
  return oneLine(named ? error.message : `${error.name}: ${error.message}`);
}

/** A message of several lines in one, fit for a terminal. */
export function oneLine(message: string): string {
  return shorten(visible(message.trimEnd().replaceAll(/\s*\n\s*/g, ' ')), MAX_LINE);
}

/** At most about `length` characters of a text: where it is longer, its start and its end. */
export function shorten(text: string, length: number): string {
  if (text.length <= length) return text;
  const half = length >> 1;
  return `${text.slice(0, half)}[...]${text.slice(-half)}`;
}

/** Errors whose messages need no name in front. */
const PLAIN = new Set([
  'ArtifactError',
  'TextReaderMissingError',
  'DisassemblerMissingError',
  'SuiteError',
]);
