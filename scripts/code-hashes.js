/**
 * `node scripts/code-hashes.js FILE_OR_FOLDER ...`: a line for each module and each target, with a hash
 * of what its compile yields or the error that it is refused with. Two listings, from before and after a
 * change of the compiler, show whether the change was one of its shape only. A folder stands for all `.wasm` files
 * in it; without arguments the modules of `npm run bench` are taken. Needs a build.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isInstalled, MODULES } from '../bench/modules.js';
import { CompileError, compileModule } from '../dist/index.js';

/** @param {string} path @returns {string[]} */
function modulesAt(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.wasm'))
    .sort()
    .map((name) => join(path, name));
}

/** @param {Uint8Array} bytes @param {import('../dist/index.js').CompileOptions} options */
function hashOf(bytes, options) {
  try {
    const artifact = compileModule(bytes, options);
    const { moduleBytes, funcOffsets, trapSites, trapKinds, callSites, accessors, code } = artifact;
    const hash = createHash('sha256').update(artifact.features.join());
    for (const part of [
      moduleBytes,
      funcOffsets,
      trapSites,
      trapKinds,
      callSites,
      accessors,
      code,
    ]) {
      hash.update(new Uint32Array([part.byteLength])).update(part);
    }
    return hash.digest('hex').slice(0, 16);
  } catch (error) {
    if (!(error instanceof CompileError)) throw error;
    return `refused: ${error.message}`;
  }
}

const named = process.argv.slice(2).flatMap(modulesAt);
const paths = named.length > 0 ? named : MODULES.filter(isInstalled).map((m) => m.path);
for (const path of paths) {
  const bytes = readFileSync(path);
  for (const target of ['x64', 'aarch64']) {
    for (const bounds of ['guard', 'explicit']) {
      process.stdout.write(`${hashOf(bytes, { target, bounds })} ${target} ${bounds} ${path}\n`);
    }
  }
}
