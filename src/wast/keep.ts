import { unlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '../artifact/artifact.js';
import { serializeArtifact } from '../artifact/serialize.js';
import { ArtifactCache } from '../cache/artifact-cache.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { getStore, openArtifact } from '../runtime/node.js';

/** Puts an artifact away and gives what is found there, to be run in its place. */
export type Keep = (artifact: Artifact, module: Uint8Array) => Artifact;

/** Keeps artifacts in files of a folder, each as long as it is run. */
export function keepInFiles(folder: string): Keep {
  return (artifact) => {
    const path = join(folder, 'module.winch');
    writeFileSync(path, serializeArtifact(artifact));
    const opened = openArtifact(getStore(), path);
    // It is mapped, and needs its name no more.
    unlinkSync(path);
    return opened;
  };
}

/** Keeps artifacts in a cache in a folder. */
export function keepInCache(folder: string, options: CompileOptions): Keep {
  const cache = new ArtifactCache({ folder });
  return (artifact, module) => {
    const key = cache.keyOf(module, options);
    const known = cache.find(key);
    if (known !== undefined) return known;
    cache.addNow(key, artifact);
    const found = cache.find(key);
    if (found === undefined) throw new Error(`the cache has not kept it: ${cache.problem}`);
    return found;
  };
}
