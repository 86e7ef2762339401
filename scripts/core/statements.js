import binaryen from 'binaryen';
import ts from 'typescript';
import { Calls } from './calls.js';
import { Refusal, refusal } from './program.js';
import { BOOL, I32, NEVER, NULL, namedNumber, STR, VOID } from './types.js';
import { wasm } from './values.js';

// Expressions and statements, and what becomes of a whole function.

const K = ts.SyntaxKind;

/** Turns one function into WebAssembly. */
export class Lowering extends Calls {
  run() {
    const { fn, m } = this;
    const types = [];
    if (fn.hasThis) types.push(binaryen.i32);
    for (const { symbol, type } of fn.params) {
      if (symbol !== undefined) this.locals.set(symbol, { index: types.length, type });
      types.push(wasm(type));
    }
    this.first = types.length;
    const { body } = fn.declaration;
    if (body === undefined) throw refusal(fn.declaration, 'a function without a body');
    let code;
    if (ts.isBlock(body)) code = this.block(body.statements, true);
    else {
      const value = this.expr(body, fn.result !== VOID);
      code = fn.result === VOID ? this.drop(value) : this.coerce(value, fn.result, body).r;
    }
    const result = wasm(fn.result);
    if (result !== binaryen.none && ts.isBlock(body))
      code = m.block(null, [code, m.unreachable()], result);
    m.addFunction(fn.name, binaryen.createType(types), result, this.vars, code);
  }

  /** @param want whether the value is used; what is not used may have any type, or none */
  expr(node, want) {
    const { m } = this;
    switch (node.kind) {
      case K.ParenthesizedExpression:
      case K.NonNullExpression:
      case K.SatisfiesExpression:
        return this.expr(node.expression, want);
      case K.AsExpression: {
        const value = this.expr(node.expression, want);
        const named = namedNumber(node.type);
        if (named !== undefined) return this.coerce(value, named, node);
        if (value.t.k === 'obj' || value.t.k === 'absent') {
          const t = this.unit.layout.typeOf(this.unit.checker.getTypeFromTypeNode(node.type));
          return { ...value, t };
        }
        return value;
      }
      case K.NumericLiteral:
        return this.number(Number(node.text.replaceAll('_', '')));
      case K.TrueKeyword:
        return this.number(true);
      case K.FalseKeyword:
        return this.number(false);
      case K.NullKeyword:
        return { r: m.i32.const(0), t: NULL };
      case K.StringLiteral:
        return this.constant(node.text, node);
      case K.NoSubstitutionTemplateLiteral:
      case K.TemplateExpression:
        return { r: m.i32.const(0), t: STR };
      case K.Identifier:
        return this.identifier(node);
      case K.ThisKeyword:
        return this.this(node);
      case K.PropertyAccessExpression:
        return this.property(node);
      case K.ElementAccessExpression: {
        const place = this.element(node);
        return { r: place.load(), t: place.t };
      }
      case K.CallExpression:
        return this.call(node);
      case K.NewExpression:
        return this.new(node);
      case K.PrefixUnaryExpression:
        return this.prefix(node, want);
      case K.PostfixUnaryExpression:
        return this.step(
          node.operand,
          node.operator === K.PlusPlusToken ? 1 : -1,
          true,
          want,
          node,
        );
      case K.BinaryExpression:
        return this.binary(node, want);
      case K.ConditionalExpression:
        return this.conditional(node);
      default:
        throw refusal(node, `${K[node.kind]} is not in the subset`);
    }
  }

  block(statements) {
    const { m } = this;
    const list = [];
    for (const statement of statements) {
      try {
        const code = this.statement(statement);
        if (code !== undefined) list.push(code);
      } catch (error) {
        // All of them are told of.
        if (!(error instanceof Refusal)) throw error;
        this.unit.refusals.push(error.message);
      }
    }
    return list.length === 1 ? list[0] : m.block(null, list, binaryen.none);
  }

  statement(node) {
    const { m } = this;
    switch (node.kind) {
      case K.Block:
        return this.block(node.statements);
      case K.EmptyStatement:
        return undefined;
      case K.VariableStatement:
        return this.variables(node.declarationList);
      case K.ExpressionStatement:
        return this.drop(this.expr(node.expression, false));
      case K.ReturnStatement: {
        if (node.expression === undefined) return m.return();
        const value = this.expr(node.expression, true);
        if (value.t === NEVER) return value.r;
        if (this.fn.result === VOID)
          return m.block(null, [this.drop(value), m.return()], binaryen.none);
        return m.return(this.coerce(value, this.fn.result, node).r);
      }
      case K.IfStatement: {
        const cond = this.cond(node.expression);
        if (cond.c !== undefined) {
          if (cond.c) return this.statement(node.thenStatement);
          return node.elseStatement === undefined ? undefined : this.statement(node.elseStatement);
        }
        const then = this.statement(node.thenStatement) ?? m.nop();
        if (node.elseStatement === undefined) return m.if(cond.r, then);
        return m.if(cond.r, then, this.statement(node.elseStatement) ?? m.nop());
      }
      case K.ForStatement: {
        const init = node.initializer;
        const before =
          init === undefined
            ? undefined
            : ts.isVariableDeclarationList(init)
              ? this.variables(init)
              : this.drop(this.expr(init, false));
        return this.loop(node.condition, node.statement, node.incrementor, before, false);
      }
      case K.WhileStatement:
        return this.loop(node.expression, node.statement, undefined, undefined, false);
      case K.DoStatement:
        return this.loop(node.expression, node.statement, undefined, undefined, true);
      case K.BreakStatement:
        if (node.label !== undefined) throw refusal(node, 'a label');
        return m.br(this.breaks.at(-1));
      case K.ContinueStatement:
        return m.br(this.continues.at(-1));
      case K.SwitchStatement:
        return this.switch(node);
      case K.ThrowStatement:
        return this.throw(node.expression);
      default:
        throw refusal(node, `${K[node.kind]} is not in the subset`);
    }
  }

