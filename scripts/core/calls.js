import binaryen from 'binaryen';
import ts from 'typescript';
import { Operators } from './operators.js';
import { refusal } from './program.js';
import { ABSENT, arrayOf, ELEMENTS, I32, I64, NEVER, NULL, show, VOID } from './types.js';
import { wasm } from './values.js';

// Calls of functions and methods, and of the few that JavaScript has.

const K = ts.SyntaxKind;

export class Calls extends Operators {
  call(node) {
    const { m } = this;
    const { checker } = this.unit;
    const signature = checker.getResolvedSignature(node);
    const result = checker.getReturnTypeOfSignature(signature);
    if ((result.flags & ts.TypeFlags.Never) !== 0) return { r: this.throw(undefined), t: NEVER };
    const callee = node.expression;
    if (ts.isPropertyAccessExpression(callee)) {
      const name = callee.name.text;
      if (callee.expression.kind === K.Identifier && callee.expression.text === 'Math')
        return this.math(name, node);
      const declaration = this.declaration(callee.name);
      if (callee.expression.kind === K.Identifier) {
        const known = checker.getSymbolAtLocation(callee.expression)?.declarations?.[0];
        if (known !== undefined && ts.isNamespaceImport(known))
          return this.callFunction(declaration, node);
      }
      if (callee.expression.kind === K.SuperKeyword) {
        const parent = this.unit.layout.chain(declaration.parent)[0];
        const method = this.member(parent, name, ts.isMethodDeclaration);
        return this.invoke(method, this.this(callee.expression), node.arguments, node);
      }
      const base = this.expr(callee.expression, true);
      if (base.t === ABSENT || base.t === NULL) {
        if (callee.questionDotToken === undefined)
          throw refusal(node, 'a call of what the core does not have');
        return { r: m.nop(), t: VOID };
      }
      if (base.t.k === 'arr') return this.arrayCall(base, name, node);
      if (base.t.k !== 'obj') throw refusal(node, `a method of a value of type ${show(base.t)}`);
      const method = this.member(base.t.cls, name, ts.isMethodDeclaration);
      if (method === undefined) throw refusal(node, `${show(base.t)} has no method ${name}`);
      return this.invoke(method, base, node.arguments, node);
    }
    return this.callFunction(this.declaration(callee), node);
  }

  callFunction(declaration, node) {
    let target = declaration;
    if (target !== undefined && ts.isVariableDeclaration(target)) target = target.initializer;
    if (target === undefined || !(ts.isArrowFunction(target) || ts.isFunctionDeclaration(target))) {
      throw refusal(node, 'a call of what is no function of a module');
    }
    return this.invoke(target, undefined, node.arguments, node);
  }

  invoke(declaration, base, args, node) {
    const { m } = this;
    if (isHostOnly(declaration)) return { r: this.throw(undefined), t: NEVER };
    // The class that the object is of, which may have the method from another one.
    const fn = this.unit.function(declaration, base?.t.cls);
    const values = [];
    const before = [];
    const hasOpenDefault = fn.params.some(
      (p, i) =>
        i >= args.length &&
        p.declaration.initializer !== undefined &&
        !ts.isNumericLiteral(p.declaration.initializer),
    );
    if (fn.hasThis) values.push(base.r);
    fn.params.forEach((param, i) => {
      const given = args[i];
      if (given === undefined) {
        const { initializer, questionToken } = param.declaration;
        if (initializer === undefined && questionToken === undefined)
          throw refusal(node, 'an argument is missing');
        const value =
          initializer === undefined ? { r: m.i32.const(0), t: NULL } : this.expr(initializer, true);
        values.push(this.coerce(value, param.type, node).r);
        return;
      }
      const value = this.coerce(this.expr(given, true), param.type, given);
      if (!hasOpenDefault) {
        values.push(value.r);
        return;
      }
      // A default may name it.
      const held = this.hold(value, before);
      this.locals.set(
        param.symbol,
        value.c !== undefined || value.js !== undefined
          ? { known: value }
          : { index: this.first + this.vars.length - 1, type: param.type },
      );
      values.push(held().r);
    });
    const t = fn.result;
    const code = m.call(fn.name, values, wasm(t));
    return { r: before.length === 0 ? code : m.block(null, [...before, code], wasm(t)), t };
  }

