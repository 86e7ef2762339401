import ts from 'typescript';
import { ABSENT, arrayOf, BOOL, ELEMENTS, I32, namedNumber, objectOf, STR } from './types.js';

// Objects of the running sources, as they are when nothing was compiled yet, are laid out in memory: what is a constant of
// the sources is an address, and no constructor has to run.

/** Below are the word that says why the core gave up, and nothing. */
const FIRST_ADDRESS = 1024;
/** In front of a typed array's elements: their number (4 bytes), and 12 that keep them aligned. */
export const ARRAY_HEAD = 16;
/** Runs of one byte that are longer are no data of the module, but filled in when it starts. */
const LONG_RUN = 256;

export class Layout {
  #checker;
  /** Objects that are told of a module: nothing of them is constant. */
  told = new Set();
  /** By class, interface or type: the only class that has objects of it. */
  #concrete = new Map();
  #classes = new Map();
  #fields = new Map();
  /** Objects in memory: address. */
  #places = new Map();
  #buffers = new Map();
  /** Objects without a class: the interface that says what they have. */
  #plain = new Map();
  #instances = new Map();
  #texts = new Map([[undefined, 0]]);
  #end = FIRST_ADDRESS;
  #pending = [];

  /** @param {ts.Program} program */
  constructor(program) {
    this.#checker = program.getTypeChecker();
    for (const file of program.getSourceFiles()) {
      if (file.isDeclarationFile) continue;
      for (const statement of file.statements) {
        if (ts.isClassDeclaration(statement)) {
          const { text } = statement.name;
          if (this.#classes.has(text)) this.#classes.set(text, null);
          else this.#classes.set(text, statement);
        }
      }
    }
  }

  get end() {
    return this.#end;
  }

  /** The number of a text that is compared. */
  text(text) {
    let number = this.#texts.get(text);
    if (number === undefined) {
      number = this.#texts.size;
      this.#texts.set(text, number);
    }
    return number;
  }

  get texts() {
    return Object.fromEntries([...this.#texts].filter(([text]) => text !== undefined));
  }

  // ---- classes ----------------------------------------------------------------------------------

  /** The class of an object. */
  classOf(object) {
    const plain = this.#plain.get(object);
    if (plain !== undefined) return plain;
    const name = object.constructor.name;
    const cls = this.#classes.get(name);
    return cls ?? undefined;
  }

  /** The classes that a class extends, itself first. */
  chain(cls) {
    const chain = [];
    for (let at = cls; at !== undefined; at = this.#parent(at)) chain.push(at);
    return chain;
  }

  #interfaceOf(declaration) {
    const type = this.#checker.getNonNullableType(this.#checker.getTypeAtLocation(declaration));
    return type.symbol?.declarations?.find(ts.isInterfaceDeclaration);
  }

  #parent(cls) {
    const clause = cls.heritageClauses?.find((c) => c.token === ts.SyntaxKind.ExtendsKeyword);
    return clause === undefined ? undefined : this.#declared(clause.types[0].expression);
  }

  #declared(node) {
    let symbol = this.#checker.getSymbolAtLocation(node);
    if (symbol !== undefined && (symbol.flags & ts.SymbolFlags.Alias) !== 0) {
      symbol = this.#checker.getAliasedSymbol(symbol);
    }
    return symbol?.declarations?.find(
      (d) => ts.isClassDeclaration(d) || ts.isInterfaceDeclaration(d),
    );
  }

  /** Says that there are objects of a class. */
  #register(cls) {
    const visit = (at) => {
      const known = this.#concrete.get(at);
      this.#concrete.set(at, known === undefined || known === cls ? cls : null);
      for (const clause of at.heritageClauses ?? []) {
        for (const { expression } of clause.types) {
          const up = this.#declared(expression);
          if (up !== undefined) visit(up);
        }
      }
    };
    visit(cls);
  }

  isBoolean(type) {
    return (type.flags & ts.TypeFlags.BooleanLike) !== 0;
  }

