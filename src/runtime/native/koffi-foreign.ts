import { type CFunction, detachByTransfer, type Foreign } from './foreign.js';
import { hostModule } from './host-module.js';
import { loadKoffi } from './koffi.js';

/** Most that koffi takes for the stack its calls run on; re-entrant activations share it. */
const CALL_STACK_SIZE = 16 * 1024 * 1024;

/**
 * C by the package koffi, for processes that the bridge cannot be loaded into. It ends the process when
 * a worker is terminated while it loads or makes a call that Node-API refuses then.
 *
 * @throws Error where the package is not installed, or does not load
 */
export function koffiForeign(): Foreign {
  const koffi = loadKoffi();
  try {
    koffi.config({ ...koffi.config(), sync_stack_size: CALL_STACK_SIZE });
  } catch {
    // Somebody else in this process has loaded a library already: their size stays.
  }
  const libc = koffi.load(null);
  const dlsym = libc.func('dlsym', 'uintptr_t', ['uintptr_t', 'str']);
  const memcpy = libc.func('memcpy', 'void', ['uintptr_t', 'const void *', 'size_t']);
  const entry = koffi.proto('void', []);

  return {
    bind(address, parameters, result) {
      const types = new Array<string>(parameters).fill('int64_t');
      const type = koffi.proto(result === 'int' ? 'int' : 'int64_t', types);
      return koffi.decode(BigInt(address), type) as CFunction;
    },
    symbol: (name) => dlsym(0, name),
    addressOf: (bytes) => Number(koffi.address(bytes)),
    copyTo(address, bytes) {
      memcpy(address, bytes, bytes.length);
    },
    view: (address, length) => koffi.view(BigInt(address), length),
    viewUntil: undefined,
    detach: detachByTransfer() ?? detachByEngine(),
    callable: (address) => koffi.decode(BigInt(address), entry) as () => void,
  };
}

/** Detaches by the engine's own test function. */
function detachByEngine(): (buffer: ArrayBuffer) => void {
  let detach = compileDetach();
  return (buffer) => {
    try {
      detach(buffer);
    } catch (error) {
      // The engine drops the code of functions that rest, and then reads their source again.
      if (!(error instanceof SyntaxError)) throw error;
      detach = compileDetach();
      detach(buffer);
    }
  };
}

/** Compiles a call of the engine's own function, whose name is a syntax error without a flag. */
function compileDetach(): (buffer: ArrayBuffer) => void {
  const { setFlagsFromString } = hostModule<typeof import('node:v8')>('node:v8');
  setFlagsFromString('--allow-natives-syntax');
  try {
    const detach = new Function('buffer', '%ArrayBufferDetach(buffer)') as (
      buffer: ArrayBuffer,
    ) => void;
    // Compiled when first called.
    detach(new ArrayBuffer(8));
    return detach;
  } finally {
    setFlagsFromString('--no-allow-natives-syntax');
  }
}
