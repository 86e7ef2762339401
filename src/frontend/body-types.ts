import type { TypeList } from '../module/type-table.js';
import { control, stack } from '../stack/state.js';
import { RECORD } from '../stack/value-stack.js';
import {
  MAX_OP_PARAMS,
  MAX_OP_RESULTS,
  NAMED_TYPE,
  OP_PARAM_COUNT,
  OP_PARAMS,
  OP_RESULT_COUNT,
  OP_RESULTS,
} from '../wasm/opcodes.js';
import { Reason } from '../wasm/reasons.js';
import { isSubtype, ValType } from '../wasm/value-types.js';
import { BodyImmediates } from './body-immediates.js';

/**
 * The types of operands: checks them against the records of the shared value stack, whether code is
 * generated or not, and pushes and pops bare types where it is not.
 */
export class BodyTypes extends BodyImmediates {
  /** Handle of the first operand of the innermost block. */
  protected height = 0;

  /** Checks the operands of an operator with a signature, whose immediates were read. */
  protected checkSignature(op: number): void {
    const count = OP_PARAM_COUNT[op]!;
    for (let i = count - 1, depth = 0; i >= 0; i--, depth++) {
      const type = OP_PARAMS[op * MAX_OP_PARAMS + i]!;
      if (!this.checkAt(depth, type === NAMED_TYPE ? this.namedType : type)) return;
    }
  }

  /** Pops the operands of an operator with a signature and pushes its results. */
  protected applySignature(op: number): void {
    this.pop(OP_PARAM_COUNT[op]!);
    const count = OP_RESULT_COUNT[op]!;
    for (let i = 0; i < count; i++) {
      const type = OP_RESULTS[op * MAX_OP_RESULTS + i]!;
      this.push(type === NAMED_TYPE ? this.namedType : type);
    }
  }

  /**
   * Checks the value `depth` below the top against a type, or Bottom for any. The same type is looked for
   * first; only others are asked whether they are subtypes.
   *
   * @returns true if a value is there, false below a polymorphic base
   */
  protected checkAt(depth: number, type: ValType): boolean {
    const handle = stack.top - (depth + 1) * RECORD;
    if (handle < this.height) {
      if (control.isPolymorphic(control.depth - 1)) return false;
      this.fail(Reason.OperandMissing, this.at, type);
    }
    const found = stack.rec[handle]!;
    if (found !== type && type !== ValType.Bottom && !isSubtype(found, type)) {
      this.fail(Reason.OperandType, this.at, type, found);
    }
    return true;
  }

  /** Checks that the top of the stack, below `skip` values, is of the given types. */
  protected expectAll(list: TypeList, skip = 0): void {
    const { types } = this;
    const count = types.count(list);
    let handle = stack.top - (skip + count) * RECORD;
    if (handle < this.height) {
      this.expectEach(list, skip);
      return;
    }
    // Nearly always all are there, and just of these types.
    const { rec } = stack;
    for (let i = 0; i < count; i++, handle += RECORD) {
      if (rec[handle] !== types.typeAt(list, i)) {
        this.expectEach(list, skip);
        return;
      }
    }
  }

  /** As {@link expectAll}, from the top on: the first that is wrong there is what the error is about. */
  private expectEach(list: TypeList, skip: number): void {
    const { types } = this;
    for (let i = types.count(list) - 1, depth = skip; i >= 0; i--, depth++) {
      if (!this.checkAt(depth, types.typeAt(list, i))) return;
    }
  }

  /** Type of the value `depth` below the top; Bottom below a polymorphic base. */
  protected typeAt(depth: number): ValType {
    return this.checkAt(depth, ValType.Bottom)
      ? stack.rec[stack.top - (depth + 1) * RECORD]!
      : ValType.Bottom;
  }

  // ---- the stack where no code is generated -----------------------------------------------------

  protected pop(count: number): void {
    // Values from before the code became unreachable still hold registers.
    stack.dropTo(Math.max(stack.top - count * RECORD, this.height));
  }

  protected push(type: ValType): void {
    stack.pushPlain(type, 0);
  }

  protected pushAll(list: TypeList): void {
    const { types } = this;
    const count = types.count(list);
    for (let i = 0; i < count; i++) this.push(types.typeAt(list, i));
  }

  /** What an operator without a signature does: pops so many operands and pushes its results. */
  protected apply(operands: number, results: TypeList): void {
    this.pop(operands);
    this.pushAll(results);
  }
}