  loop(condition, body, incrementor, before, atEnd) {
    const { m } = this;
    const n = this.labels++;
    const [brk, cont, again] = [`break${n}`, `continue${n}`, `again${n}`];
    this.breaks.push(brk);
    this.continues.push(cont);
    const inner = this.statement(body) ?? m.nop();
    this.breaks.pop();
    this.continues.pop();
    const parts = [];
    const cond = condition === undefined ? undefined : this.cond(condition);
    if (cond !== undefined && !atEnd) parts.push(m.br(brk, m.i32.eqz(cond.r)));
    parts.push(m.block(cont, [inner], binaryen.none));
    if (incrementor !== undefined) parts.push(this.drop(this.expr(incrementor, false)));
    parts.push(atEnd ? m.br(again, cond.r) : m.br(again));
    const loop = m.block(brk, [m.loop(again, m.block(null, parts, binaryen.none))], binaryen.none);
    return before === undefined ? loop : m.block(null, [before, loop], binaryen.none);
  }

  switch(node) {
    const { m } = this;
    const n = this.labels++;
    const brk = `break${n}`;
    const value = this.expr(node.expression, true);
    if (!['i32', 'u32'].includes(value.t.k)) throw refusal(node, 'a switch of what is no integer');
    const { clauses } = node.caseBlock;
    const numbers = new Map();
    let other = brk;
    clauses.forEach((clause, i) => {
      if (ts.isDefaultClause(clause)) other = `case${n}.${i}`;
      else {
        const { c } = this.expr(clause.expression, true);
        if (c === undefined) throw refusal(clause, 'a case that is no constant');
        numbers.set(c, `case${n}.${i}`);
      }
    });
    const keys = [...numbers.keys()];
    const least = Math.min(...keys);
    const most = Math.max(...keys);
    let code;
    if (most - least < 4 * keys.length + 8) {
      const table = [];
      for (let i = least; i <= most; i++) table.push(numbers.get(i) ?? other);
      const index = least === 0 ? value.r : m.i32.sub(value.r, m.i32.const(least));
      code = m.switch(table, other, index);
    } else {
      const temp = this.temp(I32);
      code = m.block(
        null,
        [
          m.local.set(temp, value.r),
          ...keys.map((c) => m.br(numbers.get(c), m.i32.eq(this.get(temp, I32), m.i32.const(c)))),
          m.br(other),
        ],
        binaryen.none,
      );
    }
    this.breaks.push(brk);
    clauses.forEach((clause, i) => {
      code = m.block(
        null,
        [m.block(`case${n}.${i}`, [code], binaryen.none), this.block(clause.statements)],
        binaryen.none,
      );
    });
    this.breaks.pop();
    return m.block(brk, [code], binaryen.none);
  }

  variables(list) {
    const { m } = this;
    const code = [];
    for (const declaration of list.declarations) {
      const { name, initializer } = declaration;
      if (ts.isObjectBindingPattern(name)) {
        const base = this.hold(this.expr(initializer, true), code);
        for (const element of name.elements) {
          if (element.initializer || element.dotDotDotToken)
            throw refusal(element, 'a default in a pattern');
          const field = (element.propertyName ?? element.name).text;
          this.define(element.name, this.field(base(), field, element), code);
        }
        continue;
      }
      if (!ts.isIdentifier(name)) throw refusal(name, 'a pattern of an array');
      const declared = namedNumber(declaration.type);
      if (initializer === undefined) {
        const type = this.unit.layout.declaredType(declaration);
        this.define(name, undefined, code, type);
        // JavaScript makes it anew each time.
        const local = this.locals.get(this.unit.checker.getSymbolAtLocation(name));
        code.push(m.local.set(local.index, this.zero(type)));
        continue;
      }
      const value = this.expr(initializer, true);
      const isLet = (list.flags & ts.NodeFlags.Let) !== 0;
      this.define(name, value, code, declared, isLet);
    }
    return m.block(null, code, binaryen.none);
  }

  /** Names a value. */
  define(name, value, code, declared, isLet = false) {
    const symbol = this.unit.checker.getSymbolAtLocation(name);
    if (
      value !== undefined &&
      !isLet &&
      declared === undefined &&
      (value.js !== undefined || value.c !== undefined)
    ) {
      this.locals.set(symbol, { known: value });
      return;
    }
    let type = declared ?? value.t;
    if (value !== undefined && value.t === NULL) type = this.unit.layout.declaredType(name.parent);
    if (value !== undefined && type === BOOL && declared === undefined) type = BOOL;
    const index = this.temp(type);
    this.locals.set(symbol, { index, type });
    if (value === undefined) return;
    if (value.t === NEVER) code.push(value.r);
    else code.push(this.m.local.set(index, this.coerce(value, type, name).r));
  }
}
