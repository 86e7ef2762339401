import { nativeOn } from './c-library.js';
import type { Native } from './native.js';
import { openForeign } from './open.js';

let loaded: Native | undefined;

/**
 * The native interface of this thread, loaded when first asked for.
 *
 * @throws Error where the platform is not supported, or nothing native can be loaded
 */
export function native(): Native {
  loaded ??= load();
  return loaded;
}

function load(): Native {
  if (process.platform !== 'linux') {
    throw new Error(`running WebAssembly needs Linux; ${process.platform} is not supported`);
  }
  return nativeOn(openForeign());
}
