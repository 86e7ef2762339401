import type { ModuleInfo } from '../../src/module/module-info.js';

/** The name of a function in the tests' symbols: of its export or the name section, or by its index. */
export function functionName(info: ModuleInfo, index: number): string {
  return info.exportNameOf(index) ?? info.names.functions.get(index) ?? `function${index}`;
}
