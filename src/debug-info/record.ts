/** What is known of where a local's value is. */
export const enum Place {
  /** Nowhere, or nobody can tell. */
  None = 0,
  /** In its slot. */
  Slot = 1,
  /** It is a constant. */
  Constant = 2,
}

/** Words of each entry of {@link DebugRecord.places}. */
export const PLACE_WORDS = 5;
/** Words of each function in {@link DebugRecord.functions}. */
export const FUNCTION_WORDS = 5;

/**
 * What a compile tells of its code besides what runs it, where debug information was asked for.
 *
 * ```
 *   operators   pairs (code offset, module offset of the operator that it begins), ascending in both
 *   functions   of each defined function
 *     +0  code offset where its body ends: what follows up to the next function are stubs and data
 *     +1  bytes of its slots
 *     +2  index of its first entry in `places`
 *     +3  index of its first type in `localTypes`, parameters first
 *     +4  module offset of its body
 *   places      by function, and in the order of calls
 *     +0  number of the local
 *     +1  code offset from which on the place holds in frames that call: up to the next entry of the
 *         local, or the last call of the function
 *     +2  Place
 *     +3  Slot: the slot; Constant: the lower 32 bits
 *     +4  Constant: the upper 32 bits
 * ```
 * A caller is known by the address behind its call. So places are exact there; between two calls, a local
 * may be in a register for a while.
 */
export interface DebugRecord {
  readonly operators: Int32Array;
  readonly functions: Int32Array;
  readonly places: Int32Array;
  readonly localTypes: Uint8Array;
  /** The function bodies, with a gap before each, and the module offset of the first byte. */
  readonly bodies: Uint8Array;
  readonly firstBodyAt: number;
  /** Module offset of the contents of the code section: what DWARF in modules counts from. */
  readonly codeSectionAt: number;
}
