// SQLite (sql.js) on winch-ts: compiles it, fills a table, asks a question, and tells what it took.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import initSqlJs from 'sql.js';
import { artifactOf, WebAssembly } from 'winch-ts';

const path = createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm');
const module = new WebAssembly.Module(readFileSync(path));
const { stats, target } = artifactOf(module);

const sql = await initSqlJs({
  instantiateWasm(imports, done) {
    const instance = new WebAssembly.Instance(module, imports);
    done(instance, module);
    return instance.exports;
  },
});

const start = performance.now();
const db = new sql.Database();
db.run('CREATE TABLE measure (city TEXT, degrees REAL)');
const insert = db.prepare('INSERT INTO measure VALUES (?, ?)');
const cities = ['Bern', 'Kyoto', 'Lima', 'Oslo'];
for (let i = 0; i < 10_000; i++) insert.run([cities[i % 4], ((i * 7919) % 400) / 10 - 5]);
insert.free();
const [answer] = db.exec(
  'SELECT city, count(*), round(avg(degrees), 2), max(degrees) FROM measure GROUP BY city',
);
const ran = performance.now() - start;

console.log(answer.columns.join('  '));
for (const row of answer.values) console.log(row.join('  '));

const milliseconds = stats.nanoseconds / 1e6;
console.log(`
compiled sql-wasm.wasm for ${target}: ${stats.functions} functions, ${stats.operators} operators
  ${(stats.bytesIn / 1e6).toFixed(2)} MB of function bodies -> ${(stats.bytesOut / 1e6).toFixed(2)} MB of machine code (${(stats.bytesOut / stats.bytesIn).toFixed(2)} bytes a byte)
  ${milliseconds.toFixed(0)} ms, first compile of the process; ${stats.spills} spills, ${stats.merges} merges with moves
ran in ${ran.toFixed(0)} ms`);
