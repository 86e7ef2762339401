/** All places for references of one kind: two tables and two globals, shared and own. */
const places = (kind: 'x' | 'f', type: 'externref' | 'funcref', none: string): string => `
  (func (export "${kind}:copy:own>own") (param i32 i32 i32) (table.copy $${kind} $${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:copy:own>shared") (param i32 i32 i32) (table.copy $s${kind} $${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:copy:shared>own") (param i32 i32 i32) (table.copy $${kind} $s${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:copy:shared>shared") (param i32 i32 i32) (table.copy $s${kind} $s${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:fill:own") (param i32 ${type} i32) (table.fill $${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:fill:shared") (param i32 ${type} i32) (table.fill $s${kind} (local.get 0) (local.get 1) (local.get 2)))
  (func (export "${kind}:clear:own") (param i32 i32) (table.fill $${kind} (local.get 0) (ref.null ${none}) (local.get 1)))
  (func (export "${kind}:clear:shared") (param i32 i32) (table.fill $s${kind} (local.get 0) (ref.null ${none}) (local.get 1)))
  (func (export "${kind}:get:own") (param i32) (result ${type}) (table.get $${kind} (local.get 0)))
  (func (export "${kind}:get:shared") (param i32) (result ${type}) (table.get $s${kind} (local.get 0)))
  (func (export "${kind}:toGlobal:own") (param i32) (global.set $g${kind} (table.get $s${kind} (local.get 0))))
  (func (export "${kind}:toGlobal:shared") (param i32) (global.set $sg${kind} (table.get $${kind} (local.get 0))))
  (func (export "${kind}:fromGlobal:own") (param i32) (table.set $s${kind} (local.get 0) (global.get $g${kind})))
  (func (export "${kind}:fromGlobal:shared") (param i32) (table.set $${kind} (local.get 0) (global.get $sg${kind})))
  (func (export "${kind}:host:own") (param i32 i32) (table.set $${kind} (local.get 0) (call $pass${kind} (table.get $${kind} (local.get 1)))))
  (func (export "${kind}:host:shared") (param i32 i32) (table.set $s${kind} (local.get 0) (call $pass${kind} (table.get $s${kind} (local.get 1)))))
  (func (export "${kind}:global") (result ${type}) (global.get $g${kind}))`;

/** One of several instances that share two tables and two globals with an owner. */
export const NODE = `(module
  (type $tell (func (result i32)))
  (import "shared" "x" (table $sx 16 externref)) (import "shared" "f" (table $sf 16 funcref))
  (import "shared" "gx" (global $sgx (mut externref)))
  (import "shared" "gf" (global $sgf (mut funcref)))
  (import "host" "passx" (func $passx (param externref) (result externref)))
  (import "host" "passf" (func $passf (param funcref) (result funcref)))
  (import "host" "tell" (func $tell (result i32)))
  (table $x (export "x") 16 externref) (table $f (export "f") 16 funcref)
  (global $gx (export "gx") (mut externref) (ref.null extern))
  (global $gf (export "gf") (mut funcref) (ref.null func))
  (global $number (export "number") (mut i32) (i32.const 0))
  (elem $some func $me $tell)
  (func $me (export "me") (result i32) (global.get $number))
  (func (export "f:init:own") (param i32) (table.init $f $some (local.get 0) (i32.const 0) (i32.const 2)))
  (func (export "f:init:shared") (param i32) (table.init $sf $some (local.get 0) (i32.const 0) (i32.const 2)))
  (func (export "call") (param i32) (result i32) (call_indirect $f (type $tell) (local.get 0)))
  ${places('x', 'externref', 'extern')}
  ${places('f', 'funcref', 'func')})`;

export const OWNER = `(module
  (table (export "x") 16 externref) (table (export "f") 16 funcref)
  (global (export "gx") (mut externref) (ref.null extern))
  (global (export "gf") (mut funcref) (ref.null func)))`;

/**
 * `model(seed, steps)` does random operations on some instances' tables and globals, and the same ones
 * on arrays of numbers; what does not agree is in its result. The numbers stand for objects and
 * functions that nothing else keeps: function n of an instance tells n, its host function n + 1.
 */
