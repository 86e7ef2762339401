import ts from 'typescript';

// Types of values in the core.
//
// i32   an integer of 32 bits with a sign; `number` says no more
// u32   without a sign          i64   of up to 53 bits       f64   a double
// bool  true or false           str   one of the texts that are compared, as a number
// arr   a typed array: address of its first element; in front of that, its length
// obj   an object: its address; 0 is `undefined`
// void, never

/** Names in the sources that say more than `number`. */
const NUMBERS = new Set(['i32', 'u32', 'i64', 'f64']);

export const I32 = { k: 'i32' };
export const U32 = { k: 'u32' };
export const I64 = { k: 'i64' };
export const F64 = { k: 'f64' };
export const BOOL = { k: 'bool' };
export const STR = { k: 'str' };
export const VOID = { k: 'void' };
export const NEVER = { k: 'never' };
export const NULL = { k: 'null' };
/** Of what the core never has: its only value is undefined. */
export const ABSENT = { k: 'absent' };
const BY_NAME = { i32: I32, u32: U32, i64: I64, f64: F64 };

export const ELEMENTS = {
  Uint8Array: { log2: 0, load: 'load8_u', store: 'store8', t: I32 },
  Int8Array: { log2: 0, load: 'load8_s', store: 'store8', t: I32 },
  Uint16Array: { log2: 1, load: 'load16_u', store: 'store16', t: I32 },
  Int32Array: { log2: 2, load: 'load', store: 'store', t: I32 },
  Uint32Array: { log2: 2, load: 'load', store: 'store', t: U32 },
};

const arrays = Object.fromEntries(
  Object.entries(ELEMENTS).map(([name, element]) => [name, { k: 'arr', name, element }]),
);
export const arrayOf = (name) => arrays[name];

const objects = new Map();
/** @param {ts.ClassDeclaration} cls */
export function objectOf(cls) {
  let type = objects.get(cls);
  if (type === undefined) {
    type = { k: 'obj', cls };
    objects.set(cls, type);
  }
  return type;
}

/** The type that is written, where it says more than the checker knows. @param {ts.TypeNode | undefined} node */
export function namedNumber(node) {
  if (node === undefined || !ts.isTypeReferenceNode(node) || !ts.isIdentifier(node.typeName))
    return undefined;
  const { text } = node.typeName;
  return NUMBERS.has(text) ? BY_NAME[text] : undefined;
}

export const show = (t) => (t.k === 'arr' ? t.name : t.k === 'obj' ? t.cls.name.text : t.k);
