import type { TableForm } from '../abi/vmctx-layout.js';
import type { DebugRecord } from '../debug-info/record.js';
import type { ModuleInfo } from '../module/module-info.js';
import type { TargetName } from '../targets/index.js';
import type { FunctionSource } from './function-source.js';

export type { TargetName };

/** How generated code keeps accesses inside of a 32-bit memory. */
export type BoundsMode = 'guard' | 'explicit';

/** What a compile yields: position-independent code and the tables to run and explain it. */
export interface Artifact {
  readonly target: TargetName;
  readonly bounds: BoundsMode;
  /** What tables are to the code; only objects for C have structs, which this library does not run. */
  readonly tableForm: TableForm;
  /** CPU features that the code needs, by name ("sse4.1", "bmi2", ...), sorted. */
  readonly features: readonly string[];
  readonly info: ModuleInfo;
  readonly code: Uint8Array;
  /** Code offset of the entry of each defined function, ascending; one more for the end of code. */
  readonly funcOffsets: Uint32Array;
  /** Pairs (code offset of a faulting instruction, module offset of its operator), ascending. */
  readonly trapSites: Int32Array;
  /** TrapKind of each trap site. */
  readonly trapKinds: Uint8Array;
  /** Pairs (return address as code offset, module offset of the call), ascending. */
  readonly callSites: Int32Array;
  /** Where exceptions go: see `masm/handlers.ts`. */
  readonly handlers: Int32Array;
  readonly handlerSpans: Int32Array;
  /** Where functions take their frames down: pairs as `FrameState` draws them. Empty if it was read from a file. */
  readonly frameStates: Int32Array;
  /**
   * Pairs (function index, what it accesses) of functions that only read or write a global of a number
   * type, by ascending index; see `accessorOf`.
   */
  readonly accessors: Int32Array;
  /** The module without its code section, to make `info` from again. */
  readonly moduleBytes: Uint8Array;
  /** What debug information is made of, if it was asked for. */
  readonly debug?: DebugRecord | undefined;
  readonly stats: CompileStats;
  /**
   * Compiles functions one by one, of a module that was only validated yet. What takes all of the code has the rest compiled,
   * by asking for it.
   */
  readonly functions?: FunctionSource | undefined;
  /** Then: the module compiled at once. `info` here is of bytes with the code, there of bytes without. */
  readonly whole?: Artifact;
}

/** Counters of a compile. */
export interface CompileStats {
  /** Bytes of function bodies read. */
  readonly bytesIn: number;
  /** Bytes of machine code. */
  readonly bytesOut: number;
  readonly functions: number;
  readonly operators: number;
  /** Values stored to their slots because a register was needed or a call destroys it. */
  readonly spills: number;
  /** Branches that needed moves to match their target. */
  readonly merges: number;
  /** Moves and swaps of registers: at joins, for calls, and copies of values that are destroyed. */
  readonly moves: number;
  readonly nanoseconds: number;
}
