/** Relocatable objects that C links, and their headers. */
import type { CInterface } from './c-interface.js';
import { nativeHeader } from './header.js';
import { wasm2cHeader } from './wasm2c-header.js';

export {
  type CAbi,
  type CInterface,
  cInterface,
  ObjectError,
  tablesOf,
  typeText,
} from './c-interface.js';
export { makeObject, type ObjectSystem } from './object.js';

/** The C header of an object. */
export function header(c: CInterface): string {
  return c.abi === 'native' ? nativeHeader(c) : wasm2cHeader(c);
}
