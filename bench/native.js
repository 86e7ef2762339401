// ns of calls between WebAssembly and C, beside calls from C to C and through JavaScript.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import koffi from 'koffi';
import { machine, table, writeReport } from './report.js';

const HELP = `npm run bench -- native [options]
  --rounds N       runs of each kind, taking turns (default 9)
  --calls N        calls in a run (default 10000000; through JavaScript a twentieth)
  --json FILE      writes all figures
  --help
Needs a C compiler (cc), the built library and the package koffi.`;

const here = (/** @type {string} */ name) => fileURLToPath(new URL(name, import.meta.url));

/** @param {string[]} args */
export async function benchNative(args) {
  const { values } = parseArgs({
    args,
    options: {
      rounds: { type: 'string', default: '9' },
      calls: { type: 'string', default: '10000000' },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  const rounds = Number(values.rounds);
  const calls = Number(values.calls);
  if (!(rounds >= 1) || !(calls >= 20) || calls > 0x7fff_ffff) {
    throw new RangeError('--rounds is at least 1, --calls 20 to 2147483647');
  }
  const folder = mkdtempSync(join(tmpdir(), 'winch-ts-bench-'));
  try {
    const library = join(folder, 'native.so');
    const flags = ['-shared', '-fPIC', '-O2', '-Wall', '-Wextra', '-Werror'];
    const done = spawnSync('cc', [...flags, '-o', library, here('native/native.c')], {
      encoding: 'utf8',
    });
    if (done.status !== 0) throw new RangeError(`cc: ${done.error?.message ?? done.stderr}`);
    const kinds = await kindsOf(library);
    /** @type {Record<string, number>} */
    const best = {};
    const sums = new Set();
    for (let round = 0; round < rounds; round++) {
      for (const [kind, { run, share }] of Object.entries(kinds)) {
        const n = Math.floor(calls / share);
        const start = process.hrtime.bigint();
        const sum = run(n);
        const ns = Number(process.hrtime.bigint() - start) / n;
        best[kind] = Math.min(best[kind] ?? Number.POSITIVE_INFINITY, ns);
        sums.add(`${n}: ${sum}`);
      }
    }
    if (sums.size !== 2) throw new Error(`results differ: ${[...sums].join(', ')}`);
    const plain = best[PLAIN] ?? 0;
    console.log(`${machine()}; the least of ${rounds} runs`);
    const rows = Object.entries(best).map(([kind, ns]) => [
      kind,
      ns.toFixed(2),
      `${(ns / plain).toFixed(2)}x`,
    ]);
    console.log(table([['call', 'ns', 'of plain C'], ...rows]));
    if (values.json !== undefined) writeReport(values.json, { rounds, calls, nanoseconds: best });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const PLAIN = 'C to C, through a pointer';

/** @param {string} library */
async function kindsOf(library) {
  const { nativePointer, nativeSymbol, watToWasm, WebAssembly } = await import('../dist/index.js');
  const bytes = await watToWasm(readFileSync(here('native/native.wat'), 'utf8'));
  const names = ['native_add', 'native_plain', 'native_bound', 'native_open'];
  const c = Object.fromEntries(names.map((name) => [name, nativeSymbol(name, library)]));
  const js = { add: (/** @type {number} */ a, /** @type {number} */ b) => (a + b) | 0 };
  const module = new WebAssembly.Module(bytes);
  const x = new WebAssembly.Instance(module, { c, js }).exports;
  const bound = nativePointer(x.add);
  const open = nativePointer(x.add, { vmctx: 'parameter' });
  const elsewhere = koffi
    .load(library)
    .func('native_bound', 'int32', ['uintptr_t', 'uintptr_t', 'int32']);
  const { add } = x;
  return {
    [PLAIN]: { share: 1, run: (/** @type {number} */ n) => x.plain(n) },
    'Wasm to C': { share: 1, run: (/** @type {number} */ n) => x.native(n) },
    'C to Wasm, vmctx bound': { share: 1, run: (/** @type {number} */ n) => x.bound(bound, n) },
    'C to Wasm, vmctx a parameter': { share: 1, run: (/** @type {number} */ n) => x.open(open, n) },
    'C to Wasm, from the host stack': {
      share: 1,
      run: (/** @type {number} */ n) => elsewhere(0, bound, n),
    },
    'Wasm to JavaScript': { share: 20, run: (/** @type {number} */ n) => x.host(n) },
    'JavaScript to Wasm': {
      share: 20,
      run: (/** @type {number} */ n) => {
        let sum = 0;
        for (let i = 0; i < n; i++) sum = add(sum, i);
        return sum;
      },
    },
  };
}
