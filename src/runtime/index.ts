/**
 * Runs compiled modules: `getStore()` is this thread's WebAssembly, `Instance.create` links an
 * artifact into it. Values cross as JavaScript values (`call`) or as bits (`callRaw`).
 *
 * Here is what is the same on all platforms. Somebody must say on which one it runs: `node.ts` does.
 */
export { CallShape } from './call-shape.js';
export { GuardError, LinkError, RuntimeError, trapKindOf } from './errors.js';
export { type ExceptionForms, exceptionsOf, Thrown } from './exceptions.js';
export { type HostCall, HostFunction, type RawHostFunction, WasmFunction } from './function.js';
export { Global } from './global.js';
export { EngineMemory, engineGrow, type HostMemory } from './host-memory.js';
export { Instance, ModuleCode } from './instance.js';
export { type Extern, externKind, type Imported } from './link.js';
export { hasSharedMemories, Memory, NO_SHARED } from './memory.js';
export { codeAddress, NativeCode, noNative } from './native-code.js';
export { ENTER_SOURCE } from './passages.js';
export {
  type CompileChoice,
  isPlatformChosen,
  type OwnBytes,
  type Platform,
  platform,
  providePlatform,
} from './platform.js';
export type { Context } from './references.js';
export { gaugeOf, type Slices, spend } from './slices.js';
export { cutStack } from './stack-text.js';
export {
  type FunctionConversion,
  getStore,
  type Store,
  type StoreOptions,
} from './store.js';
export { Table } from './table.js';
export { Tag } from './tag.js';
export { type HostService, RETURNED, type Thread } from './thread.js';
export {
  convert,
  type KeptValue,
  keepConverted,
  keptToJs,
  readValue,
  writeConverted,
} from './values.js';
