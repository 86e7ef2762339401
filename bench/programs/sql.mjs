// SQLite at work, with little JavaScript around it: node sql.mjs --engine v8|winch
import { finish, installEngine } from '../../test/programs/engine.mjs';

const engine = await installEngine();
const { default: initSqlJs } = await import('sql.js');
const sql = await initSqlJs();
const db = new sql.Database();
db.run(`
  CREATE TABLE reading (id INTEGER PRIMARY KEY, sensor INTEGER, day INTEGER, value REAL, note TEXT);
  WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60000)
    INSERT INTO reading SELECT i, i * 7919 % 211, i * 31 % 365, (i * 104729 % 9973) / 7.0,
      printf('%x-%d', i * 2654435761 % 65536, i % 13) FROM n;
  CREATE INDEX by_sensor ON reading (sensor, day);
  UPDATE reading SET value = value * 1.5 WHERE day % 3 = 0;
`);
const QUERIES = [
  'SELECT count(*), round(sum(value), 3), min(note), max(note) FROM reading',
  'SELECT sensor, count(*), round(avg(value), 3) a FROM reading GROUP BY sensor ORDER BY a LIMIT 5',
  'SELECT count(*) FROM reading a JOIN reading b ON b.sensor = a.sensor AND b.day = a.day + 1 WHERE a.id % 5 = 0',
  "SELECT count(*) FROM reading WHERE note LIKE '%a_-1%' OR note GLOB '*f[0-3]-*'",
  'SELECT id FROM reading ORDER BY value * 7 % 13, note DESC LIMIT 5',
  'SELECT round(sum(s), 2) FROM (SELECT sum(value) OVER (PARTITION BY sensor ORDER BY day, id) s FROM reading)',
  'SELECT length(group_concat(hex(note))) FROM reading WHERE id < 20000',
];
const lines = QUERIES.map((query) => JSON.stringify(db.exec(query)[0].values));
db.close();
finish(engine, lines);
