/** Exit codes of the command line. */
export const EXIT_OK = 0;
/** Something failed: an input, a trap, an assertion. */
export const EXIT_FAILURE = 1;
/** The command line itself is wrong. */
export const EXIT_USAGE = 2;

/** A failure that the user can do something about; its message is all that is shown. */
export class CliError extends Error {
  constructor(
    message: string,
    readonly exitCode: typeof EXIT_FAILURE | typeof EXIT_USAGE = EXIT_FAILURE,
    options?: ErrorOptions,
  ) {
    super(message, options);
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
  ERR_FS_FILE_TOO_LARGE: 'too large',
};

/** An error of the file system in a few words. */
export function systemReason(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  return (code === undefined ? undefined : SYSTEM_ERRORS[code]) ?? code ?? message;
}

/** One line that says what went wrong. */
export function failureLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const named = error instanceof CliError || error.name === 'Error' || PLAIN.has(error.name);
  const line = named ? error.message : `${error.name}: ${error.message}`;
  return line.replaceAll(/\s*\n\s*/g, ' ');
}

/** Errors whose messages need no name in front. */
const PLAIN = new Set([
  'ArtifactError',
  'TextReaderMissingError',
  'DisassemblerMissingError',
  'SuiteError',
]);
