import { encodeUtf8 } from '../util/utf8.js';
/**
 * The bridge: a Node-API module in machine code, through which JavaScript calls C functions. Its code is
 * the project's own, so that nothing in it throws or aborts where Node-API refuses a call, as it does in
 * a worker that is being terminated: a primitive returns undefined then.
 *
 * Signatures of the functions that it imports: nodejs.org/api/n-api.html, dlsym(3), memcpy(3).
 */
export const BRIDGE_IMPORTS = [
  'napi_get_cb_info',
  'napi_get_value_int64',
  'napi_create_int64',
  'napi_create_function',
  'napi_set_named_property',
  'napi_get_typedarray_info',
  'napi_detach_arraybuffer',
  'napi_create_external_arraybuffer',
  'dlsym',
  'memcpy',
] as const;

export type BridgeImport = (typeof BRIDGE_IMPORTS)[number];

/** Offset of an import's address in the table of addresses. */
export function importOffset(name: BridgeImport): number {
  return 8 * BRIDGE_IMPORTS.indexOf(name);
}

/** The version of Node-API that the module asks for. */
export const NAPI_VERSION = 8;

/** Integers that a C function gets at most, all in registers. */
export const MAX_ARGUMENTS = 6;
/** Numbers that a primitive deals with: the function's address comes first. */
export const CALL_CAPACITY = MAX_ARGUMENTS + 1;

/**
 * JavaScript functions of the module. All numbers are of 64 bits, as far as a double holds them. Where
 * an argument is no number, or there are too many, nothing is called, and the result is undefined.
 */
export const PRIMITIVES = [
  /** `make(address, ...)`: calls a function of Node-API whose last argument is where the value goes. */
  'make',
  /** `addressOf(typed array)`: address of its first byte, which then does not move any more. */
  'addressOf',
  /** `copyTo(address, Uint8Array)`: stores its bytes; how many they are. */
  'copyTo',
  /** `detach(ArrayBuffer)`: the napi_status. */
  'detach',
  /**
   * `callback(address, ...)`: a function of V8's own interface whose callback is the C function at the
   * address, or undefined. Node-API puts a layer between that takes longer than the call itself (10 to
   * 21 ns instead of 5). The other arguments are the addresses of {@link V8_FUNCTIONS}, and that of a
   * `v8::CFunction`, or 0: optimized code calls it with nothing between (3 ns).
   */
  'callback',
] as const;

/** Numbers that the module gives, all addresses. */
export const NUMBERS = [
  /** The napi_env. */
  'env',
  /** Callback of functions whose data is the address of a C function that returns a word. */
  'word',
  /** Likewise of one that returns an int. */
  'int',
  'napi_create_function',
  'napi_create_external_arraybuffer',
  'dlsym',
] as const;

/**
 * Names of what `callback` calls, in its order, as they are linked (Itanium C++ ABI, section 5.1): they
 * tell the parameters' types.
 *
 *     Isolate* Isolate::GetCurrent()
 *     Local<Context> Isolate::GetCurrentContext()
 *     Local<FunctionTemplate> FunctionTemplate::New(Isolate*, FunctionCallback, Local<Value> data,
 *       Local<Signature>, int length, ConstructorBehavior, SideEffectType, const CFunction*,
 *       uint16_t instance_type, uint16_t receiver_types_start, uint16_t receiver_types_end)
 *     MaybeLocal<Function> FunctionTemplate::GetFunction(Local<Context>)
 *
 * A `Local` or `MaybeLocal` is a pointer, as a napi_value is. The callback gets a pointer that it need
 * not look at: a function that sets no result returns undefined.
 */
export const V8_FUNCTIONS = [
  '_ZN2v87Isolate10GetCurrentEv',
  '_ZN2v87Isolate17GetCurrentContextEv',
  '_ZN2v816FunctionTemplate3NewEPNS_7IsolateEPFvRKNS_20FunctionCallbackInfoINS_5ValueEEEENS_5LocalIS4_' +
    'EENSA_INS_9SignatureEEEiNS_19ConstructorBehaviorENS_14SideEffectTypeEPKNS_9CFunctionEttt',
  '_ZN2v816FunctionTemplate11GetFunctionENS_5LocalINS_7ContextEEE',
] as const;

/** Numbers that `callback` takes. */
export const CALLBACK_ARGUMENTS = 2 + V8_FUNCTIONS.length;

/** Code of the bridge, with the offsets of its symbols. Position-independent. */
export interface BridgeCode {
  readonly code: Uint8Array;
  /** `napi_value napi_register_module_v1(napi_env, napi_value exports)`. */
  readonly register: number;
  /** `int32_t node_api_module_get_api_version_v1(void)`. */
  readonly version: number;
}

/** @param table distance from the code's first byte to the table of {@link BRIDGE_IMPORTS}' addresses */
export type BridgeGenerator = (table: number) => BridgeCode;

/** The names of {@link PRIMITIVES} and {@link NUMBERS} as C strings, and where each one starts. */
export function bridgeNames(): { bytes: Uint8Array; offsets: Record<string, number> } {
  const offsets: Record<string, number> = {};
  let text = '';
  for (const name of [...PRIMITIVES, ...NUMBERS]) {
    offsets[name] = text.length;
    text += `${name}\0`;
  }
  return { bytes: encodeUtf8(text.padEnd((text.length + 15) & ~15, '\0')), offsets };
}
