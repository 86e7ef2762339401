import { decodeLossy } from '../util/utf8.js';
import { type ByteCursor, MalformedDwarf } from './byte-cursor.js';

/** Sections that texts are in. */
export interface DwarfTexts {
  readonly str: Uint8Array;
  readonly lineStr: Uint8Array;
}

/** Bytes of a text that count. */
const MAX_TEXT = 4096;

const STRING = 0x08;
const STRP = 0x0e;
const LINE_STRP = 0x1f;

/** Bytes of forms of one size (DWARF 5, section 7.5.6), in units that have 32-bit offsets. */
const SIZES: Readonly<Record<number, number>> = {
  5: 2,
  6: 4,
  7: 8,
  11: 1,
  12: 1,
  14: 4,
  16: 4,
  17: 1,
  18: 2,
  19: 4,
  20: 8,
  23: 4,
  25: 0,
  28: 4,
  29: 4,
  30: 16,
  31: 4,
  32: 8,
  33: 0,
  37: 1,
  38: 2,
  39: 3,
  40: 4,
  41: 1,
  42: 2,
  43: 3,
  44: 4,
};

/** Goes past a value of a form. @throws MalformedDwarf for a form that is not known */
export function skipForm(r: ByteCursor, form: number, addressBytes: number): void {
  const size = SIZES[form];
  if (size !== undefined) {
    r.skip(size);
    return;
  }
  switch (form) {
    case 0x01:
      r.skip(addressBytes);
      return;
    case 0x03:
      r.skip(r.u16());
      return;
    case 0x04:
      r.skip(r.u32());
      return;
    case STRING:
      r.text(0);
      return;
    case 0x09:
    case 0x18:
      r.skip(r.uleb());
      return;
    case 0x0a:
      r.skip(r.u8());
      return;
    case 0x0d:
    case 0x0f:
    case 0x15:
    case 0x1a:
    case 0x1b:
    case 0x22:
    case 0x23:
      r.uleb();
      return;
    default:
      throw new MalformedDwarf(`form ${form} is not known`);
  }
}

/** The text that a value is, or undefined where it is none that can be found here. */
export function readTextForm(
  r: ByteCursor,
  form: number,
  addressBytes: number,
  texts: DwarfTexts,
): string | undefined {
  if (form === STRING) return r.text(MAX_TEXT);
  if (form !== STRP && form !== LINE_STRP) {
    skipForm(r, form, addressBytes);
    return undefined;
  }
  const section = form === STRP ? texts.str : texts.lineStr;
  const at = r.u32();
  if (at > section.length) throw new MalformedDwarf('a text is elsewhere');
  const zero = section.subarray(at, at + MAX_TEXT).indexOf(0);
  return decodeLossy(section.subarray(at, at + (zero < 0 ? MAX_TEXT : zero)));
}

/** The number that a value of a constant form is. */
export function readNumberForm(r: ByteCursor, form: number): number {
  switch (form) {
    case 0x0b:
      return r.u8();
    case 0x05:
      return r.u16();
    case 0x06:
      return r.u32();
    case 0x0f:
      return r.uleb();
    default:
      skipForm(r, form, 4);
      return 0;
  }
}
