import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * The modules that are measured: real programs, from packages that are development dependencies.
 * @type {readonly { name: string, path: string }[]}
 */
export const MODULES = [
  { name: 'sql-wasm', path: require.resolve('sql.js/dist/sql-wasm.wasm') },
  {
    name: 'quickjs',
    path: createRequire(require.resolve('quickjs-emscripten')).resolve(
      '@jitl/quickjs-wasmfile-release-sync/wasm',
    ),
  },
  { name: 'esbuild', path: require.resolve('esbuild-wasm/esbuild.wasm') },
  { name: 'swc', path: require.resolve('@swc/wasm').replace(/wasm\.js$/, 'wasm_bg.wasm') },
];
