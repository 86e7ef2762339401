import binaryen from 'binaryen';
import ts from 'typescript';
import { Places } from './places.js';
import { refusal } from './program.js';
import { ABSENT, BOOL, F64, I32, I64, NEVER, NULL, STR, show, U32, VOID } from './types.js';
import { wasm } from './values.js';

// Operators and assignments. Integers are i32 until a type says more; what an i32 cannot be is computed with 64 bits.

const K = ts.SyntaxKind;

const BITWISE = new Set([
  K.BarToken,
  K.AmpersandToken,
  K.CaretToken,
  K.LessThanLessThanToken,
  K.GreaterThanGreaterThanToken,
  K.GreaterThanGreaterThanGreaterThanToken,
]);

const COMPOUND = {
  [K.PlusEqualsToken]: K.PlusToken,
  [K.MinusEqualsToken]: K.MinusToken,
  [K.AsteriskEqualsToken]: K.AsteriskToken,
  [K.SlashEqualsToken]: K.SlashToken,
  [K.BarEqualsToken]: K.BarToken,
  [K.AmpersandEqualsToken]: K.AmpersandToken,
  [K.CaretEqualsToken]: K.CaretToken,
  [K.LessThanLessThanEqualsToken]: K.LessThanLessThanToken,
  [K.GreaterThanGreaterThanEqualsToken]: K.GreaterThanGreaterThanToken,
  [K.GreaterThanGreaterThanGreaterThanEqualsToken]: K.GreaterThanGreaterThanGreaterThanToken,
};

const FOLD = {
  [K.PlusToken]: (a, b) => a + b,
  [K.MinusToken]: (a, b) => a - b,
  [K.AsteriskToken]: (a, b) => a * b,
  [K.AsteriskAsteriskToken]: (a, b) => a ** b,
  [K.BarToken]: (a, b) => a | b,
  [K.AmpersandToken]: (a, b) => a & b,
  [K.CaretToken]: (a, b) => a ^ b,
  [K.LessThanLessThanToken]: (a, b) => a << b,
  [K.GreaterThanGreaterThanToken]: (a, b) => a >> b,
  [K.GreaterThanGreaterThanGreaterThanToken]: (a, b) => a >>> b,
  [K.LessThanToken]: (a, b) => a < b,
  [K.LessThanEqualsToken]: (a, b) => a <= b,
  [K.GreaterThanToken]: (a, b) => a > b,
  [K.GreaterThanEqualsToken]: (a, b) => a >= b,
  [K.EqualsEqualsEqualsToken]: (a, b) => a === b,
  [K.ExclamationEqualsEqualsToken]: (a, b) => a !== b,
};

export class Operators extends Places {
  cond(node) {
    const { m } = this;
    const value = isLogical(node) ? this.logical(node) : this.expr(node, true);
    if (value.c !== undefined) return { r: m.i32.const(value.c ? 1 : 0), t: BOOL, c: value.c };
    switch (value.t.k) {
      case 'null':
      case 'absent':
        return { r: m.i32.const(0), t: BOOL, c: false };
      case 'i64':
        return { r: m.i64.ne(value.r, m.i64.const(0n)), t: BOOL };
      case 'f64':
        return { r: m.f64.ne(value.r, m.f64.const(0)), t: BOOL };
      case 'never':
        return { r: m.block(null, [value.r], binaryen.i32), t: BOOL };
      default:
        if (value.js !== undefined) return { r: m.i32.const(1), t: BOOL, c: true };
        return { r: value.r, t: BOOL };
    }
  }

  /** The value for an element of a typed array, which takes the low bits of any integer. */
  stored(value, place, node, isElement) {
    if (isElement && place.t !== BOOL) return { r: this.word(value, node), t: place.t };
    return this.coerce(value, place.t, node);
  }

  isElement(node) {
    let at = node;
    while (at.kind === K.NonNullExpression || at.kind === K.ParenthesizedExpression)
      at = at.expression;
    return at.kind === K.ElementAccessExpression;
  }

  assign(node, want) {
    const { m } = this;
    const isElement = this.isElement(node.left);
    if (isElement && !want) {
      let at = node.left;
      while (at.kind !== K.ElementAccessExpression) at = at.expression;
      const place = this.element(at);
      const value = this.stored(this.expr(node.right, true), place, node, true);
      if (value.t === NEVER) return value;
      return { r: place.store(value.r), t: VOID };
    }
    const place = this.placeOf(node.left);
    const value = this.stored(this.expr(node.right, true), place, node, isElement);
    if (value.t === NEVER) return value;
    if (!want)
      return { r: m.block(null, [...place.before, place.store(value.r)], binaryen.none), t: VOID };
    const temp = this.temp(place.t);
    const code = [
      ...place.before,
      m.local.set(temp, value.r),
      place.store(this.get(temp, place.t)),
    ];
    return { r: m.block(null, [...code, this.get(temp, place.t)], wasm(place.t)), t: place.t };
  }

