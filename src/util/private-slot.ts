function itself(object: object): object {
  return object;
}
/** A base class that makes a given object the `this` of the derived one's constructor. */
const Given = itself as unknown as new (object: object) => object;

/** A place for a value in objects of others. */
export interface PrivateSlot<V> {
  get(object: object): V | undefined;
  /** Once for each object. */
  set(object: object, value: V): void;
}

/**
 * A place for a value in objects of others, which nobody else sees. As a WeakMap, and cheaper: entries
 * of WeakMaps cost the collector some microseconds each (with five of them, a third of an instance).
 */
export function privateSlot<V>(): PrivateSlot<V> {
  /** For objects that take no more properties, where that holds for private ones, too. */
  const others = new WeakMap<object, V>();
  class Slot extends Given {
    readonly #value: V;

    constructor(object: object, value: V) {
      super(object);
      this.#value = value;
    }

    static get(object: object): V | undefined {
      return #value in object ? (object as Slot).#value : undefined;
    }
  }
  return {
    get: (object) => Slot.get(object) ?? others.get(object),
    set(object, value) {
      try {
        new Slot(object, value);
      } catch {
        others.set(object, value);
      }
    },
  };
}
