import { ControlStack } from './control-stack.js';
import { ValueStack } from './value-stack.js';

/**
 * The stacks of the function being compiled, shared by decoder and code generator. A function is
 * compiled in one go, so one of each is enough for all modules, and they are empty in between.
 *
 * As constants of the module they are constants of the machine code that V8 makes: addresses and
 * lengths of their typed arrays are folded, where fields of an object would be loaded and their
 * shapes checked at every access.
 */
export const stack = new ValueStack();
export const control = new ControlStack();
