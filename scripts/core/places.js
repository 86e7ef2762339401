import binaryen from 'binaryen';
import ts from 'typescript';
import { ARRAY_HEAD } from './layout.js';
import { constantOf, refusal } from './program.js';
import { ABSENT, I32, NULL, objectOf, show } from './types.js';
import { Values } from './values.js';

// Names, fields and elements: what can be read and set.

const K = ts.SyntaxKind;

export class Places extends Values {
  this(node) {
    const { cls, hasThis } = this.fn;
    if (cls === undefined) throw refusal(node, '`this` outside of a class');
    const only = this.unit.layout.singleton(cls);
    if (only !== undefined) return this.constant(only, node, objectOf(cls));
    if (!hasThis) throw refusal(node, '`this`');
    return { r: this.get(0, I32), t: objectOf(cls) };
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
}
