import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const LIBRARY = new URL('../dist/index.js', import.meta.url).href;
const SQL = fileURLToPath(new URL('../node_modules/sql.js/dist/sql-wasm.js', import.meta.url));
const BYTES = fileURLToPath(new URL('../node_modules/sql.js/dist/sql-wasm.wasm', import.meta.url));

/** Threads that compile functions of one module at the same time, each for itself; the module comes by a message. */
const THREADS = `
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { useLazy, WebAssembly as W } from '${LIBRARY}';

useLazy(true);
globalThis.WebAssembly = W;
async function answer(module) {
  const init = createRequire(${JSON.stringify(SQL)})(${JSON.stringify(SQL)});
  const sql = await init({
    instantiateWasm(imports, use) {
      use(new W.Instance(module, imports), module);
      return {};
    },
  });
  const db = new sql.Database();
  db.run('CREATE TABLE t (a, b); INSERT INTO t VALUES (1, 2), (3, 4), (5, 6)');
  let text = '';
  for (let i = 0; i < 50; i++) {
    text += JSON.stringify(db.exec('SELECT sum(a * ' + i + '), group_concat(b) FROM t WHERE a > 1')[0].values);
  }
  return text;
}
if (isMainThread) {
  const module = new W.Module(readFileSync(${JSON.stringify(BYTES)}));
  const source = new URL(import.meta.url);
  const workers = [0, 1].map(() => new Worker(source, { workerData: module }));
  const texts = await Promise.all([
    answer(module),
    ...workers.map((worker) => new Promise((resolve, reject) => {
      worker.on('message', resolve);
      worker.on('error', reject);
    })),
  ]);
  console.log(new Set(texts).size, texts[0].slice(0, 30));
} else parentPort.postMessage(await answer(workerData));
`;

describe('modules whose functions are compiled when they are called', () => {
  it('run in several threads at once', { timeout: 120_000 }, () => {
    const folder = mkdtempSync(join(tmpdir(), 'winch-ts-lazy-'));
    try {
      const path = join(folder, 'threads.mjs');
      writeFileSync(path, THREADS);
      const text = execFileSync(process.execPath, [path], { encoding: 'utf8' });
      expect(text).toBe('1 [[0,"4,6"]][[8,"4,6"]][[16,"4,\n');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
