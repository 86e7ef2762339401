// Compiles SQLite (sql.js) with winch-ts to portable byte code, and asks it what the user wants to know.
import { artifactOf, WebAssembly } from './winch-ts/index.js';

const at = (id) => document.getElementById(id);

/** What the page's policy makes of something. */
function ask(attempt) {
  try {
    attempt();
    return 'allowed';
  } catch {
    return 'forbidden';
  }
}

/** The shortest module there is. */
const EMPTY = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

function askPolicy() {
  at('strings').value = ask(() => new Function('return 1'));
  const { WebAssembly: own } = globalThis;
  at('engine').value = own === undefined ? 'there is none' : ask(() => new own.Module(EMPTY));
}

async function load() {
  askPolicy();
  const response = await fetch('sql-wasm.wasm');
  if (!response.ok) throw new Error(`sql-wasm.wasm: ${response.status}`);
  const start = performance.now();
  const module = new WebAssembly.Module(await response.arrayBuffer());
  const time = performance.now() - start;
  const sql = await globalThis.initSqlJs({
    instantiateWasm(imports, done) {
      const instance = new WebAssembly.Instance(module, imports);
      done(instance, module);
      return instance.exports;
    },
  });
  const { stats, target } = artifactOf(module);
  at('compiled').value = `${stats.functions} functions for ${target} in ${time.toFixed(0)} ms`;
  return new sql.Database();
}

function run(db) {
  const start = performance.now();
  try {
    const answers = db.exec(at('query').value);
    const lines = answers.flatMap(({ columns, values }) => [columns, ...values]);
    at('answer').textContent = lines.map((line) => line.join('\t')).join('\n');
  } catch (error) {
    at('answer').textContent = String(error);
  }
  at('time').value = `${(performance.now() - start).toFixed(0)} ms`;
}

try {
  const db = await load();
  at('form').addEventListener('submit', (event) => {
    event.preventDefault();
    run(db);
  });
  at('run').disabled = false;
  run(db);
} catch (error) {
  at('compiled').value = `failed: ${error.stack}`;
}
