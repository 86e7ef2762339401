#!/usr/bin/env node
import { existsSync } from 'node:fs';
import module from 'node:module';
import { join } from 'node:path';

// Later Nodes keep what they have compiled of the tool's own code, here in a folder of the user's. Where it cannot be
// written, or the environment says something else about it, nothing happens.
const { HOME, XDG_CACHE_HOME = HOME && join(HOME, '.cache') } = process.env;
if (XDG_CACHE_HOME) module.enableCompileCache?.(join(XDG_CACHE_HOME, 'winch-ts', 'node'));

let main;
try {
  ({ main } = await import('../dist/cli/main.js'));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist')) throw error;
  // Only a checkout has what builds it.
  const isCheckout = existsSync(new URL('../scripts/bundle.js', import.meta.url));
  const reason = isCheckout
    ? 'the library is not built; run: npm run build'
    : 'the package is not complete: install it again';
  process.stderr.write(`winch-ts: ${reason}\n`);
  process.exit(1);
}
await main(process.argv.slice(2));
