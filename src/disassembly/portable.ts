import { ROWS } from '../masm/portable/encoding.js';
import { vectorName } from '../masm/portable/vector-encoding.js';
import type { MachineInstruction } from './instruction.js';

/**
 * The instructions of byte code between two offsets, in bytes; one a line, operands as the encoding names them: `r1`,
 * `f1` and `v1` registers, `[sp+2]` slots, `[fp+4]` arguments, `ctx[8]` fields of the vmctx, `->100` offsets that jumps
 * lead to.
 */
export function disassemblePortable(
  code: Uint8Array,
  start: number,
  end: number,
): MachineInstruction[] {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const out: MachineInstruction[] = [];
  let at = start;
  const word = () => {
    const value = at + 4 <= end ? view.getInt32(at, true) : 0;
    at += 4;
    return value;
  };
  while (at < end) {
    const offset = at;
    const op = word();
    const row = ROWS[op];
    if (row === undefined) {
      out.push({ offset, size: at - offset, text: '.long' });
      continue;
    }
    const [name, letters] = row;
    const texts: string[] = [];
    let count = 0;
    for (const letter of letters) {
      const place = at;
      if (letter === '*') {
        for (let i = 0; i < count && at < end; i++) texts.push(target(at, word()));
        continue;
      }
      const value = word();
      if (letter === 'n') count = value;
      if (letter === 'u') {
        texts.push(vectorName(op, value) ?? `${value}`);
        continue;
      }
      texts.push(letter === 'j' || letter === 'c' ? target(place, value) : show(letter, value));
    }
    out.push({ offset, size: at - offset, text: [name, texts.join(', ')].join(' ').trim() });
  }
  return out;
}

const target = (place: number, distance: number): string => `->${place + 4 * distance}`;

function show(letter: string, value: number): string {
  const signed = value < 0 ? `${value}` : `+${value}`;
  switch (letter) {
    case 'x':
      return value < 64 ? `r${value >> 1}` : `f${(value - 64) >> 1}`;
    case 'd':
      return `f${value - 32}`;
    case 'w':
      return `v${(value - 64) >> 1}`;
    case 's':
    case 'l':
      return `[sp${signed}]`;
    case 'a':
      return `[fp${signed}]`;
    case 'v':
      return `ctx[${4 * value}]`;
    case 'm':
      return `mem+${value >>> 0}`;
    case 'f':
      return `func ${value}`;
    case 'b':
      return `builtin ${value}`;
    default:
      return String(value);
  }
}
