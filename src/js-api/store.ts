import { getStore, type Store } from '../runtime/index.js';

let store: Store | undefined;
const settings: ((store: Store) => void)[] = [];

/** Has a store set up before it is used: by parts of the interface, when they are loaded. */
export function whenStoreIsMade(set: (store: Store) => void): void {
  settings.push(set);
}

/** This thread's store, with functions and memories in the forms of this interface. */
export function apiStore(): Store {
  if (store === undefined) {
    const made = getStore();
    for (const set of settings) set(made);
    store = made;
  }
  return store;
}
