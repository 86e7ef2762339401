/**
 * Runs compiled modules: `getStore()` is this thread's WebAssembly, `Instance.create` links an
 * artifact into it. Values cross as JavaScript values (`call`) or as bits (`callRaw`).
 */
export { CallShape } from './call-shape.js';
export { GuardError, LinkError, RuntimeError, trapKindOf } from './errors.js';
export { type HostCall, HostFunction, type RawHostFunction, WasmFunction } from './function.js';
export { Global } from './global.js';
export { Instance, ModuleCode } from './instance.js';
export { type Extern, externKind } from './link.js';
export { type HostMachine, hostMachine } from './machine.js';
export { Memory } from './memory.js';
export { type RunningProfile, startProfile } from './profile.js';
export {
  type FunctionConversion,
  getStore,
  type Store,
  type StoreOptions,
} from './store.js';
export { Table } from './table.js';
export type { HostService } from './thread.js';
