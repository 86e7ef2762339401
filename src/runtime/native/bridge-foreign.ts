import { encodeUtf8 } from '../../util/utf8.js';
import { type Bridge, loadBridge } from './bridge.js';
import { cFunctions, engineFunctions } from './engine-calls.js';
import { type CFunction, detachByTransfer, type Foreign } from './foreign.js';

/** Longest name of a function, with room to spare. */
const NAME_SIZE = 256;

/**
 * C by the project's own bridge.
 *
 * @throws BridgeUnavailableError where it cannot be loaded
 */
export function bridgeForeign(): Foreign {
  const bridge: Bridge = loadBridge();
  const { env, make, addressOf, copyTo, callback } = bridge;

  const create = (callback: number, data: number): ((...values: number[]) => unknown) => {
    // The name, without length, is left out.
    const made = make(bridge.napi_create_function, env, 0, 0, callback, data);
    if (typeof made !== 'function') throw stopping();
    return made as (...values: number[]) => unknown;
  };
  const bind = (address: number, result: 'int' | 'word') =>
    create(bridge[result], address) as CFunction;

  const viewUntil = (address: number, length: number, gone: number, hint: number) => {
    const made = make(bridge.napi_create_external_arraybuffer, env, address, length, gone, hint);
    // Of a class of its own where modules run in contexts of their own.
    if (made === undefined) throw stopping();
    return made as ArrayBuffer;
  };

  const dlsym = bind(bridge.dlsym, 'word');
  // Kept, so that nothing ends the memory while a function reads it.
  const name = new Uint8Array(NAME_SIZE);
  const nameAddress = must(addressOf(name));

  const symbol = (text: string): number => {
    const bytes = encodeUtf8(text);
    if (bytes.length >= NAME_SIZE) return 0;
    name.fill(0);
    name.set(bytes);
    return must(dlsym(0, nameAddress));
  };
  const engine = engineFunctions(symbol);
  const cFunction = engine === undefined ? undefined : cFunctions(bind, symbol, addressOf);

  return {
    bind: (address, _parameters, result) => bind(address, result),
    symbol,
    addressOf: (bytes) => must(addressOf(bytes)),
    copyTo(address, bytes) {
      must(copyTo(address, bytes));
    },
    view: (address, length) => viewUntil(address, length, 0, 0),
    viewUntil,
    detach:
      detachByTransfer() ??
      ((buffer) => {
        if (bridge.detach(buffer) !== 0) throw new Error('the buffer cannot be detached');
      }),
    callable(address) {
      if (engine === undefined) return create(address, 0) as () => void;
      const made = callback(address, ...engine, cFunction?.(address) ?? 0);
      if (typeof made !== 'function') throw stopping();
      return made as () => void;
    },
  };
}

/** Node-API makes nothing any more then; JavaScript goes on only to where it looks. */
function stopping(): Error {
  return new Error('this thread is being terminated');
}

function must(value: number | undefined): number {
  if (value === undefined) throw new TypeError('a native function got a wrong argument');
  return value;
}