  /** @param {ts.Type} type */
  typeOf(type) {
    // An enum of texts.
    if (type.isUnion() && type.types.every((t) => (t.flags & ts.TypeFlags.StringLike) !== 0))
      return STR;
    if ((type.flags & ts.TypeFlags.StringLike) !== 0) return STR;
    if ((type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.EnumLike)) !== 0) return I32;
    if ((type.flags & ts.TypeFlags.BooleanLike) !== 0) return BOOL;
    if ((type.flags & ts.TypeFlags.StringLike) !== 0) return STR;
    if (type.isUnion()) {
      const some = type.types.filter(
        (t) => (t.flags & (ts.TypeFlags.Undefined | ts.TypeFlags.Null)) === 0,
      );
      if (some.length === 0) return ABSENT;
      const types = some.map((t) => this.typeOf(t));
      return types.every((t) => t === types[0]) ? types[0] : ABSENT;
    }
    if (type.isIntersection()) {
      for (const part of type.types) {
        const known = this.typeOf(part);
        if (known !== ABSENT) return known;
      }
      return ABSENT;
    }
    const name = type.symbol?.name;
    if (name in ELEMENTS) return arrayOf(name);
    if (name === 'DataView') return arrayOf('Uint8Array');
    const declaration = type.symbol?.declarations?.find(
      (d) => ts.isClassDeclaration(d) || ts.isInterfaceDeclaration(d),
    );
    const cls = declaration && this.#concrete.get(declaration);
    return cls ? objectOf(cls) : ABSENT;
  }

  /** The type of what is declared. @param {ts.Declaration} declaration */
  declaredType(declaration) {
    return (
      namedNumber(declaration.type) ?? this.typeOf(this.#checker.getTypeAtLocation(declaration))
    );
  }

  // ---- objects ----------------------------------------------------------------------------------

  /** The one object of a class, if there is just one. */
  singleton(cls) {
    const instances = this.#instances.get(cls);
    return instances?.length === 1 ? instances[0] : undefined;
  }

  /** Says that objects can be reached: they and all that they refer to. */
  addRoots(objects) {
    const seen = new Set();
    const visit = (value) => {
      if (typeof value !== 'object' || value === null || seen.has(value)) return;
      seen.add(value);
      if (ArrayBuffer.isView(value)) return;
      if (value instanceof Map || value instanceof Set || Array.isArray(value)) return;
      const cls = this.classOf(value);
      if (cls === undefined) return;
      const instances = this.#instances.get(cls) ?? [];
      instances.push(value);
      this.#instances.set(cls, instances);
      this.#register(cls);
      for (const at of this.chain(cls)) {
        for (const declaration of properties(at)) {
          const name = declaration.name.text;
          const member = value[name];
          if (member?.constructor === Object) {
            const shape = this.#interfaceOf(declaration);
            if (shape !== undefined) this.#plain.set(member, shape);
          }
          visit(member);
        }
      }
    };
    for (const object of objects) visit(object);
  }

  /** Fields of objects of a class: offset, type and whether it is written once only. */
  fields(cls) {
    let known = this.#fields.get(cls);
    if (known !== undefined) return known;
    known = { size: 0, byName: new Map() };
    this.#fields.set(cls, known);
    const add = (name, declaration) => {
      const type = this.declaredType(declaration);
      if (type === ABSENT && known.byName.has(name)) return;
      const old = known.byName.get(name);
      if (old !== undefined) return;
      const bytes = type.k === 'i64' || type.k === 'f64' ? 8 : 4;
      const readonly = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0;
      known.size = (known.size + bytes - 1) & -bytes;
      known.byName.set(name, { offset: known.size, type, readonly });
      if (type !== ABSENT) known.size += bytes;
    };
    // From the last class: its types of fields are the most exact.
    for (const at of this.chain(cls)) {
      for (const declaration of properties(at)) add(declaration.name.text, declaration);
    }
    known.size = (known.size + 7) & ~7;
    return known;
  }

  /** The address of an object or a typed array of the running sources. */
  place(given) {
    let object = given;
    if (ArrayBuffer.isView(given)) {
      // A DataView is the bytes that it is of.
      const bytes = this.#buffers.get(given.buffer);
      if (bytes !== undefined) object = bytes;
      else {
        if (given instanceof DataView) object = new Uint8Array(given.buffer);
        this.#buffers.set(given.buffer, object);
      }
    }
    const known = this.#places.get(object);
    if (known !== undefined) return known;
    let address;
    if (ArrayBuffer.isView(object)) {
      address = (this.#end + 15 + ARRAY_HEAD) & ~15;
      this.#end = address + object.byteLength;
    } else {
      address = (this.#end + 7) & ~7;
      this.#end = address + this.fields(this.classOf(object)).size;
    }
    this.#places.set(object, address);
    this.#pending.push(object);
    return address;
  }

  /** All that is in memory at the start: places and bytes, and what to fill. */
  image() {
    for (let object = this.#pending.shift(); object !== undefined; object = this.#pending.shift()) {
      if (ArrayBuffer.isView(object)) continue;
      for (const [name, { type }] of this.fields(this.classOf(object)).byName)
        this.#word(type, object[name]);
    }
    const memory = new Uint8Array(this.#end);
    const view = new DataView(memory.buffer);
    for (const [object, address] of this.#places) {
      if (ArrayBuffer.isView(object)) {
        view.setUint32(address - ARRAY_HEAD, object.length, true);
        memory.set(new Uint8Array(object.buffer, object.byteOffset, object.byteLength), address);
        continue;
      }
      for (const [name, { offset, type }] of this.fields(this.classOf(object)).byName) {
        const value = this.#word(type, object[name]);
        if (type.k === 'i64') view.setBigInt64(address + offset, BigInt(value), true);
        else if (type.k === 'f64') view.setFloat64(address + offset, value, true);
        else if (type !== ABSENT) view.setInt32(address + offset, value, true);
      }
    }
    return cut(memory);
  }

  #word(type, value) {
    switch (type.k) {
      case 'arr':
        return value === undefined ? 0 : this.place(value);
      case 'obj':
        return value === undefined ? 0 : this.place(value);
      case 'str':
        return this.#texts.get(value) ?? 0;
      case 'absent':
        return 0;
      case 'bool':
        return value ? 1 : 0;
      case 'i64':
        return value ?? 0;
      case 'f64':
        return value ?? 0;
      default:
        return (value ?? 0) | 0;
    }
  }
}

/** The fields that a class or an interface declares. */
function properties(cls) {
  const found = [];
  for (const member of cls.members) {
    const isField = ts.isPropertyDeclaration(member) || ts.isPropertySignature(member);
    if (isField && ts.isIdentifier(member.name)) {
      const isStatic = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Static) !== 0;
      if (!isStatic) found.push(member);
    }
    if (!ts.isConstructorDeclaration(member)) continue;
    for (const parameter of member.parameters) {
      if (ts.isParameterPropertyDeclaration(parameter, member)) found.push(parameter);
    }
  }
  return found;
}

/** Pieces that are not one byte over and over, and runs that are, without those of zeros. */
function cut(memory) {
  const pieces = [];
  const fills = [];
  let from = 0;
  const end = memory.length;
  const keep = (to) => {
    if (to > from) pieces.push([from, memory.slice(from, to)]);
  };
  for (let at = 0; at < end; ) {
    const byte = memory[at];
    let run = at + 1;
    while (run < end && memory[run] === byte) run++;
    if (run - at >= (byte === 0 ? 32 : LONG_RUN)) {
      keep(at);
      if (byte !== 0) fills.push([at, byte, run - at]);
      from = run;
    }
    at = run;
  }
  keep(end);
  return { pieces, fills };
}
