import { Immediate } from './immediates.js';
import { Op } from './op.js';
import { ValType } from './value-types.js';

// Facts about the operators of constant expressions, which are read at every start: the tables of all operators are not.

/** The immediate of an operator that may be in a constant expression. */
export function constImmediate(op: Op): Immediate {
  switch (op) {
    case Op.I32Const:
      return Immediate.I32;
    case Op.I64Const:
      return Immediate.I64;
    case Op.F32Const:
      return Immediate.F32;
    case Op.F64Const:
      return Immediate.F64;
    case Op.V128Const:
      return Immediate.V128;
    case Op.RefNull:
      return Immediate.HeapType;
    case Op.RefFunc:
      return Immediate.Func;
    case Op.GlobalGet:
      return Immediate.Global;
    default:
      return Immediate.None;
  }
}

/** The type of the result of an operator that may be in a constant expression, where the operator alone tells. */
export function constResult(op: Op): ValType {
  switch (op) {
    case Op.I32Const:
    case Op.I32Add:
    case Op.I32Sub:
    case Op.I32Mul:
      return ValType.I32;
    case Op.I64Const:
    case Op.I64Add:
    case Op.I64Sub:
    case Op.I64Mul:
      return ValType.I64;
    case Op.F32Const:
      return ValType.F32;
    case Op.F64Const:
      return ValType.F64;
    case Op.V128Const:
      return ValType.V128;
    case Op.RefFunc:
      return ValType.FuncRef;
    default:
      return ValType.Bottom;
  }
}
