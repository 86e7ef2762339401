import type { Artifact } from '../../src/artifact/artifact.js';
import { type CompileOptions, compileModule } from '../../src/compiler/module-compiler.js';
import { hostMachine } from '../../src/runtime/native/machine.js';
import { watToWasm } from '../../src/text/wat.js';

/** Compiles a module in the text format for the machine that the test runs on. */
export async function compileWat(text: string, options: CompileOptions = {}): Promise<Artifact> {
  const { target } = hostMachine();
  return compileModule(await watToWasm(text), { target, features: [], ...options });
}
