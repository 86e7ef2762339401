import type { Artifact } from '../artifact/artifact.js';
import { importedFunction } from '../js-api/functions.js';
import { apiStore } from '../js-api/store.js';
import { type Extern, type Imported, Instance, type Memory } from '../runtime/index.js';
import { ExternKind } from '../wasm/types.js';
import type { Wasi } from './wasi.js';

/** Instances by the names that others import from them by. */
export type Named = ReadonlyMap<string, Instance>;

/**
 * Makes an instance whose imports are of other instances, or else of WASI.
 *
 * @throws LinkError for what is not there, and as `Instance.create`
 */
export function link(artifact: Artifact, named: Named, wasi: Wasi | undefined): Instance {
  const { info } = artifact;
  const externs = info.imports.map((item): Imported | undefined => {
    const found: Extern | undefined = named.get(item.module)?.exports.get(item.name);
    if (found !== undefined || item.kind !== ExternKind.Function) return found;
    const func = wasi?.find(item.module, item.name);
    if (func === undefined) return undefined;
    return importedFunction(info.types[item.typeIndex]!, func, item.index);
  });
  const store = apiStore();
  if (wasi !== undefined) {
    // Node.js takes the engine's own memories only, guard pages or not.
    store.explicitMemories = 'auto';
    store.ownMemories = false;
  }
  const instance = Instance.create(store, artifact, externs);
  const memory = info.exports.find(
    ({ name, kind }) => name === 'memory' && kind === ExternKind.Memory,
  );
  if (memory !== undefined) wasi?.bind((instance.exports.get('memory') as Memory).host);
  return instance;
}
