import { describe, expect, it } from 'vitest';
import { Op } from './opcodes.js';
import { Reason, reasonText } from './reasons.js';
import { ValType } from './value-types.js';

describe('reasons', () => {
  it('have a text each, whose operands are all filled in', () => {
    const texts: string[] = [];
    for (let reason: Reason = 0; reason <= Reason.ElseWithoutIf; reason++) {
      texts.push(reasonText(reason, Op.I32Add, ValType.I64, ValType.F32));
    }
    for (const text of texts) expect(text).toMatch(/^[^{}]+$/);
    expect(new Set(texts).size).toBe(texts.length);
  });

  it('name the operator, types and opcodes', () => {
    const of = (reason: Reason, op: number, a: number | string, b: number | string) =>
      reasonText(reason, op, a, b);
    expect(of(Reason.OperandType, Op.TableCopy, ValType.I32, ValType.ExternRef)).toBe(
      'type mismatch: table.copy expected i32, found externref',
    );
    expect(of(Reason.IllegalOpcode, 0, 0, 0xff)).toBe('illegal opcode: opcode 0xff');
    expect(of(Reason.OpcodeOfProposal, 0, 0xfb, 0x1c)).toBe(
      'opcode 0xfb 0x1c needs garbage collection',
    );
    expect(of(Reason.UnexpectedEnd, 0, 'label', 0)).toBe(
      'unexpected end of section or function: label expected',
    );
  });
});
