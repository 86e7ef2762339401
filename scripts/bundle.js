import { rolldown } from 'rolldown';

// Bundles the library and the command into `dist/`, beside the declarations that tsc writes there.
//
// Not for size: V8 loads an imported constant from its module's cell at every use, and cannot fold
// it. In one module scope it can: sql-wasm.wasm compiles 1.18 times as fast as from single files.

const bundle = await rolldown({
  input: { index: 'src/index.ts', 'cli/main': 'src/cli/main.ts' },
  platform: 'node',
  // Dependencies stay imports; the optional ones may not be installed.
  external: /^[^./]/,
});
await bundle.write({
  dir: 'dist',
  format: 'esm',
  sourcemap: true,
  // As deep as cli/main.js: files find the package's root two folders up.
  chunkFileNames: 'chunks/[name].js',
});
await bundle.close();
