import { FIRST_FP } from '../abi/places.js';
import type { CompileObserver } from '../codegen/function-compiler.js';
import { Loc, RECORD, type ValueStack } from '../stack/value-stack.js';
import { type Op, opName } from '../wasm/opcodes.js';
import { typeName, ValType } from '../wasm/value-types.js';
import type { Disassembler } from './disassembler.js';

interface Step {
  readonly text: string;
  readonly codeStart: number;
  readonly codeEnd: number;
}

/**
 * Records, operator by operator, what the abstract stack looked like and which code was emitted: an
 * observer to compile with, and lines to print afterwards.
 *
 * A value is shown as its type and where it is: `r0` and `f0` are general and float registers by
 * number, `=5` a constant, `@` its frame slot, `r3@` both; `?` marks an i32 with an unknown upper
 * half. Locals that are merely in their slots are left out.
 */
export class CompileTrace implements CompileObserver {
  private readonly steps: Step[] = [];
  /** The function of each step that starts one. */
  private readonly starts = new Map<number, string>();

  /** @param filter which functions to record */
  constructor(private readonly filter: (funcIndex: number) => boolean = () => true) {}

  private recording = false;

  function(funcIndex: number, codeOffset: number): void {
    this.recording = this.filter(funcIndex);
    if (!this.recording) return;
    this.starts.set(this.steps.length, `function ${funcIndex} at ${codeOffset.toString(16)}`);
  }

  operator(op: Op, offset: number, stack: ValueStack, codeStart: number, codeEnd: number): void {
    if (!this.recording) return;
    const text = `0x${offset.toString(16).padEnd(8)} ${opName(op).padEnd(20)} ${describe(stack)}`;
    this.steps.push({ text, codeStart, codeEnd });
  }

  /**
   * The trace, a line at a time: each operator with the state behind it, and its code below. Jumps
   * forward show what they were patched to in the end.
   */
  *lines(code: Uint8Array, disassembler: Disassembler): Generator<string> {
    for (let i = 0; i < this.steps.length; i++) {
      const start = this.starts.get(i);
      if (start !== undefined) yield start;
      const { text, codeStart, codeEnd } = this.steps[i]!;
      yield `  ${text.trimEnd()}`;
      for (const { offset, text: instruction } of disassembler.disassemble(
        code,
        codeStart,
        codeEnd,
      )) {
        yield `      ${offset.toString(16).padStart(8)}: ${instruction}`;
      }
    }
  }
}

function describe(stack: ValueStack): string {
  const locals: string[] = [];
  for (let h = RECORD, i = 0; h < stack.firstOperand; h += RECORD, i++) {
    const where = place(stack, h);
    if (where !== '@') locals.push(`$${i}:${where}`);
  }
  const operands: string[] = [];
  for (let h = stack.firstOperand; h < stack.top; h += RECORD) {
    operands.push(`${typeName(stack.typeAt(h))}:${place(stack, h)}`);
  }
  return `[${operands.join(' ')}]${locals.length === 0 ? '' : ` {${locals.join(' ')}}`}`;
}

function place(stack: ValueStack, handle: number): string {
  const loc = stack.locAt(handle);
  let text = '';
  if ((loc & Loc.InReg) !== 0) {
    const reg = stack.regOf(handle);
    text = reg < FIRST_FP ? `r${reg}` : `f${reg - FIRST_FP}`;
  }
  if ((loc & Loc.Const) !== 0) text = `=${constant(stack, handle)}`;
  if ((loc & Loc.Condition) !== 0) text = 'condition';
  if ((loc & Loc.Stored) !== 0) text += '@';
  if ((loc & Loc.UpperUnknown) !== 0) text += '?';
  return text;
}

function constant(stack: ValueStack, handle: number): string {
  const lo = stack.loAt(handle);
  if (stack.typeAt(handle) === ValType.I32) return String(lo);
  const hi = stack.hiAt(handle) >>> 0;
  return `0x${hi === 0 ? '' : hi.toString(16)}${(lo >>> 0).toString(16).padStart(hi === 0 ? 1 : 8, '0')}`;
}
