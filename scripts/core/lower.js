import binaryen from 'binaryen';
import ts from 'typescript';
import { ARRAY_HEAD } from './layout.js';
import { constantOf, Refusal, refusal } from './program.js';
import {
  ABSENT,
  arrayOf,
  BOOL,
  ELEMENTS,
  F64,
  I32,
  I64,
  NEVER,
  NULL,
  namedNumber,
  objectOf,
  STR,
  show,
  U32,
  VOID,
} from './types.js';

const K = ts.SyntaxKind;
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
const wasm = (t) => WASM[t.k];
/** Where the number of the class of what was thrown is left. */
export const ERROR_ADDRESS = 16;

/** Turns functions of the sources into functions of a module: those that are asked for, and all that they call. */
export class Unit {
  functions = new Map();
  queue = [];
  refusals = [];

  /** @param reserved names of functions that are there already */
  constructor(program, modules, layout, m, checks, reserved) {
    this.checker = program.getTypeChecker();
    this.modules = modules;
    this.layout = layout;
    this.m = m;
    this.checks = checks;
    this.names = new Set(reserved);
  }

  /** The function of a declaration; compiled later. @param cls class of `this` */
  function(declaration, cls) {
    let byClass = this.functions.get(declaration);
    if (byClass === undefined) {
      byClass = new Map();
      this.functions.set(declaration, byClass);
    }
    let known = byClass.get(cls);
    if (known !== undefined) return known;
    const base = cls === undefined ? '' : `${cls.name.text}.`;
    let name = base + (declaration.name?.text ?? declaration.parent.name.text);
    while (this.names.has(name)) name += '_';
    this.names.add(name);
    const params = declaration.parameters.map((p) => ({
      declaration: p,
      symbol: this.checker.getSymbolAtLocation(p.name),
      type: this.layout.declaredType(p),
    }));
    const hasThis = cls !== undefined && this.layout.singleton(cls) === undefined;
    known = { name, declaration, cls, params, hasThis, result: this.resultOf(declaration) };
    byClass.set(cls, known);
    this.queue.push(known);
    return known;
  }

  resultOf(declaration) {
    const named = namedNumber(declaration.type);
    if (named !== undefined) return named;
    const signature = this.checker.getSignatureFromDeclaration(declaration);
    const type = this.checker.getReturnTypeOfSignature(signature);
    if ((type.flags & ts.TypeFlags.Never) !== 0) return NEVER;
    if ((type.flags & ts.TypeFlags.Void) !== 0) return VOID;
    return this.layout.typeOf(type);
  }

  finish() {
    for (let fn = this.queue.pop(); fn !== undefined; fn = this.queue.pop()) {
      try {
        new Lowering(this, fn).run();
      } catch (error) {
        if (!(error instanceof Refusal)) throw new Error(`in ${fn.name}`, { cause: error });
        this.refusals.push(error.message);
      }
    }
  }
}

class Lowering {
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

  temp(t) {
    this.vars.push(wasm(t));
    return this.first + this.vars.length - 1;
  }

  get(index, t) {
    return this.m.local.get(index, wasm(t));
  }

  // ---- statements -------------------------------------------------------------------------------

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

