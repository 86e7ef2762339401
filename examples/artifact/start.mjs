// The start: maps the artifact that build.mjs has made for this machine, and asks SQLite a question. Nothing is compiled.
//
//   node start.mjs FOLDER
import { join } from 'node:path';
import initSqlJs from 'sql.js';
import { hostTarget, WebAssembly } from 'winch-ts';

const [folder = '.'] = process.argv.slice(2);
const module = WebAssembly.Module.deserialize(join(folder, `sql-${hostTarget().target}.winch`));

const sql = await initSqlJs({
  instantiateWasm(imports, done) {
    const instance = new WebAssembly.Instance(module, imports);
    done(instance, module);
    return instance.exports;
  },
});
const db = new sql.Database();
const [answer] = db.exec('SELECT sum(n) FROM (SELECT 19 AS n UNION SELECT 23)');
console.log(
  `SQLite ${db.exec('SELECT sqlite_version()')[0].values[0][0]} answers ${answer.values[0][0]}`,
);
