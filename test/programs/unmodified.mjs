// A program that knows only the standard's WebAssembly, in two threads.
import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker } from 'node:worker_threads';

const require = createRequire(import.meta.url);

async function sqlite() {
  const { default: initSqlJs } = await import('sql.js');
  const { Database } = await initSqlJs();
  return new Database().exec('select 6 * 7')[0].values[0][0];
}

if (isMainThread) {
  console.log('sqlite', await sqlite());
  const { getQuickJS } = await import('quickjs-emscripten');
  console.log('quickjs', (await getQuickJS()).evalCode('6 * 7'));
  const worker = new Worker(new URL(import.meta.url));
  const [answer] = await new Promise((resolve, reject) => {
    worker.once('message', (...args) => resolve(args)).once('error', reject);
  });
  console.log('worker', answer);
  const loaded = Object.keys(require.cache).some((path) => path.endsWith('compiler.cjs'));
  console.log('compiler loaded:', loaded);
} else {
  parentPort.postMessage(await sqlite());
}