  compound(node, operator, want) {
    const { m } = this;
    const place = this.placeOf(node.left);
    const old = { r: place.load(), t: place.t };
    const result = this.operate(operator, old, () => this.expr(node.right, true), node);
    const value = this.stored(result, place, node, this.isElement(node.left));
    if (!want)
      return { r: m.block(null, [...place.before, place.store(value.r)], binaryen.none), t: VOID };
    const temp = this.temp(place.t);
    const code = [
      ...place.before,
      m.local.set(temp, value.r),
      place.store(this.get(temp, place.t)),
    ];
    return { r: m.block(null, [...code, this.get(temp, place.t)], wasm(place.t)), t: place.t };
  }

  step(operand, by, post, want, node) {
    const { m } = this;
    const place = this.placeOf(operand);
    if (!['i32', 'u32', 'i64'].includes(place.t.k))
      throw refusal(node, 'a step of what is no integer');
    const wide = place.t.k === 'i64';
    const one = wide ? m.i64.const(BigInt(by)) : m.i32.const(by);
    // An element takes the low bits.
    const checked = this.unit.checks && !wide && !this.isElement(operand);
    const add = (value) => {
      if (!checked) return m[wide ? 'i64' : 'i32'].add(value, one);
      const old = this.coerce({ r: value, t: place.t }, I64, node).r;
      const sum = { r: m.i64.add(old, m.i64.const(BigInt(by))), t: I64 };
      return this.coerce(sum, place.t, node).r;
    };
    if (!want)
      return {
        r: m.block(null, [...place.before, place.store(add(place.load()))], binaryen.none),
        t: VOID,
      };
    const temp = this.temp(place.t);
    const value = this.get(temp, place.t);
    const code = post
      ? [m.local.set(temp, place.load()), place.store(add(this.get(temp, place.t)))]
      : [m.local.set(temp, add(place.load())), place.store(this.get(temp, place.t))];
    return { r: m.block(null, [...place.before, ...code, value], wasm(place.t)), t: place.t };
  }

  prefix(node, want) {
    const { m, wraps } = this;
    this.wraps = false;
    switch (node.operator) {
      case K.PlusPlusToken:
        return this.step(node.operand, 1, false, want, node);
      case K.MinusMinusToken:
        return this.step(node.operand, -1, false, want, node);
      case K.ExclamationToken: {
        const cond = this.cond(node.operand);
        if (cond.c !== undefined) return this.number(!cond.c);
        return { r: m.i32.eqz(cond.r), t: BOOL };
      }
      case K.TildeToken: {
        const value = this.expr(node.operand, true);
        if (typeof value.c === 'number') return this.number(~value.c);
        return { r: m.i32.xor(this.word(value, node), m.i32.const(-1)), t: I32 };
      }
      case K.PlusToken: {
        const value = this.expr(node.operand, true);
        if (value.c !== undefined) return this.number(+value.c);
        return value.t === BOOL ? { r: value.r, t: I32 } : value;
      }
      case K.MinusToken: {
        const value = this.expr(node.operand, true);
        if (typeof value.c === 'number') return this.number(-value.c);
        if ((wraps || !this.unit.checks) && (value.t.k === 'i32' || value.t.k === 'bool'))
          return { r: m.i32.sub(m.i32.const(0), value.r), t: I32 };
        const negative = {
          r: m.i64.sub(m.i64.const(0n), this.coerce(value, I64, node).r),
          t: I64,
        };
        const isWord = value.t.k === 'i32' || value.t.k === 'bool';
        return isWord ? this.coerce(negative, I32, node) : negative;
      }
      default:
        throw refusal(node, `${K[node.operator]} is not in the subset`);
    }
  }

  conditional(node) {
    const { m } = this;
    const cond = this.cond(node.condition);
    if (cond.c !== undefined) return this.expr(cond.c ? node.whenTrue : node.whenFalse, true);
    let a = this.expr(node.whenTrue, true);
    let b = this.expr(node.whenFalse, true);
    const t = this.common(a, b, node);
    a = this.coerce(a, t, node);
    b = this.coerce(b, t, node);
    return { r: m.if(cond.r, a.r, b.r), t };
  }

