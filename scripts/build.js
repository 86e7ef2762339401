import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

// `npm run build`: declarations and the core side by side, which know nothing of each other; then the bundles.

const script = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Runs a script of Node's to its end. @param {string[]} args */
const run = (...args) =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { stdio: 'inherit' });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${args[0]} failed`))));
  });

const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
try {
  await Promise.all([
    run(join(typescript, 'bin/tsc'), '-p', 'tsconfig.build.json'),
    run(script('core/build.js')),
  ]);
  await run(script('bundle.js'));
} catch (error) {
  // Each has said what is wrong.
  console.error(error.message);
  process.exitCode = 1;
}
