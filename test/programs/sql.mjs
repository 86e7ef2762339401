// SQLite through sql.js: node test/programs/sql.mjs --engine v8|winch
import { createHash } from 'node:crypto';
import { finish, installEngine, isSmall, random } from './engine.mjs';

const engine = await installEngine();
const { default: initSqlJs } = await import('sql.js');
const sql = await initSqlJs();
const db = new sql.Database();
const next = random(20240611);
const CUSTOMERS = isSmall ? 20 : 1000;
const PURCHASES = 10 * CUSTOMERS;
const lines = [];

db.run(`
  CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT NOT NULL, city TEXT, balance REAL);
  CREATE TABLE purchase (id INTEGER PRIMARY KEY, customer INTEGER REFERENCES customer, item TEXT, price REAL, day INTEGER);
  CREATE INDEX by_customer ON purchase (customer, day);
`);
const CITIES = ['Bern', 'Oslo', 'Kyoto', 'Lima', 'Accra', 'Łódź'];
const word = () =>
  Array.from({ length: 3 + (next() % 6) }, () => String.fromCharCode(97 + (next() % 26))).join('');

db.run('BEGIN');
const addCustomer = db.prepare('INSERT INTO customer VALUES (?, ?, ?, ?)');
for (let i = 1; i <= CUSTOMERS; i++) {
  addCustomer.run([i, word(), CITIES[next() % CITIES.length], (next() % 100000) / 7]);
}
addCustomer.free();
const addPurchase = db.prepare('INSERT INTO purchase VALUES ($id, $customer, $item, $price, $day)');
for (let i = 1; i <= PURCHASES; i++) {
  addPurchase.run({
    $id: i,
    $customer: 1 + (next() % (CUSTOMERS + CUSTOMERS / 10)),
    $item: next() % 50 === 0 ? null : word(),
    $price: (next() % 1000000) / 100 - 500,
    $day: next() % 365,
  });
}
addPurchase.free();
db.run('COMMIT');

const QUERIES = [
  'SELECT count(*), sum(price), min(price), max(price), avg(day) FROM purchase',
  'SELECT city, count(*), round(sum(price), 3) FROM customer c JOIN purchase p ON p.customer = c.id GROUP BY city ORDER BY city',
  'SELECT c.name, count(p.id) n, total(p.price) FROM customer c LEFT JOIN purchase p ON p.customer = c.id GROUP BY c.id ORDER BY n DESC, c.id LIMIT 20',
  "SELECT item, price FROM purchase WHERE item LIKE 'a%z' OR item GLOB '*qu*' ORDER BY price, id",
  'SELECT p.id FROM purchase p LEFT JOIN customer c ON c.id = p.customer WHERE c.id IS NULL ORDER BY p.id',
  'SELECT day, sum(price) OVER (ORDER BY day, id ROWS BETWEEN 5 PRECEDING AND CURRENT ROW) FROM purchase ORDER BY day, id LIMIT 200',
  'WITH RECURSIVE f(n, a, b) AS (SELECT 1, 0, 1 UNION ALL SELECT n + 1, b, a + b FROM f WHERE n < 90) SELECT n, a FROM f',
  "SELECT upper(name) || '-' || substr(city, 1, 2), length(city), hex(city), instr(name, 'e') FROM customer ORDER BY id LIMIT 50",
  'SELECT a.id, b.id FROM customer a JOIN customer b ON a.city = b.city AND abs(a.balance - b.balance) < 0.5 AND a.id < b.id ORDER BY 1, 2',
  "SELECT json_group_array(json_object('n', name, 'b', round(balance, 2))) FROM (SELECT * FROM customer ORDER BY id LIMIT 30)",
  "SELECT strftime('%Y-%m-%d', 86400 * day, 'unixepoch') d, printf('%.4e|%08.3f', sum(price), avg(price)) FROM purchase GROUP BY day ORDER BY day LIMIT 40",
  'SELECT * FROM purchase ORDER BY id',
];
db.run('UPDATE customer SET balance = balance * 1.0625 WHERE id % 3 = 0');
db.run("DELETE FROM purchase WHERE day BETWEEN 100 AND 110 AND item > 'm'");
for (const query of QUERIES) {
  const rows = db.exec(query).flatMap((r) => r.values);
  const digest = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
  lines.push(`${rows.length} rows ${digest} ${query.slice(0, 60)}`);
}
lines.push(JSON.stringify(db.exec(QUERIES[1])[0].values));
try {
  db.run('SELECT * FROM missing');
} catch (error) {
  lines.push(String(error.message));
}
lines.push(JSON.stringify(db.exec('PRAGMA integrity_check')[0].values));
const image = db.export();
lines.push(`image ${image.length} ${createHash('sha256').update(image).digest('hex')}`);
const copy = new sql.Database(image);
lines.push(JSON.stringify(copy.exec('SELECT count(*), sum(id) FROM purchase')[0].values));
copy.close();
db.close();
finish(engine, lines);
