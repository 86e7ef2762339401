import {
  convert,
  type ExceptionForms,
  exceptionsOf,
  type KeptValue,
  keepConverted,
  keptToJs,
  type Tag as RuntimeTag,
  type Store,
  type Thrown,
} from '../runtime/index.js';
import { privateSlot } from '../util/private-slot.js';
import type { FuncType } from '../wasm/types.js';
import { hasNoForm, ValType } from '../wasm/value-types.js';
import { engineExceptions, engineMatchesTag, type HostException } from './engine-exceptions.js';
import { OwnException, OwnTag, tagOfOwn, thrownOfOwn } from './own-exceptions.js';
import { apiStore, whenStoreIsMade } from './store.js';

/**
 * Tags and exceptions as JavaScript sees them: objects of the engine's own classes, where it has them, so that its modules and
 * ours throw at each other; else of classes like these.
 */

const engine = engineExceptions;

/** The tag of each of the engine's Tag objects that was seen here. */
const tagForm = privateSlot<RuntimeTag>();
/** The exception that each of the engine's Exception objects was made for. */
const thrownForm = privateSlot<Thrown>();

/** The one Tag object of a tag. */
export function wrapTag(tag: RuntimeTag): object {
  if (tag.form === undefined) {
    const form =
      engine === undefined ? new OwnTag(tag) : new engine.Tag({ parameters: shownTypes(tag.type) });
    tag.form = form;
    if (engine !== undefined) tagForm.set(form, tag);
  }
  return tag.form as object;
}

/**
 * The tag of a Tag object, for an import of a type; or what is wrong with the value. The engine's tags do not tell their
 * types: it is asked whether one is of the type that is wanted.
 */
export function importedTag(type: FuncType, value: unknown): RuntimeTag | string {
  if (engine === undefined) return tagOfOwn(value) ?? NO_TAG;
  if (typeof value !== 'object' || value === null || !(value instanceof engine.Tag)) return NO_TAG;
  const known = tagForm.get(value);
  if (known !== undefined) return known;
  if (!engineMatchesTag(value, type)) return 'imported tag does not match the expected type';
  const tag = exceptionsOf(apiStore()).newTag(type, value === engine.JSTag);
  tag.form = value;
  tagForm.set(value, tag);
  return tag;
}

const NO_TAG = 'tag import requires a WebAssembly.Tag';

/** Types of the values that the engine keeps; those that it would refuse are any value to it. */
function shownTypes({ params }: FuncType): string[] {
  return params.map((type) => NUMBER_TYPES[type] ?? 'externref');
}

const NUMBER_TYPES: Partial<Record<ValType, string>> = {
  [ValType.I32]: 'i32',
  [ValType.I64]: 'i64',
  [ValType.F32]: 'f32',
  [ValType.F64]: 'f64',
};

/** The value of an exception for JavaScript; those that have no form there are undefined. */
function shownValue(store: Store, type: ValType, value: KeptValue): unknown {
  return hasNoForm(type) ? undefined : keptToJs(store, type, value);
}

function engineForms(store: Store, classes: NonNullable<typeof engine>): ExceptionForms {
  return {
    make(thrown) {
      const tag = thrown.tag!;
      const { params } = tag.type;
      const form = wrapTag(tag);
      const values = params.map((type, i) => shownValue(store, type, thrown.values[i]!));
      const made = makeException(classes, form, params, values);
      thrownForm.set(made, thrown);
      return made;
    },
    thrownOf: (value) =>
      typeof value === 'object' && value !== null ? thrownForm.get(value) : undefined,
    valuesOf(value, tag) {
      const { form } = tag;
      if (form === undefined || typeof value !== 'object' || value === null) return undefined;
      const is = classes.is(value, form);
      if (is !== true) return is === undefined ? undefined : null;
      try {
        return tag.type.params.map((type, i) =>
          keepConverted(type, convert(store, type, classes.getArg(value, form, i))),
        );
      } catch (error) {
        // The engine takes any value for a type that it does not tell.
        if (!(error instanceof TypeError)) throw error;
        return null;
      }
    },
  };
}

/** An exception of the engine's, which does not take functions of ours where a tag of its own has functions. */
function makeException(
  classes: NonNullable<typeof engine>,
  form: object,
  params: readonly ValType[],
  values: readonly unknown[],
): HostException {
  try {
    return new classes.Exception(form, values);
  } catch (error) {
    if (!params.includes(ValType.FuncRef)) throw error;
    const kept = values.map((value, i) => (params[i] === ValType.FuncRef ? null : value));
    return new classes.Exception(form, kept);
  }
}

/** The same of classes of our own, whose objects have the exception. */
const OWN_FORMS: ExceptionForms = {
  make: (thrown) => new OwnException(thrown),
  thrownOf: thrownOfOwn,
  valuesOf: () => undefined,
};

whenStoreIsMade((store) => {
  exceptionsOf(store).forms = engine === undefined ? OWN_FORMS : engineForms(store, engine);
});
