/**
 * What functions on JavaScript's stack through which it has entered WebAssembly are known by: the name of their file. Those
 * that are not made from text have the name `drive`.
 */
export const ENTER_SOURCE = 'winch-ts:enter';
