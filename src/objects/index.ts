/** Relocatable objects that C links, and their headers. */
export { type CAbi, type CInterface, cInterface, ObjectError } from './c-interface.js';
export { header } from './header.js';
export { makeObject } from './object.js';
