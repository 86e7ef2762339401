import binaryen from 'binaryen';
import ts from 'typescript';
import { refusal } from './program.js';
import {
  ABSENT,
  arrayOf,
  BOOL,
  F64,
  I32,
  I64,
  NEVER,
  NULL,
  objectOf,
  STR,
  show,
  U32,
  VOID,
} from './types.js';

// Values of the core: the code that makes one, `r`, and its type, `t`. What is known of it when the core is built: `c`, a
// number; `js`, an object of the running sources, and `address`, where that lies; `fixed`, an array that stays the same.

const WASM = {
  i32: binaryen.i32,
  u32: binaryen.i32,
  bool: binaryen.i32,
  str: binaryen.i32,
  arr: binaryen.i32,
  obj: binaryen.i32,
  null: binaryen.i32,
  absent: binaryen.i32,
  i64: binaryen.i64,
  f64: binaryen.f64,
  void: binaryen.none,
  never: binaryen.none,
};
/** The type of WebAssembly that values of a type have. */
export const wasm = (t) => WASM[t.k];
/** Where the number of the class of what was thrown is left. */
export const ERROR_ADDRESS = 16;
const lists = new Map();

/** What all of the lowering of a function works on. */
export class Values {
  constructor(unit, fn) {
    this.unit = unit;
    this.fn = fn;
    this.m = unit.m;
    this.locals = new Map();
    this.vars = [];
    this.labels = 0;
    this.breaks = [];
    this.continues = [];
    this.first = 0;
    this.wraps = false;
  }

  temp(t) {
    this.vars.push(wasm(t));
    return this.first + this.vars.length - 1;
  }

  get(index, t) {
    return this.m.local.get(index, wasm(t));
  }

  zero(t) {
    const { m } = this;
    return t.k === 'i64' ? m.i64.const(0n) : t.k === 'f64' ? m.f64.const(0) : m.i32.const(0);
  }

  /** Keeps a value to be used several times. */
  hold(value, code) {
    if (value.js !== undefined || value.c !== undefined) return () => this.again(value);
    const temp = this.temp(value.t);
    code.push(this.m.local.set(temp, value.r));
    return () => ({ r: this.get(temp, value.t), t: value.t });
  }

  again(value) {
    return {
      ...value,
      r:
        value.t.k === 'i64'
          ? this.m.i64.const(BigInt(value.c))
          : value.t.k === 'f64'
            ? this.m.f64.const(value.c)
            : this.m.i32.const(value.address ?? Number(value.c)),
    };
  }

  drop(value) {
    if (value.t === VOID || value.t === NEVER || value.dropped) return value.r;
    return this.m.drop(value.r);
  }

  throw(expression) {
    const { m } = this;
    const name =
      expression !== undefined && ts.isNewExpression(expression)
        ? expression.expression.getText()
        : 'Error';
    const number = this.unit.layout.text(name);
    return m.block(
      null,
      [m.i32.store(0, 4, m.i32.const(ERROR_ADDRESS), m.i32.const(number)), m.unreachable()],
      binaryen.unreachable,
    );
  }

  number(c) {
    const { m } = this;
    if (typeof c === 'boolean') return { r: m.i32.const(c ? 1 : 0), t: BOOL, c };
    if (Number.isInteger(c)) {
      if (c === (c | 0)) return { r: m.i32.const(c), t: I32, c };
      if (c === c >>> 0) return { r: m.i32.const(c | 0), t: U32, c };
      if (Number.isSafeInteger(c)) return { r: m.i64.const(BigInt(c)), t: I64, c };
    }
    return { r: m.f64.const(c), t: F64, c };
  }

  /** What the running sources have, as a value. */
  constant(js, node, type) {
    const { layout } = this.unit;
    if (typeof js === 'number' || typeof js === 'boolean') return this.number(js);
    if (typeof js === 'string') return { r: this.m.i32.const(layout.text(js)), t: STR };
    if (js === undefined || js === null) return { r: this.m.i32.const(0), t: NULL };
    if (Array.isArray(js) && js.every((x) => Number.isInteger(x))) {
      let array = lists.get(js);
      if (array === undefined) {
        array = Int32Array.from(js);
        lists.set(js, array);
      }
      return this.constant(array, node);
    }
    if (ArrayBuffer.isView(js)) {
      const address = layout.place(js);
      return {
        r: this.m.i32.const(address),
        t: arrayOf(js.constructor.name),
        js,
        address,
        fixed: true,
      };
    }
    const cls = layout.classOf(js);
    if (cls === undefined) throw refusal(node, 'a constant that the core cannot have');
    const address = layout.place(js);
    return { r: this.m.i32.const(address), t: type ?? objectOf(cls), js, address };
  }

  coerce(value, t, node) {
    const { m } = this;
    const from = value.t;
    if (from === t || from === NEVER) return value;
    if (t === VOID) return { r: this.drop(value), t };
    if (t === ABSENT) {
      if (from === NULL || from === ABSENT) return value;
      return { r: m.block(null, [m.drop(value.r), m.i32.const(0)], binaryen.i32), t };
    }
    const c = typeof value.c === 'number' ? value.c : undefined;
    switch (`${from.k}>${t.k}`) {
      case 'bool>i32':
      case 'bool>u32':
      case 'null>obj':
      case 'null>arr':
      case 'null>str':
      case 'absent>obj':
      case 'str>i32':
        return { r: value.r, t };
      case 'arr>arr':
        if (from.element.log2 === t.element.log2) return { ...value, t };
        break;
      case 'i32>u32':
        if (c !== undefined && c >= 0) return { r: value.r, t, c };
        return { r: m.call('narrow', [value.r], binaryen.i32), t };
      case 'u32>i32':
        return { r: m.call('narrow', [value.r], binaryen.i32), t };
      case 'i32>i64':
      case 'bool>i64':
        return { r: c !== undefined ? m.i64.const(BigInt(c)) : m.i64.extend_s(value.r), t, c };
      case 'u32>i64':
        return { r: c !== undefined ? m.i64.const(BigInt(c)) : m.i64.extend_u(value.r), t, c };
      case 'i64>i32':
        return { r: m.call('narrowSigned', [value.r], binaryen.i32), t };
      case 'i64>u32':
        return { r: m.call('narrowUnsigned', [value.r], binaryen.i32), t };
      case 'i32>f64':
        return { r: m.f64.convert_s.i32(value.r), t };
      case 'u32>f64':
        return { r: m.f64.convert_u.i32(value.r), t };
      case 'i64>f64':
        return { r: m.f64.convert_s.i64(value.r), t };
    }
    throw refusal(node, `a value of type ${show(from)} where ${show(t)} is expected`);
  }

  /** Of a number its lower 32 bits. */
  word(value, node) {
    const { m } = this;
    switch (value.t.k) {
      case 'i32':
      case 'u32':
      case 'bool':
        return value.r;
      case 'i64':
        return typeof value.c === 'number'
          ? m.i32.const(Number(BigInt.asIntN(32, BigInt(value.c))))
          : m.i32.wrap(value.r);
      default:
        throw refusal(node, `bits of a value of type ${show(value.t)}`);
    }
  }

  declaration(node) {
    const { checker } = this.unit;
    let symbol = checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    return symbol.valueDeclaration ?? symbol.declarations?.[0];
  }
}