  zero(t) {
    const { m } = this;
    return t.k === 'i64' ? m.i64.const(0n) : t.k === 'f64' ? m.f64.const(0) : m.i32.const(0);
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

  // ---- values -----------------------------------------------------------------------------------

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

  cond(node) {
    const { m } = this;
    const value = this.expr(node, true);
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

  // ---- expressions ------------------------------------------------------------------------------

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

  this(node) {
    const { cls, hasThis } = this.fn;
    if (cls === undefined) throw refusal(node, '`this` outside of a class');
    const only = this.unit.layout.singleton(cls);
    if (only !== undefined) return this.constant(only, node, objectOf(cls));
    if (!hasThis) throw refusal(node, '`this`');
    return { r: this.get(0, I32), t: objectOf(cls) };
  }

  declaration(node) {
    const { checker } = this.unit;
    let symbol = checker.getSymbolAtLocation(node);
    if (symbol === undefined) return undefined;
    if ((symbol.flags & ts.SymbolFlags.Alias) !== 0) symbol = checker.getAliasedSymbol(symbol);
    return symbol.valueDeclaration ?? symbol.declarations?.[0];
  }

  identifier(node) {
    if (node.text === 'undefined') return { r: this.m.i32.const(0), t: NULL };
    const symbol = this.unit.checker.getSymbolAtLocation(node);
    const local = this.locals.get(symbol);
    if (local !== undefined) {
      if (local.known !== undefined) return this.again(local.known);
      const only = local.type.k === 'obj' ? this.unit.layout.singleton(local.type.cls) : undefined;
      if (only !== undefined) return this.constant(only, node, local.type);
      return { r: this.get(local.index, local.type), t: local.type };
    }
    const declaration = this.declaration(node);
    if (declaration !== undefined && ts.isVariableDeclaration(declaration)) {
      if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) === 0) {
        throw refusal(node, 'a variable of the module; state is fields of a constant object');
      }
      return this.constant(constantOf(this.unit.modules, declaration), node);
    }
    throw refusal(node, `${node.text} is not known here`);
  }

  property(node) {
    const { checker, layout } = this.unit;
    const declaration = this.declaration(node.name);
    if (declaration !== undefined && ts.isEnumMember(declaration)) {
      return this.constant(checker.getConstantValue(declaration), node);
    }
    if (node.expression.kind === K.Identifier) {
      const { text } = node.expression;
      if (text === 'Number') return this.number(Number[node.name.text]);
      // A name of a whole file.
      const known = checker.getSymbolAtLocation(node.expression)?.declarations?.[0];
      if (known !== undefined && ts.isNamespaceImport(known)) {
        return this.constant(constantOf(this.unit.modules, declaration), node);
      }
    }
    const base = this.expr(node.expression, true);
    if (node.questionDotToken !== undefined && base.t === ABSENT)
      return { r: this.m.i32.const(0), t: ABSENT };
    if (base.t.k === 'arr') {
      if (node.name.text === 'length') return this.lengthOf(base);
      if (node.name.text === 'buffer') return base;
    }
    if (base.t.k !== 'obj') throw refusal(node, `a property of a value of type ${show(base.t)}`);
    const getter = this.member(base.t.cls, node.name.text, ts.isGetAccessorDeclaration);
    if (getter !== undefined) return this.invoke(getter, base, [], node);
    return this.field(base, node.name.text, node, layout);
  }

  lengthOf(base) {
    const { m } = this;
    if (base.fixed) return this.number(base.js.length);
    return { r: this.load32(0, 4, m.i32.sub(base.r, m.i32.const(ARRAY_HEAD))), t: I32 };
  }

  /** A member of a class or of those that it extends. */
  member(cls, name, is) {
    for (const at of this.unit.layout.chain(cls)) {
      const found = at.members.find(
        (d) =>
          d.name?.text === name && is(d) && (d.body !== undefined || is !== ts.isMethodDeclaration),
      );
      if (found !== undefined) return found;
    }
    return undefined;
  }

  fieldOf(cls, name, node) {
    const field = this.unit.layout.fields(cls).byName.get(name);
    if (field === undefined) throw refusal(node, `${cls.name.text} has no field ${name}`);
    return field;
  }

  field(base, name, node) {
    const { layout } = this.unit;
    const { offset, readonly, type } = this.fieldOf(base.t.cls, name, node);
    if (type === ABSENT) return { r: this.m.i32.const(0), t: ABSENT };
    if (type.k === 'obj') {
      const only = layout.singleton(type.cls);
      if (only !== undefined) return this.constant(only, node, type);
    }
    if (
      readonly &&
      base.js !== undefined &&
      !layout.told.has(base.js) &&
      (type.k === 'obj' || type.k === 'arr')
    ) {
      const js = base.js[name];
      if (js !== undefined) return this.constant(js, node);
    }
    return { r: this.load(type, base, offset), t: type };
  }

