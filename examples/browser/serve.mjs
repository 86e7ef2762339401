// Serves the page: node examples/browser/serve.mjs [port]
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sql = dirname(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.js'));
const library = join(here, '../../dist/portable');

/** All there is, by its path on the server. */
const FILES = new Map([
  ['/', join(here, 'index.html')],
  ['/main.js', join(here, 'main.js')],
  ['/style.css', join(here, 'style.css')],
  ['/sql-wasm.js', join(sql, 'sql-wasm.js')],
  ['/sql-wasm.wasm', join(sql, 'sql-wasm.wasm')],
  ['/winch-ts/index.js', join(library, 'index.js')],
]);
const TYPES = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
};

/**
 * @param {number} port 0: any that is free
 * @returns {Promise<import('node:http').Server>} once it listens, for this machine only
 */
export function serve(port) {
  const server = createServer(({ url = '/' }, response) => {
    const file = FILES.get(url);
    if (file === undefined || !existsSync(file)) {
      response.writeHead(404).end();
      return;
    }
    // The same policy as in the page, where nothing in the page could weaken it.
    response.setHeader('Content-Security-Policy', "default-src 'self'; script-src 'self'");
    response.setHeader('Content-Type', TYPES[extname(file)]);
    createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const server = await serve(Number(process.argv[2] ?? 8080));
  console.log(`http://127.0.0.1:${server.address().port}/`);
}