  common(a, b, node) {
    if (a.t === b.t || b.t === NEVER) return a.t;
    if (a.t === NEVER) return b.t;
    if (a.t === NULL) return b.t;
    if (b.t === NULL) return a.t;
    const kinds = [a.t.k, b.t.k];
    if (kinds.includes('f64')) return F64;
    if (kinds.includes('i64')) return I64;
    if (kinds.includes('u32')) {
      const other = a.t === U32 ? b : a;
      if (typeof other.c === 'number' && other.c >= 0) return U32;
      return I64;
    }
    if (kinds.includes('i32') && kinds.includes('bool')) return I32;
    throw refusal(node, `${show(a.t)} or ${show(b.t)}`);
  }

  binary(node, want) {
    const { m } = this;
    const operator = node.operatorToken.kind;
    if (operator === K.EqualsToken) return this.assign(node, want);
    if (operator === K.CommaToken) {
      const left = this.drop(this.expr(node.left, false));
      const right = this.expr(node.right, want);
      return { r: m.block(null, [left, right.r], wasm(right.t)), t: right.t };
    }
    const plain = COMPOUND[operator];
    if (plain !== undefined) return this.compound(node, plain, want);
    switch (operator) {
      case K.AmpersandAmpersandToken:
      case K.BarBarToken: {
        const type = this.unit.checker.getTypeAtLocation(node);
        if (want && !this.unit.layout.isBoolean(type))
          throw refusal(node, 'a choice of what is no boolean');
        return this.logical(node);
      }
      case K.BarBarEqualsToken: {
        const place = this.placeOf(node.left);
        const right = this.cond(node.right);
        const code = m.if(m.i32.eqz(place.load()), place.store(right.r));
        return { r: m.block(null, [...place.before, code], binaryen.none), t: VOID };
      }
      case K.QuestionQuestionToken: {
        const left = this.expr(node.left, true);
        if (left.js !== undefined) return left;
        if (left.t === ABSENT || left.t === NULL) return this.expr(node.right, true);
        throw refusal(node, '?? of what may be undefined');
      }
      case K.InKeyword:
      case K.InstanceOfKeyword:
        throw refusal(node, `${K[operator]} is not in the subset`);
    }
    const wraps = BITWISE.has(operator);
    const left = this.operand(node.left, wraps);
    return this.operate(operator, left, () => this.operand(node.right, wraps), node);
  }

  /** @param wraps whether no more than the lower 32 bits are looked at: sums and negatives may be larger then, quotients have a fraction */
  operand(node, wraps) {
    const before = this.wraps;
    this.wraps = wraps && mayWrap(node);
    const value = this.expr(node, true);
    this.wraps = before;
    return value;
  }

  operate(operator, a, right, node) {
    const { m } = this;
    const { wraps } = this;
    this.wraps = false;
    const b = right();
    if (typeof a.c === 'number' && typeof b.c === 'number') {
      const known = FOLD[operator]?.(a.c, b.c);
      if (known !== undefined) return this.number(known);
    }
    const int = (name, t = I32) => ({ r: m.i32[name](this.word(a, node), this.word(b, node)), t });
    switch (operator) {
      case K.BarToken:
        if (b.c === 0) return { r: this.word(a, node), t: I32 };
        return int('or');
      case K.AmpersandToken:
        return int('and');
      case K.CaretToken:
        return int('xor');
      case K.LessThanLessThanToken:
        return int('shl');
      case K.GreaterThanGreaterThanToken:
        return int('shr_s');
      case K.GreaterThanGreaterThanGreaterThanToken:
        // What loses a bit has a sign no more.
        if (typeof b.c === 'number' && (b.c & 31) > 0) return int('shr_u', I32);
        if (b.c === 0) return { r: this.word(a, node), t: U32 };
        return int('shr_u', U32);
      case K.PlusToken:
      case K.MinusToken:
      case K.AsteriskToken: {
        const name = operator === K.PlusToken ? 'add' : operator === K.MinusToken ? 'sub' : 'mul';
        const t = this.arithmetic(a, b);
        if (t === STR) return { r: m.i32.const(0), t: STR };
        if (t === I32 && this.unit.checks && !wraps) {
          // No sum may be what an i32 cannot be.
          const wide = m.i64[name](this.coerce(a, I64, node).r, this.coerce(b, I64, node).r);
          return { r: m.call('narrowSigned', [wide], binaryen.i32), t };
        }
        return { r: m[t.k][name](this.coerce(a, t, node).r, this.coerce(b, t, node).r), t };
      }
      case K.SlashToken:
      case K.PercentToken: {
        const t = this.arithmetic(a, b);
        if (t === F64 || t === STR) throw refusal(node, 'a division of what is no integer');
        const [x, y] = [this.coerce(a, t, node), this.coerce(b, t, node)];
        if (operator === K.PercentToken) return { r: m[t.k].rem_s(x.r, y.r), t };
        if (this.unit.checks && !wraps) return this.exactQuotient(x, y, t);
        return { r: m[t.k].div_s(x.r, y.r), t };
      }
      case K.AsteriskAsteriskToken: {
        if (a.c !== 2) throw refusal(node, 'a power of what is not 2');
        return { r: m.i64.shl(m.i64.const(1n), this.coerce(b, I64, node).r), t: I64 };
      }
      case K.LessThanToken:
        return this.compare('lt', a, b, node);
      case K.LessThanEqualsToken:
        return this.compare('le', a, b, node);
      case K.GreaterThanToken:
        return this.compare('gt', a, b, node);
      case K.GreaterThanEqualsToken:
        return this.compare('ge', a, b, node);
      case K.EqualsEqualsEqualsToken:
        return this.compare('eq', a, b, node);
      case K.ExclamationEqualsEqualsToken:
        return this.compare('ne', a, b, node);
      default:
        throw refusal(node, `${K[operator]} is not in the subset`);
    }
  }

