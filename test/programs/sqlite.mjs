// A program that knows only the standard's WebAssembly.
import initSqlJs from 'sql.js';

const { Database } = await initSqlJs();
console.log('sqlite', new Database().exec('select 6 * 7')[0].values[0][0]);
