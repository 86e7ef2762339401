import { Op } from '../wasm/operators.js';
import type { ConstExpr } from '../wasm/types.js';

/** What constant expressions can refer to, as bits. */
export interface ConstScope {
  /** Bits of a global. */
  globalBits(index: number): bigint;
  /** Address of a function's FuncRef. */
  funcPointer(index: number): number;
}

/**
 * The value of a valid constant expression (with extended arithmetic) as bits; 32-bit types are
 * zero-extended.
 */
export function evaluate(expr: ConstExpr, scope: ConstScope): bigint {
  const stack: bigint[] = [];
  for (const { op, lo, hi, lo2 = 0, hi2 = 0 } of expr) {
    switch (op) {
      case Op.I32Const:
      case Op.F32Const:
        stack.push(BigInt(lo >>> 0));
        break;
      case Op.I64Const:
      case Op.F64Const:
        stack.push(join(lo, hi));
        break;
      case Op.V128Const:
        stack.push((join(lo2, hi2) << 64n) | join(lo, hi));
        break;
      case Op.RefNull:
        stack.push(0n);
        break;
      case Op.RefFunc:
        stack.push(BigInt(scope.funcPointer(lo)));
        break;
      case Op.GlobalGet:
        stack.push(scope.globalBits(lo));
        break;
      case Op.End:
        break;
      default: {
        const right = stack.pop();
        const left = stack.pop();
        if (left === undefined || right === undefined) throw malformed(op);
        stack.push(arithmetic(op, left, right));
      }
    }
  }
  if (stack.length !== 1) throw malformed(Op.End);
  return stack[0]!;
}

function join(lo: number, hi: number): bigint {
  return (BigInt(hi >>> 0) << 32n) | BigInt(lo >>> 0);
}

function arithmetic(op: Op, left: bigint, right: bigint): bigint {
  switch (op) {
    case Op.I32Add:
      return BigInt.asUintN(32, left + right);
    case Op.I32Sub:
      return BigInt.asUintN(32, left - right);
    case Op.I32Mul:
      return BigInt.asUintN(32, left * right);
    case Op.I64Add:
      return BigInt.asUintN(64, left + right);
    case Op.I64Sub:
      return BigInt.asUintN(64, left - right);
    case Op.I64Mul:
      return BigInt.asUintN(64, left * right);
    default:
      throw malformed(op);
  }
}

function malformed(op: Op): Error {
  return new Error(`internal error: operator ${op} in a constant expression`);
}
