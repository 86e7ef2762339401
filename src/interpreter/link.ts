import { Builtin } from '../abi/vmctx-layout.js';
import { Code, ROWS } from '../masm/portable/encoding.js';

/**
 * How calls of a module are joined to where they go. The code generator emits one kind of call for every callee; who
 * links resolves each: **near** ones, of functions of the module, get a distance; **far** ones, of imports and builtins, become
 * `CallIndirectHost` with the number of the callee's signature, in place and of the same length. What is called
 * travels as a value, in the record of the import in the vmctx; so the same linked code does for all hosts.
 */
export interface Linkage {
  /** Functions that are imported; those of the module come behind them. */
  readonly importedFuncs: number;
  /** Where each function of the module begins, in bytes, and the end. */
  readonly funcOffsets: ArrayLike<number>;
  /** Number of the signature of an imported function. */
  importSignature(funcIndex: number): number;
  /** Number of the signature by which a tag throws, or what throws again: the count of tags. */
  tagSignature(tag: number): number;
  /** Number of the signature of a builtin. */
  builtinSignature(builtin: number): number;
}

/** Words of an instruction that begins at a place. */
export function instructionWords(code: Int32Array, at: number): number {
  const op = code[at]!;
  return op === Code.JumpTable ? 4 + code[at + 2]! : LENGTHS[op]!;
}

const LENGTHS = Uint8Array.from(ROWS, ([, operands]) => 1 + operands.length);

/** Resolves all calls of verified code, in place. */
export function linkCode(code: Int32Array, linkage: Linkage): void {
  const { importedFuncs, funcOffsets } = linkage;
  const distance = (at: number, funcIndex: number): number =>
    funcOffsets[funcIndex - importedFuncs]! / 4 - at;
  for (let at = 0; at < code.length; at += instructionWords(code, at)) {
    switch (code[at]) {
      case Code.Call: {
        const funcIndex = code[at + 1]!;
        if (funcIndex < importedFuncs) {
          code[at] = Code.CallIndirectHost;
          code[at + 1] = linkage.importSignature(funcIndex);
        } else {
          code[at] = Code.CallNear;
          code[at + 1] = distance(at + 1, funcIndex);
        }
        break;
      }
      case Code.CallBuiltin: {
        const builtin = code[at + 1]!;
        code[at] = Code.CallIndirectHost;
        code[at + 1] = linkage.builtinSignature(builtin);
        code[at + 3] = ~builtin;
        break;
      }
      case Code.CallTag:
        code[at] = Code.CallIndirectHost;
        code[at + 1] = linkage.tagSignature(code[at + 1]!);
        break;
      case Code.TailJump:
        code[at] = Code.TailJumpNear;
        code[at + 1] = distance(at + 1, code[at + 1]!);
        break;
    }
  }
}

/** Builtins have numbers below this. */
export const BUILTINS: number = Builtin.Count;
