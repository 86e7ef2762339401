import ts from 'typescript';
import { Refusal } from './program.js';
import { Lowering } from './statements.js';
import { NEVER, namedNumber, VOID } from './types.js';

// The functions of a core: those that are asked for, and all that they call.

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
