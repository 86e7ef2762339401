interface Util {
  readonly types?: { isNativeError(value: unknown): boolean };
}

interface HostProcess {
  getBuiltinModule?(name: string): Util | undefined;
}

const { process: host } = globalThis as { process?: HostProcess };
const isNativeError = host?.getBuiltinModule?.('node:util')?.types?.isNativeError;

/**
 * Whether a value is an object that a constructor of errors has made. Runs no code of the value's where Node tells; elsewhere the handler
 * of a Proxy may be asked.
 */
export const isRealError: (value: unknown) => value is Error = (value): value is Error =>
  isNativeError === undefined ? value instanceof Error : isNativeError(value);