export const MODEL = `
  async function model(seed, steps) {
    let state = seed;
    const random = (n) => {
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      return Math.floor(((state >>> 8) / 2 ** 24) * n);
    };
    const wrong = [];
    let last = 0;
    const refs = new Map();
    const register = (value, number) => { refs.set(number, new WeakRef(value)); return value; };
    const empty = () => new Array(16).fill(0);
    const shared = { exports: build('owner'), x: empty(), f: empty(), gx: 0, gf: 0 };
    let busy = false;
    /** In the middle of a call: others come and go, and the collector runs. */
    const disturb = () => {
      if (busy || random(4) > 0) return;
      busy = true;
      const other = newNode();
      for (let i = 0; i < 200; i++) other.exports['x:fill:own'](i % 16, { i }, 1);
      for (let i = 0; i < 140; i++) build('owner').x.set(0, i);
      collectNow();
      busy = false;
    };
    const newNode = () => {
      const number = (last += 2);
      const passx = (value) => { disturb(); return value; };
      const tell = () => number + 1;
      const exports = build('node', { shared: shared.exports, host: { passx, passf: passx, tell } });
      register(tell, number + 1);
      exports.number.value = number;
      return { exports, number, x: empty(), f: empty(), gx: 0, gf: 0 };
    };
    const newObject = () => { const number = (last += 2); return register({ number }, number); };
    const numberOf = (value) => value === null ? 0 : typeof value === 'function' ? value() : value.number;
    const nodes = Array.from({ length: 4 }, newNode);
    const check = (what, value, expected) => {
      const number = numberOf(value);
      if (number !== expected) wrong.push([what, number, expected]);
      else if (typeof value === 'object' && value !== null && refs.get(expected).deref() !== value) wrong.push(what + ': another object');
    };
    function step() {
      const node = nodes[random(nodes.length)];
      const kind = random(2) === 0 ? 'x' : 'f';
      const where = random(2) === 0 ? 'own' : 'shared';
      const from = random(2) === 0 ? 'own' : 'shared';
      const side = (name) => name === 'own' ? node : shared;
      const here = side(where);
      const call = (name, ...args) => node.exports[kind + ':' + name](...args);
      const a = random(16), b = random(16);
      const count = Math.min(random(8), 16 - a, 16 - b);
      const value = () => {
        if (kind === 'x') { const made = newObject(); return [made, made.number]; }
        const other = nodes[random(nodes.length)];
        return [other.exports.me, other.number];
      };
      switch (random(14)) {
        case 0: case 1: {
          call('copy:' + from + '>' + where, a, b, count);
          const taken = side(from)[kind].slice(b, b + count);
          taken.forEach((n, i) => { here[kind][a + i] = n; });
          break;
        }
        case 2: {
          const [v, n] = value();
          call('fill:' + where, a, v, count);
          here[kind].fill(n, a, a + count);
          break;
        }
        case 3:
          call('clear:' + where, a, count);
          here[kind].fill(0, a, a + count);
          break;
        case 4: check('get', call('get:' + where, a), here[kind][a]); break;
        case 5:
          call('toGlobal:' + where, a);
          here['g' + kind] = side(where === 'own' ? 'shared' : 'own')[kind][a];
          break;
        case 6:
          call('fromGlobal:' + where, a);
          side(where === 'own' ? 'shared' : 'own')[kind][a] = here['g' + kind];
          break;
        case 7: case 8:
          call('host:' + where, a, b);
          here[kind][a] = here[kind][b];
          break;
        case 9: {
          const [v, n] = value();
          here.exports[kind].set(a, v);
          here[kind][a] = n;
          break;
        }
        case 10: check('Table.get', here.exports[kind].get(a), here[kind][a]); break;
        case 11: {
          check('Global.value', here.exports['g' + kind].value, here['g' + kind]);
          const [v, n] = value();
          here.exports['g' + kind].value = v;
          here['g' + kind] = n;
          break;
        }
        case 12:
          if (a > 14) break;
          node.exports['f:init:' + where](a);
          here.f[a] = node.number;
          here.f[a + 1] = node.number + 1;
          break;
        case 13:
          if (node.f[a] !== 0) {
            const n = node.exports.call(a);
            if (n !== node.f[a]) wrong.push(['call', n, node.f[a]]);
          }
          // Its functions may stay in tables of others.
          if (random(4) === 0) nodes[nodes.indexOf(node)] = newNode();
      }
    }
    const numbers = () => {
      const all = new Set();
      for (const { x, gx } of [...nodes, shared]) for (const n of [...x, gx]) all.add(n);
      all.delete(0);
      return all;
    };
    for (let i = 0; i < steps; i++) {
      step();
      if (i % 250 === 249) await collect(1);
      if (wrong.length > 0) return wrong;
    }
    // All that is there, and nothing else.
    for (const one of [...nodes, shared]) for (const kind of ['x', 'f']) {
      one[kind].forEach((n, i) => check('at the end', one.exports[kind].get(i), n));
    }
    for (let i = 0; i < 4; i++) nodes[i].exports.number.value;
    await collect(8);
    const live = [...refs].filter(([number, ref]) => number % 2 === 0 && ref.deref() !== undefined).map(([number]) => number);
    const wanted = numbers();
    const lost = [...wanted].filter((number) => !live.includes(number));
    // The objects of a node that was replaced stay where one of its functions is: it cannot be told more closely.
    const held = new Set([...nodes, shared].flatMap(({ f, gf }) => [...f, gf]));
    if (lost.length > 0) wrong.push(['lost', lost]);
    if (live.length > wanted.size + 17 * held.size) wrong.push(['kept', live.length, wanted.size]);
    return wrong;
  }
`;
