/**
 * Runs compiled modules: `getStore()` is this thread's WebAssembly, `Instance.create` links an
 * artifact into it. Values cross as JavaScript values (`call`) or as bits (`callRaw`).
 */
export { openArtifact } from './artifact-files.js';
export { CallShape } from './call-shape.js';
export { GuardError, LinkError, RuntimeError, trapKindOf } from './errors.js';
export { type HostCall, HostFunction, type RawHostFunction, WasmFunction } from './function.js';
export { Global } from './global.js';
export { EngineMemory, engineGrow, engineSeemsToGuard, type HostMemory } from './host-memory.js';
export { Instance, ModuleCode } from './instance.js';
export { type Extern, externKind, type Imported } from './link.js';
export { compileMachine, type HostMachine, hostMachine } from './machine.js';
export { Memory } from './memory.js';
export { codeAddress, NativeCode } from './native-code.js';
export { nativeEntryOf } from './native-entries.js';
export { OwnMemory } from './own-memory.js';
export { ENTER_SOURCE } from './passages.js';
export { type RunningProfile, startProfile } from './profile.js';
export type { Context } from './references.js';
export { cutStack } from './stack-text.js';
export {
  type FunctionConversion,
  getStore,
  type Store,
  type StoreOptions,
} from './store.js';
export { Table } from './table.js';
export { type HostService, RETURNED, type Thread } from './thread.js';
export { convert, readValue, writeConverted } from './values.js';