  /** Address of a base for an access: a constant one goes to the offset. */
  base(base) {
    return base.address === undefined ? [base.r, 0] : [this.m.i32.const(0), base.address];
  }

  /**
   * Binaryen joins a load of 32 bits with the extension of its result to 64, and takes the load's sign for that of an
   * extension without one: so it is told that there is none. Extensions with a sign bring their own.
   */
  load32(offset, align, ptr) {
    const load = this.m.i32.load(offset, align, ptr);
    binaryen.Load.setSigned(load, false);
    return load;
  }

  loadElement(name, offset, align, ptr) {
    return name === 'load' ? this.load32(offset, align, ptr) : this.m.i32[name](offset, align, ptr);
  }

  load(type, base, offset) {
    const { m } = this;
    const [ptr, more] = this.base(base);
    if (type.k === 'i64') return m.i64.load(offset + more, 8, ptr);
    if (type.k === 'f64') return m.f64.load(offset + more, 8, ptr);
    return this.load32(offset + more, 4, ptr);
  }

  store(type, base, offset, value) {
    const { m } = this;
    const [ptr, more] = this.base(base);
    if (type.k === 'i64') return m.i64.store(offset + more, 8, ptr, value);
    if (type.k === 'f64') return m.f64.store(offset + more, 8, ptr, value);
    return m.i32.store(offset + more, 4, ptr, value);
  }

  /** Somewhere that has a value: how to load and store it, once or several times. */
  placeOf(node) {
    const { m } = this;
    switch (node.kind) {
      case K.ParenthesizedExpression:
      case K.NonNullExpression:
        return this.placeOf(node.expression);
      case K.Identifier: {
        const local = this.locals.get(this.unit.checker.getSymbolAtLocation(node));
        if (local === undefined || local.index === undefined)
          throw refusal(node, 'what cannot be set');
        const { index, type } = local;
        return {
          t: type,
          before: [],
          load: () => this.get(index, type),
          store: (value) => m.local.set(index, value),
        };
      }
      case K.PropertyAccessExpression: {
        const before = [];
        const base = this.expr(node.expression, true);
        if (base.t.k !== 'obj')
          throw refusal(node, `a property of a value of type ${show(base.t)}`);
        const held = this.hold(base, before);
        const { offset, type } = this.fieldOf(base.t.cls, node.name.text, node);
        if (type === ABSENT)
          return { t: type, before, load: () => m.i32.const(0), store: (v) => m.drop(v) };
        return {
          t: type,
          before,
          load: () => this.load(type, held(), offset),
          store: (value) => this.store(type, held(), offset, value),
        };
      }
      case K.ElementAccessExpression: {
        const before = [];
        const place = this.element(node, before);
        return { ...place, before };
      }
      default:
        throw refusal(node, 'what cannot be set');
    }
  }

