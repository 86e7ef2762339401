import { Global as RuntimeGlobal } from '../runtime/index.js';
import { ValType } from '../wasm/value-types.js';
import { makeEnumerable, setClassString, toDescriptor, toText } from './conversions.js';
import type { GlobalDescriptor } from './declarations.js';
import { NO_FUNCTION, wasmFunctionOf } from './functions.js';
import { converting, fail, MadeOf, uncloneable } from './interface.js';
import { apiStore } from './store.js';

/** Set by the class, which alone sees its private field. */
let unwrap: (value: object) => RuntimeGlobal | undefined;

/** `WebAssembly.Global`. */
export class Global extends MadeOf {
  readonly #global: RuntimeGlobal;

  /**
   * @param value zero, null or undefined when there is none
   * @throws TypeError for what does not convert
   */
  constructor(descriptor: GlobalDescriptor, ...rest: [value?: unknown]) {
    super(uncloneable(new.target.prototype));
    if ((descriptor as unknown) instanceof RuntimeGlobal) {
      this.#global = descriptor as unknown as RuntimeGlobal;
      return;
    }
    const context = 'WebAssembly.Global()';
    const record = toDescriptor(descriptor, 'global', context);
    const mutable = Boolean(record.mutable);
    const type = valueType(record.value, context);
    const global = RuntimeGlobal.create(apiStore(), { type, mutable });
    const reference = type === ValType.FuncRef || type === ValType.ExternRef;
    // Of a reference, undefined is a value like others; of a number it stands for 0.
    if (reference ? rest.length > 0 : rest[0] !== undefined) {
      assign(global, rest[0], context);
    } else if (type === ValType.ExternRef) {
      global.set(undefined);
    }
    this.#global = global;
    global.form = this;
  }

  /** The value, as the property {@link value}. */
  override valueOf(): unknown {
    return read(this, 'WebAssembly.Global.valueOf()');
  }

  get value(): unknown {
    return read(this, 'get WebAssembly.Global.value');
  }

  /** @throws TypeError when it is immutable, or the value does not convert */
  set value(value: unknown) {
    const context = 'set WebAssembly.Global.value';
    const global = unwrapGlobal(this) ?? foreign(context);
    if (!global.type.mutable) {
      throw fail(context, TypeError, "Can't set the value of an immutable global.");
    }
    assign(global, value, context);
  }

  static {
    unwrap = (value) => (#global in value ? value.#global : undefined);
    setClassString(Global.prototype, 'WebAssembly.Global');
    makeEnumerable(Global.prototype, 'valueOf', 'value');
  }
}

function valueType(name: unknown, context: string): ValType {
  switch (toText(name, context)) {
    case 'i32':
      return ValType.I32;
    case 'i64':
      return ValType.I64;
    case 'f32':
      return ValType.F32;
    case 'f64':
      return ValType.F64;
    case 'anyfunc':
      return ValType.FuncRef;
    case 'externref':
      return ValType.ExternRef;
    default:
      throw fail(context, TypeError, "Descriptor property 'value' must be a WebAssembly type");
  }
}

function read(object: unknown, context: string): unknown {
  const global = unwrapGlobal(object) ?? foreign(context);
  if (global.type.type === ValType.V128) throw fail(context, TypeError, `Can't get ${A_VECTOR}`);
  return global.get();
}

/** V8's name of the type is its own. */
const A_VECTOR = 'the value of s128 WebAssembly.Global';

function assign(global: RuntimeGlobal, value: unknown, context: string): void {
  const { type } = global.type;
  if (type === ValType.V128) throw fail(context, TypeError, `Can't set ${A_VECTOR}`);
  if (type === ValType.FuncRef && value !== null && wasmFunctionOf(value) === undefined) {
    throw fail(context, TypeError, NO_FUNCTION);
  }
  converting(value, context, () => global.set(value));
}

function foreign(context: string): never {
  throw fail(context, TypeError, 'Receiver is not a WebAssembly.Global');
}

/** The global of a Global object, undefined for other values. */
export function unwrapGlobal(value: unknown): RuntimeGlobal | undefined {
  return typeof value === 'object' && value !== null ? unwrap(value) : undefined;
}

/** The one Global object of a global. */
export function wrapGlobal(global: RuntimeGlobal): Global {
  let object = global.form as Global | undefined;
  if (object === undefined) {
    object = new Global(global as unknown as GlobalDescriptor);
    global.form = object;
  }
  return object;
}
