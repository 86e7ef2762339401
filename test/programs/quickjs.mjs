// A JavaScript engine in Wasm: node test/programs/quickjs.mjs --engine v8|winch
import { finish, installEngine, isSmall } from './engine.mjs';

const engine = await installEngine();
const { getQuickJS } = await import('quickjs-emscripten');
const quickjs = await getQuickJS();

/** How much of each: numbers and calls, pairs of letters, primes, levels of a tree, rows of a matrix, words. */
const [COUNT, PAIRS, PRIMES, LEVELS, ROWS, WORDS] = isSmall
  ? [200, 50, 20, 4, 6, 2]
  : [20000, 500, 200, 10, 40, 20];
const PROGRAM = String.raw`
const lines = [];
let state = 12345;
const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0);

// Sorting: the built-in, with several comparators, and one written by hand.
const numbers = Array.from({ length: ${COUNT} }, () => next() % 100000);
const ascending = numbers.slice().sort((a, b) => a - b);
const words = numbers.slice(0, 3000).map((n) => n.toString(36)).sort();
function quicksort(a, low = 0, high = a.length - 1) {
  while (low < high) {
    const pivot = a[(low + high) >> 1];
    let i = low, j = high;
    while (i <= j) {
      while (a[i] < pivot) i++;
      while (a[j] > pivot) j--;
      if (i <= j) { [a[i], a[j]] = [a[j], a[i]]; i++; j--; }
    }
    quicksort(a, low, j);
    low = i;
  }
  return a;
}
lines.push('sorted', ascending.slice(0, 5).join(), words.slice(-3).join(),
  String(quicksort(numbers.slice()).every((n, i) => n === ascending[i])));

// Regular expressions.
const text = 'The year 1999 and 2024-06-11, mail: ann@example.org, bob.b@test.co; ' + 'ab'.repeat(${PAIRS});
lines.push(text.match(/\b\d{4}\b/g).join(), text.replace(/(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)/, '$<d>.$<m>.$<y>').slice(0, 40),
  [...text.matchAll(/([\w.]+)@([\w.]+)/g)].map((m) => m[1] + ' at ' + m[2]).join('; '),
  String(/^(?:ab)+$/.test('ab'.repeat(${PAIRS}))), String('aXbXc'.split(/X/).length), String(/(?<=\$)\d+/.exec('cost $42')?.[0]),
  'ÄÖÜ äöü'.replace(/\p{Lu}/gu, '*'));

// Closures, generators, iterators, destructuring.
const counter = () => { let n = 0; return { up: () => ++n, down: () => --n }; };
const counters = Array.from({ length: 100 }, counter);
for (let i = 0; i < ${COUNT / 2}; i++) counters[i % 100][i % 3 === 0 ? 'down' : 'up']();
function* primes() { const seen = []; for (let n = 2; ; n++) if (seen.every((p) => n % p)) { seen.push(n); yield n; } }
const some = []; for (const p of primes()) { if (some.length === ${PRIMES}) break; some.push(p); }
function* tree(n) { if (n > 0) { yield* tree(n - 1); yield n; yield* tree(n - 1); } }
lines.push(counters.map((c) => c.up()).join(''), some.slice(-3).join(), [...tree(${LEVELS})].reduce((a, b) => (a * 31 + b) | 0, 0).toString());

// BigInt, floats, dates, JSON, maps, classes, proxies, errors, typed arrays.
let big = 1n; for (let i = 1n; i <= 200n; i++) big *= i;
lines.push(big.toString().slice(0, 40), (big % 1000000007n).toString(), (-(2n ** 100n) >> 3n).toString(16), String(BigInt.asIntN(64, 2n ** 63n)));
lines.push([0.1 + 0.2, 1 / 3, Math.sin(1e6), Math.pow(2, 0.5), 5e-324, 1e21, -0, NaN, (25).toString(2), (255.5).toString(16), (1234.5678).toFixed(2), (0.00001).toExponential(3)].join());
lines.push(new Date(Date.UTC(2024, 1, 29, 12, 30)).toISOString());
const object = { a: [1, 2, { b: 'ü\u2028"' }], c: null, d: true, e: 1.5e-7, f: { toJSON: () => 'custom' } };
const round = JSON.parse(JSON.stringify(object), (k, v) => (typeof v === 'number' ? v * 2 : v));
lines.push(JSON.stringify(round), JSON.stringify(object, null, 1).length.toString());
const map = new Map(words.map((w, i) => [w, i])); const set = new Set(numbers);
lines.push(map.size + ' ' + set.size + ' ' + [...map.values()].reduce((a, b) => a + b, 0));
class Shape { #n; static made = 0; constructor(n) { this.#n = n; Shape.made++; } get area() { return this.#n ** 2; } }
class Circle extends Shape { get area() { return super.area * 3; } toString() { return 'circle ' + this.area; } }
lines.push(String(new Circle(4)), String(Shape.made));
const log = []; const proxy = new Proxy({}, { get: (_, k) => { log.push(k); return k; } });
void (proxy.one + proxy.two); lines.push(log.join());
try { null.x; } catch (e) { lines.push(e.name + ': ' + e.message); } finally { lines.push('finally'); }
try { (function deep() { deep(); })(); } catch (e) { lines.push(e.name); }
const bytes = new Float64Array(64).map((_, i) => Math.sqrt(i)); const view = new Uint8Array(bytes.buffer);
lines.push(view.reduce((a, b) => (Math.imul(a, 33) + b) | 0, 5381).toString());
const matrix = (n) => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => (i * j) % 7));
const a = matrix(${ROWS}); const product = a.map((row) => a[0].map((_, j) => row.reduce((s, v, k) => s + v * a[k][j], 0)));
lines.push(product.flat().reduce((s, v) => (s * 17 + v) % 1000003, 0).toString());
const edits = (s, t) => { const d = [...Array(t.length + 1).keys()]; for (let i = 1; i <= s.length; i++) { let p = d[0]; d[0] = i; for (let j = 1; j <= t.length; j++) { const q = d[j]; d[j] = Math.min(q + 1, d[j - 1] + 1, p + (s[i - 1] !== t[j - 1])); p = q; } } return d[t.length]; };
lines.push(String(edits('kitten'.repeat(${WORDS}), 'sitting'.repeat(${WORDS}))));
globalThis.later = []; (async () => { for await (const v of (async function* () { yield 1; yield 2; })()) later.push(v); later.push(host(20, 'x')); })();
lines.join('\n');
`;

const context = quickjs.newContext();
// The guest's own limit must be reached before any engine's native stack is.
context.runtime.setMaxStackSize(48 * 1024);
const host = context.newFunction('host', (n, s) => {
  // From Wasm to JavaScript and into Wasm again.
  const inner = context.unwrapResult(context.evalCode(`${context.getNumber(n)} * 2 + 2`));
  const value = context.getNumber(inner);
  inner.dispose();
  return context.newString(`${context.getString(s)}${value}`);
});
context.setProp(context.global, 'host', host);
host.dispose();
const lines = [];
const result = context.unwrapResult(context.evalCode(PROGRAM));
lines.push(...context.getString(result).split('\n'));
result.dispose();
context.runtime.executePendingJobs();
const later = context.unwrapResult(context.evalCode('later.join()'));
lines.push(`later ${context.getString(later)}`);
later.dispose();
const failure = context.evalCode('let x = ; 1');
lines.push(failure.error ? `error ${context.dump(failure.error).name}` : 'no error');
(failure.error ?? failure.value).dispose();
const caught = context.evalCode('host(Symbol(), 1)');
lines.push(caught.error ? 'host call failed' : 'host call worked');
(caught.error ?? caught.value).dispose();
context.dispose();
finish(engine, lines);
