/** By what they are for; nobody uses them. */
const kept = new Map<string, object>();

/**
 * Keeps one object of a shape alive. V8's machine code depends on the shapes of the objects that it works on, and a
 * garbage collection throws it away when the last object of a shape is gone: the next time everything would start in
 * V8's interpreter. That takes a fifth of the time to compile a module, and half of that to validate one.
 *
 * To be called when an object of the kind has been through all that it is made for: shapes become final by use.
 *
 * @param kind a word for the kind of object
 * @param make makes one that is never used
 */
export function keepShape(kind: string, make: () => object): void {
  if (!kept.has(kind)) kept.set(kind, make());
}