  /** In checked cores: a quotient that must be an integer, as it is in JavaScript. */
  exactQuotient(x, y, t) {
    const { m } = this;
    const code = [];
    const a = this.hold(x, code);
    const b = this.hold(y, code);
    const rest = m[t.k].rem_s(a().r, b().r);
    code.push(m.if(t === I64 ? m.i64.ne(rest, m.i64.const(0n)) : rest, m.unreachable()));
    return { r: m.block(null, [...code, m[t.k].div_s(a().r, b().r)], wasm(t)), t };
  }

  /** What arithmetic is done in: what an i32 cannot be is done with 64 bits. */
  arithmetic(a, b) {
    const kinds = [a.t.k, b.t.k];
    if (kinds.includes('str')) return STR;
    if (kinds.includes('f64')) return F64;
    return kinds.includes('i64') || kinds.includes('u32') ? I64 : I32;
  }

  /** `&&` and `||`, where nothing is asked but whether they hold. */
  logical(node) {
    const { m } = this;
    const isAnd = node.operatorToken.kind === K.AmpersandAmpersandToken;
    const left = this.cond(node.left);
    if (left.c !== undefined) {
      return Boolean(left.c) === isAnd ? this.cond(node.right) : this.number(Boolean(left.c));
    }
    const right = this.cond(node.right);
    const other = m.i32.const(isAnd ? 0 : 1);
    return {
      r: isAnd ? m.if(left.r, right.r, other) : m.if(left.r, other, right.r),
      t: BOOL,
    };
  }

  compare(name, a, b, node) {
    const { m } = this;
    const isEquality = name === 'eq' || name === 'ne';
    const refs = ['obj', 'arr', 'null', 'absent', 'str'];
    if (refs.includes(a.t.k) && refs.includes(b.t.k)) {
      if (!isEquality) throw refusal(node, 'an order of what is no number');
      const nothing = (v) => v.t === NULL || v.t === ABSENT;
      if (nothing(a) && nothing(b)) return this.number(name === 'eq');
      if ((a.js !== undefined && nothing(b)) || (b.js !== undefined && nothing(a)))
        return this.number(name !== 'eq');
      return { r: m.i32[name](a.r, b.r), t: BOOL };
    }
    if (a.t === NULL || b.t === NULL || a.t === ABSENT || b.t === ABSENT) {
      throw refusal(node, `a compare of ${show(a.t)} with ${show(b.t)}`);
    }
    const t = this.common(a, b, node);
    const [x, y] = [this.coerce(a, t, node).r, this.coerce(b, t, node).r];
    if (t === F64) return { r: m.f64[name](x, y), t: BOOL };
    const full = isEquality ? name : `${name}_${t === U32 ? 'u' : 's'}`;
    return { r: m[t === I64 ? 'i64' : 'i32'][full](x, y), t: BOOL };
  }
}

function mayWrap(node) {
  let at = node;
  while (at.kind === K.ParenthesizedExpression) at = at.expression;
  if (ts.isPrefixUnaryExpression(at)) return at.operator === K.MinusToken;
  const operator = at.operatorToken?.kind;
  return operator === K.PlusToken || operator === K.MinusToken || operator === K.SlashToken;
}

function isLogical(node) {
  const operator = node.operatorToken?.kind;
  return operator === K.AmpersandAmpersandToken || operator === K.BarBarToken;
}
