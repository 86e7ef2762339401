// A JavaScript benchmark on QuickJS: node quickjs.mjs --engine v8|winch
import { finish, installEngine } from '../../test/programs/engine.mjs';

const engine = await installEngine();
const { getQuickJS } = await import('quickjs-emscripten');
const quickjs = await getQuickJS();

const PROGRAM = String.raw`
const lines = [];
let state = 12345;
const next = () => (state = (Math.imul(state, 1103515245) + 12345) >>> 0);

// Objects and prototypes: a tree that is filled and walked.
class Node {
  constructor(key) { this.key = key; this.left = this.right = null; }
  insert(key) {
    let at = this;
    while (at.key !== key) {
      const side = key < at.key ? 'left' : 'right';
      if (at[side] === null) { at[side] = new Node(key); return; }
      at = at[side];
    }
  }
  sum(depth) { return this.key % 7 * depth + (this.left?.sum(depth + 1) ?? 0) + (this.right?.sum(depth + 1) ?? 0); }
}
const root = new Node(1 << 30);
for (let i = 0; i < 15000; i++) root.insert(next());
lines.push(root.sum(0));

// Floats in arrays.
const size = 60, a = [], b = [];
for (let i = 0; i < size * size; i++) { a.push(next() % 10 / 4); b.push(next() % 10 / 8); }
let trace = 0;
for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) {
  let sum = 0;
  for (let k = 0; k < size; k++) sum += a[i * size + k] * b[k * size + j];
  if (i === j) trace += sum;
}
lines.push(trace);

// Typed arrays and integers.
const sieve = new Uint8Array(300000);
let primes = 0;
for (let i = 2; i < sieve.length; i++) {
  if (sieve[i]) continue;
  primes++;
  for (let j = 2 * i; j < sieve.length; j += i) sieve[j] = 1;
}
lines.push(primes);

// Text, maps, sorting, closures, recursion.
const words = new Map();
for (let i = 0; i < 20000; i++) {
  const word = (next() % 3000).toString(36) + 'x';
  words.set(word, (words.get(word) ?? 0) + 1);
}
lines.push([...words].sort((p, q) => q[1] - p[1] || (p[0] < q[0] ? -1 : 1)).slice(0, 5).join(' '));
let text = '';
for (let i = 0; i < 5000; i++) text += String.fromCharCode(97 + next() % 26);
lines.push(text.replace(/[aeiou]+([^aeiou])/g, (_, c) => c.toUpperCase()).match(/[A-Z]{2}/g)?.length);
const fib = (n) => (n < 2 ? n : fib(n - 1) + fib(n - 2));
lines.push(fib(22), JSON.stringify(JSON.parse(JSON.stringify([...words]))).length);
lines.join('\n');
`;

const context = quickjs.newContext();
const result = context.unwrapResult(context.evalCode(PROGRAM));
const lines = context.getString(result).split('\n');
result.dispose();
context.dispose();
finish(engine, lines);