  /** @param before what holds the address, to be used several times; without, it is used once */
  element(node, before) {
    const { m } = this;
    const base = this.expr(node.expression, true);
    if (base.t.k !== 'arr') throw refusal(node, `an element of a value of type ${show(base.t)}`);
    const { load, log2, store, t } = base.t.element;
    const given = this.expr(node.argumentExpression, true);
    let offset = 0;
    let index = { r: this.coerce(given, I32, node).r, c: given.c };
    let ptr = base.r;
    const checked =
      this.unit.checks &&
      !(base.fixed && typeof index.c === 'number' && index.c >= 0 && index.c < base.js.length);
    if (checked) {
      const code = [];
      const i = this.temp(I32);
      if (base.address === undefined) {
        const p = this.temp(I32);
        code.push(m.local.set(p, ptr));
        ptr = this.get(p, I32);
        base.r = this.get(p, I32);
      }
      code.push(m.local.set(i, index.r));
      code.push(m.if(m.i32.ge_u(this.get(i, I32), this.lengthOf(base).r), m.unreachable()));
      index = { r: this.get(i, I32) };
      const scaled = log2 === 0 ? index.r : m.i32.shl(index.r, m.i32.const(log2));
      ptr = m.block(
        null,
        [...code, base.address === undefined ? m.i32.add(ptr, scaled) : scaled],
        binaryen.i32,
      );
      if (base.address !== undefined) offset = base.address;
    } else if (typeof index.c === 'number') {
      if (base.address !== undefined) {
        ptr = m.i32.const(0);
        offset = base.address;
      }
      if (index.c < 0) throw refusal(node, 'an index that is negative');
      offset += index.c * 2 ** log2;
    } else {
      const scaled = log2 === 0 ? index.r : m.i32.shl(index.r, m.i32.const(log2));
      if (base.address !== undefined) {
        ptr = scaled;
        offset = base.address;
      } else ptr = m.i32.add(ptr, scaled);
    }
    if (before !== undefined) {
      const temp = this.temp(I32);
      before.push(m.local.set(temp, ptr));
      return {
        t,
        load: () => this.loadElement(load, offset, 1 << log2, this.get(temp, I32)),
        store: (value) => m.i32[store](offset, 1 << log2, this.get(temp, I32), value),
      };
    }
    return {
      t,
      load: () => this.loadElement(load, offset, 1 << log2, ptr),
      store: (value) => m.i32[store](offset, 1 << log2, ptr, value),
    };
  }

  // ---- assignments ------------------------------------------------------------------------------

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
    const one = place.t.k === 'i64' ? m.i64.const(BigInt(by)) : m.i32.const(by);
    const add = (value) => (place.t.k === 'i64' ? m.i64.add(value, one) : m.i32.add(value, one));
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
    const { m } = this;
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
        if (value.t.k === 'i32' || value.t.k === 'bool')
          return { r: m.i32.sub(m.i32.const(0), value.r), t: I32 };
        return { r: m.i64.sub(m.i64.const(0n), this.coerce(value, I64, node).r), t: I64 };
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

  // ---- operators --------------------------------------------------------------------------------

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
        const isAnd = operator === K.AmpersandAmpersandToken;
        const left = this.cond(node.left);
        if (left.c !== undefined)
          return Boolean(left.c) === isAnd ? this.cond(node.right) : this.number(Boolean(left.c));
        const right = this.cond(node.right);
        const other = m.i32.const(isAnd ? 0 : 1);
        return { r: isAnd ? m.if(left.r, right.r, other) : m.if(left.r, other, right.r), t: BOOL };
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

  /** @param wraps whether no more than the lower 32 bits are looked at: sums and differences may be larger then */
  operand(node, wraps) {
    const before = this.wraps;
    this.wraps = wraps && isSum(node);
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
        const [x, y] = [this.coerce(a, t, node).r, this.coerce(b, t, node).r];
        return { r: operator === K.SlashToken ? m[t.k].div_s(x, y) : m[t.k].rem_s(x, y), t };
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

  /** What arithmetic is done in: what an i32 cannot be is done with 64 bits. */
  arithmetic(a, b) {
    const kinds = [a.t.k, b.t.k];
    if (kinds.includes('str')) return STR;
    if (kinds.includes('f64')) return F64;
    return kinds.includes('i64') || kinds.includes('u32') ? I64 : I32;
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

  // ---- calls ------------------------------------------------------------------------------------

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

const lists = new Map();

/** What debugging alone calls. */
function isHostOnly(declaration) {
  const node = ts.isArrowFunction(declaration) ? declaration.parent.parent.parent : declaration;
  return ts.getJSDocTags(node).some((tag) => tag.tagName.text === 'hostOnly');
}

const BITWISE = new Set([
  K.BarToken,
  K.AmpersandToken,
  K.CaretToken,
  K.LessThanLessThanToken,
  K.GreaterThanGreaterThanToken,
  K.GreaterThanGreaterThanGreaterThanToken,
]);

function isSum(node) {
  let at = node;
  while (at.kind === K.ParenthesizedExpression) at = at.expression;
  const operator = at.operatorToken?.kind;
  return operator === K.PlusToken || operator === K.MinusToken;
}

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