  math(name, node) {
    const { m } = this;
    const args = node.arguments;
    switch (name) {
      case 'clz32':
        return { r: m.i32.clz(this.word(this.expr(args[0], true), node)), t: I32 };
      case 'imul':
        return {
          r: m.i32.mul(
            this.word(this.expr(args[0], true), node),
            this.word(this.expr(args[1], true), node),
          ),
          t: I32,
        };
      case 'max':
      case 'min': {
        if (args.length !== 2) throw refusal(node, 'not of two numbers');
        const code = [];
        const [x, y] = args.map((a) => this.expr(a, true));
        const t = this.common(x, y, node);
        const a = this.hold(this.coerce(x, t, node), code);
        const b = this.hold(this.coerce(y, t, node), code);
        const compared = this.compare(name === 'max' ? 'gt' : 'lt', a(), b(), node);
        return { r: m.block(null, [...code, m.select(compared.r, a().r, b().r)], wasm(t)), t };
      }
      case 'abs': {
        const code = [];
        const a = this.hold(this.coerce(this.expr(args[0], true), I64, node), code);
        const negative = m.i64.lt_s(a().r, m.i64.const(0n));
        const value = m.select(negative, m.i64.sub(m.i64.const(0n), a().r), a().r);
        return { r: m.block(null, [...code, value], binaryen.i64), t: I64 };
      }
      case 'floor': {
        let at = args[0];
        while (at.kind === K.ParenthesizedExpression) at = at.expression;
        if (!ts.isBinaryExpression(at) || at.operatorToken.kind !== K.SlashToken)
          throw refusal(node, 'of no quotient');
        const a = this.coerce(this.expr(at.left, true), I64, node);
        const b = this.coerce(this.expr(at.right, true), I64, node);
        return { r: m.i64.div_u(a.r, b.r), t: I64 };
      }
      default:
        throw refusal(node, `Math.${name} is not in the subset`);
    }
  }

  arrayCall(base, name, node) {
    const { m } = this;
    const args = node.arguments;
    const { log2 } = base.t.element;
    const bytes = (value) => (log2 === 0 ? value : m.i32.shl(value, m.i32.const(log2)));
    const code = [];
    switch (name) {
      case 'fill': {
        const array = this.hold(base, code);
        const value = this.expr(args[0], true);
        const from = this.hold(
          args[1] === undefined ? this.number(0) : this.coerce(this.expr(args[1], true), I32, node),
          code,
        );
        const to = this.hold(
          args[2] === undefined
            ? this.lengthOf(array())
            : this.coerce(this.expr(args[2], true), I32, node),
          code,
        );
        const call = m.call(
          log2 === 0 ? 'fillBytes' : 'fillWords',
          [array().r, this.word(value, node), from().r, to().r],
          binaryen.none,
        );
        if (log2 === 1) throw refusal(node, 'fill of 16-bit elements');
        return { r: m.block(null, [...code, call], binaryen.none), t: VOID };
      }
      case 'set': {
        const array = this.hold(base, code);
        let source = args[0];
        let [from, to] = [undefined, undefined];
        if (ts.isCallExpression(source) && source.expression.name?.text === 'subarray') {
          [from, to] = source.arguments;
          source = source.expression.expression;
        }
        const given = this.expr(source, true);
        if (given.t.k !== 'arr' || given.t.element.log2 !== log2)
          throw refusal(node, 'set of elements of another size');
        const other = this.hold(given, code);
        const start = this.hold(
          from === undefined ? this.number(0) : this.coerce(this.expr(from, true), I32, node),
          code,
        );
        const end =
          to === undefined ? this.lengthOf(other()) : this.coerce(this.expr(to, true), I32, node);
        const at =
          args[1] === undefined
            ? m.i32.const(0)
            : this.coerce(this.expr(args[1], true), I32, node).r;
        const call = m.call(
          'copyElements',
          [array().r, at, other().r, start().r, end.r, m.i32.const(log2)],
          binaryen.none,
        );
        return { r: m.block(null, [...code, call], binaryen.none), t: VOID };
      }
      case 'setInt32':
      case 'setUint32':
      case 'setInt16':
      case 'setUint16': {
        const size = name.endsWith('32') ? 4 : 2;
        const array = this.hold(base, code);
        const at = this.hold(this.coerce(this.expr(args[0], true), I32, node), code);
        const value = this.word(this.expr(args[1], true), node);
        if (this.unit.checks) code.push(this.inside(array, at, size));
        const store = size === 4 ? 'store' : 'store16';
        code.push(m.i32[store](0, 1, m.i32.add(array().r, at().r), value));
        return { r: m.block(null, code, binaryen.none), t: VOID };
      }
      case 'getInt32': {
        const array = this.hold(base, code);
        const at = this.hold(this.coerce(this.expr(args[0], true), I32, node), code);
        if (this.unit.checks) code.push(this.inside(array, at, 4));
        code.push(this.load32(0, 1, m.i32.add(array().r, at().r)));
        return { r: m.block(null, code, binaryen.i32), t: I32 };
      }
      default:
        throw refusal(node, `${name} of a typed array is not in the subset; ${bytes}`);
    }
  }

  inside(array, at, size) {
    const { m } = this;
    const last = m.i32.sub(this.lengthOf(array()).r, m.i32.const(size));
    return m.if(
      m.i32.or(m.i32.gt_s(at().r, last), m.i32.lt_s(at().r, m.i32.const(0))),
      m.unreachable(),
    );
  }

  new(node) {
    const { m } = this;
    const name = node.expression.getText();
    const args = node.arguments;
    if (name === 'DataView') return this.expr(args[0], true);
    if (name in ELEMENTS) {
      const t = arrayOf(name);
      const count = this.coerce(this.expr(args[0], true), I32, node);
      return { r: m.call('newArray', [count.r, m.i32.const(t.element.log2)], binaryen.i32), t };
    }
    throw refusal(node, 'an object that is made while compiling');
  }
}

/** What debugging alone calls. */
function isHostOnly(declaration) {
  const node = ts.isArrowFunction(declaration) ? declaration.parent.parent.parent : declaration;
  return ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'hostOnly');
}
