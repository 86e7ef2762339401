/**
 * What the library's build for Node keeps in a file of its own, which is loaded when it is first asked for: the compiler, and
 * all else that takes an assembler.
 */

export { bridgeObject } from './artifact/bridge-object.js';
export * from './compiler/heavy.js';
export { artifactListing } from './disassembly/artifact-listing.js';
export { storeStubs } from './stubs/store.js';
export { TARGETS } from './targets/all.js';
