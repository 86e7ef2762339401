import { CodeFacts } from '../module/code-facts.js';
import type { ModuleInfo } from '../module/module-info.js';
import { TooManyValuesError } from '../stack/value-stack.js';
import { keepShape } from '../util/shapes.js';
import { CompileError } from '../wasm/compile-error.js';
import { BodyDecoder } from './body-decoder.js';
import { ModuleDecoder, type ModuleSink } from './module-decoder.js';

/** Without anything that generates code: one for all modules, as its stacks are. */
const bodies = new BodyDecoder(undefined);

const sink: ModuleSink = {
  beginCode(info: ModuleInfo): void {
    bodies.beginModule(new CodeFacts(info), info.typeTable, false);
  },

  functionBody(
    funcIndex: number,
    bytes: Uint8Array,
    start: number,
    end: number,
    moduleOffset: number,
  ): void {
    try {
      bodies.decode(funcIndex, bytes, start, end, moduleOffset);
    } catch (error) {
      if (!(error instanceof TooManyValuesError)) throw error;
      throw new CompileError(error.message, { offset: moduleOffset, funcIndex });
    }
  },
};

/**
 * Checks a module without compiling it: no code is generated, for no machine. What it finds wrong is what
 * compiling would throw first, and in the same words.
 *
 * One thing cannot be known without code: whether the machine code stays below the limit that
 * `MAX_CODE_PER_BYTE` sets. That is a budget of the compiler's and says nothing about the module, which is
 * valid; compiling it is refused nonetheless.
 *
 * @throws CompileError when the module is malformed, invalid, over a limit or in need of a proposal that is
 *   not supported
 */
export function validateModule(bytes: Uint8Array): void {
  const decoder = new ModuleDecoder(sink);
  try {
    decoder.push(bytes);
    decoder.finish();
    keepShape('decoder', () => new ModuleDecoder(sink));
  } finally {
    bodies.endModule();
  }
}
