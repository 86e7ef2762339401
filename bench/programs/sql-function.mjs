// SQLite calls a JavaScript function for each of 100,000 rows: node sql-function.mjs --engine v8|winch
import { installEngine } from '../../test/programs/engine.mjs';
import { finishWarm } from './warm.mjs';

const engine = await installEngine();
const { default: initSqlJs } = await import('sql.js');
const sql = await initSqlJs();
const db = new sql.Database();
db.run(`
  CREATE TABLE reading (id INTEGER PRIMARY KEY, sensor INTEGER);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
    INSERT INTO reading SELECT i, i * 7919 % 211 FROM n;
`);
db.create_function('mixed', (id, sensor) => (id * 31 + sensor) % 1009);
await finishWarm(engine, () => db.exec('SELECT sum(mixed(id, sensor)) FROM reading')[0].values[0]);
