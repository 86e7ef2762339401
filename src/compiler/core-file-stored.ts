import { existsSync, readFileSync } from 'node:fs';
import type { TargetName } from '../targets/index.js';
import { engine } from '../util/engine.js';
import type { CoreFile, CoreLayout } from './core.js';
import { coreFolder } from './core-folder.js';

const files = new Map<TargetName, CoreFile | undefined>();

/** The core for a target, as the build has left it. `WINCH_TS_CORE=js` is for those who want none. */
export function coreFile(target: TargetName): CoreFile | undefined {
  if (engine === undefined || process.env.WINCH_TS_CORE === 'js') return undefined;
  if (!files.has(target)) files.set(target, read(target));
  return files.get(target);
}

function read(target: TargetName): CoreFile | undefined {
  const path = `${coreFolder()}/${target}`;
  if (!existsSync(`${path}.wasm`)) {
    if (process.env.WINCH_TS_CORE !== 'wasm') return undefined;
    throw new Error(`WINCH_TS_CORE=wasm, and the build has no core for ${target}`);
  }
  const layout = JSON.parse(readFileSync(`${path}.json`, 'utf8')) as CoreLayout;
  return { layout, module: new engine!.Module(readFileSync(`${path}.wasm`)) };
}
