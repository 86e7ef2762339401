#!/usr/bin/env node
let main;
try {
  ({ main } = await import('../dist/cli/main.js'));
} catch (error) {
  if (error.code !== 'ERR_MODULE_NOT_FOUND' || !String(error.message).includes('dist')) throw error;
  process.stderr.write('winch-ts: the library is not built; run: npm run build\n');
  process.exit(1);
}
await main(process.argv.slice(2));
