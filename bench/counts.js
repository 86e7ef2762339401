// Counted quantities of generated code, against a stored baseline: npm run bench -- counts --help
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KERNELS, SIMD_KERNELS } from './kernels/index.js';
import { MODULES, modulesNamed, notInstalled } from './modules.js';
import { here, nodeChild } from './peers.js';
import { progress, table, writeReport } from './report.js';

/** Groups of kernels: each one is counted, and the sum. @type {Record<string, typeof KERNELS>} */
const GROUPS = { kernels: KERNELS, 'simd-kernels': SIMD_KERNELS };
const NAMES = [...Object.keys(GROUPS), ...MODULES.map((m) => m.name)];
const TARGETS = ['x64', 'aarch64'];
const BASELINE = here('baseline.json');
/** With the comma behind it. */
const LINE_WIDTH = 100;

/**
 * What is counted, and what it may grow by: a part of itself; a kernel by itself, in which one
 * instruction is a large part, at least `kernel`; any module at least `least`.
 * @type {Record<Quantity, { title: string, part: number, kernel: number, least: number }>}
 */
const QUANTITIES = {
  codeBytes: { title: 'code bytes', part: 0.005, kernel: 8, least: 0 },
  spills: { title: 'spills', part: 0.005, kernel: 1, least: 0 },
  merges: { title: 'merges', part: 0.005, kernel: 1, least: 0 },
  moves: { title: 'moves', part: 0.005, kernel: 2, least: 0 },
  // The same in every run of one version of Node; others differ by some tenths.
  allocated: { title: 'bytes allocated / operator', part: 0, kernel: 0, least: 1 },
};
/** @typedef {'codeBytes' | 'spills' | 'merges' | 'moves' | 'allocated'} Quantity */
const NAMES_OF_QUANTITIES = /** @type {Quantity[]} */ (Object.keys(QUANTITIES));

/**
 * What makes allocation the same in every run: nothing is collected meanwhile, and V8 optimizes at
 * the same points.
 */
const ALLOCATION_FLAGS = [
  '--expose-gc',
  '--single-threaded',
  '--min-semi-space-size=256',
  '--max-semi-space-size=256',
];

const HELP = `npm run bench -- counts [options]
  --module NAME    only this one of ${NAMES.join(', ')}; may be repeated
  --compare        fails when a quantity is above the stored one by more than ${QUANTITIES.codeBytes.part * 100} %,
                   or bytes allocated per operator by more than ${QUANTITIES.allocated.least}
  --update         stores the quantities in bench/baseline.json
  --json FILE      writes the quantities`;

/** @typedef {Partial<Record<Quantity, number>>} Counts kernels have no \`allocated\` */
/** @typedef {Record<string, Record<string, Counts>>} CountsByTarget by the name of the target, then of the module */

/**
 * Counts of one compile. Moves are those from register to register: at joins, for calls, and copies
 * of values that an operator destroys; a swap counts as one.
 *
 * @param {typeof import('../dist/index.js').ModuleCompiler} ModuleCompiler
 * @param {string} path
 * @param {string} target
 */
function countsOf(ModuleCompiler, path, target) {
  const compiler = new ModuleCompiler({ target });
  compiler.push(new Uint8Array(readFileSync(path)));
  const { bytesOut: codeBytes, spills, merges, moves } = compiler.finish().stats;
  return { codeBytes, spills, merges, moves };
}

/**
 * @param {readonly string[]} groups of kernels
 * @param {readonly import('./modules.js').Module[]} modules
 * @returns {Promise<CountsByTarget>} kernels one by one, and their sum
 */
async function count(groups, modules) {
  const { ModuleCompiler } = await import('../dist/index.js');
  /** @type {CountsByTarget} */
  const counts = {};
  for (const target of TARGETS) {
    /** @type {Record<string, Counts>} */
    const ofTarget = {};
    for (const group of groups) {
      const sum = { codeBytes: 0, spills: 0, merges: 0, moves: 0 };
      ofTarget[group] = sum;
      for (const { name, path } of GROUPS[group]) {
        const counts = countsOf(ModuleCompiler, path, target);
        ofTarget[`${group}/${name}`] = counts;
        for (const quantity of /** @type {(keyof typeof counts)[]} */ (Object.keys(counts))) {
          sum[quantity] += counts[quantity];
        }
      }
    }
    for (const { name, path } of modules) {
      const { allocated } = nodeChild(ALLOCATION_FLAGS, 'counts-one.js', [path, target]);
      ofTarget[name] = {
        ...countsOf(ModuleCompiler, path, target),
        allocated: Math.round(allocated * 10) / 10,
      };
      progress(`${target} ${name}`);
    }
    counts[target] = ofTarget;
  }
  return counts;
}

/** @returns {CountsByTarget} */
const stored = () => JSON.parse(readFileSync(BASELINE, 'utf8'));

/**
 * @param {CountsByTarget} counts
 * @param {CountsByTarget} baseline
 */
function differences(counts, baseline) {
  const found = [];
  for (const [target, modules] of Object.entries(counts)) {
    for (const [name, now] of Object.entries(modules)) {
      const before = baseline[target]?.[name];
      for (const quantity of NAMES_OF_QUANTITIES) {
        const from = before?.[quantity];
        const to = now[quantity];
        if (to === undefined || from === to) continue;
        const { part, kernel, least } = QUANTITIES[quantity];
        const slack = name.includes('/') ? kernel : least;
        if (from !== undefined && Math.abs(to - from) <= least) continue;
        // What has no stored value is not comparable, which must not go unseen.
        const worse = from === undefined || to - from > Math.max(from * part, slack);
        found.push({ target, name, quantity, from, to, worse });
      }
    }
  }
  return found;
}

/** @param {ReturnType<typeof differences>} found */
const differenceTable = (found) =>
  table([
    ['module', 'target', 'quantity', 'stored', 'now', 'change', ''],
    ...found.map(({ target, name, quantity, from, to, worse }) => [
      name,
      target,
      QUANTITIES[quantity].title,
      String(from ?? '-'),
      String(to),
      from ? `${(((to - from) / from) * 100).toFixed(2)} %` : '-',
      worse ? 'WORSE' : '',
    ]),
  ]);

/** As the formatter wants it: one line a module, or one a quantity if that is too long. */
function baselineText(/** @type {CountsByTarget} */ counts) {
  const targets = Object.entries(counts).map(([target, modules]) => {
    const lines = Object.entries(modules).map(([name, c]) => {
      const fields = Object.entries(c).map(([quantity, value]) => `"${quantity}": ${value}`);
      const line = `    "${name}": { ${fields.join(', ')} }`;
      return line.length < LINE_WIDTH
        ? line
        : `    "${name}": {\n${fields.map((field) => `      ${field}`).join(',\n')}\n    }`;
    });
    return `  "${target}": {\n${lines.join(',\n')}\n  }`;
  });
  return `{\n${targets.join(',\n')}\n}\n`;
}

/** @param {string[]} args */
export async function benchCounts(args) {
  const { values } = parseArgs({
    args,
    options: {
      module: { type: 'string', multiple: true },
      compare: { type: 'boolean', default: false },
      update: { type: 'boolean', default: false },
      json: { type: 'string' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return;
  }
  if (values.compare && values.update) {
    throw new RangeError('--compare and --update exclude each other');
  }
  const groups = Object.keys(GROUPS).filter((name) => values.module?.includes(name) ?? true);
  const modules = modulesNamed(values.module?.filter((name) => GROUPS[name] === undefined));
  const absent = values.module === undefined ? notInstalled() : undefined;
  if (absent !== undefined) console.log(absent);
  const counts = await count(groups, modules);
  if (values.json !== undefined) writeReport(values.json, { counts });
  if (values.update) {
    // Modules that are not measured now keep what is stored of them; names that are gone go.
    const old = stored();
    const names = [
      ...Object.entries(GROUPS).flatMap(([group, kernels]) => [
        group,
        ...kernels.map((k) => `${group}/${k.name}`),
      ]),
      ...MODULES.map((m) => m.name),
    ];
    const merged = Object.fromEntries(
      TARGETS.map((target) => {
        const all = { ...old[target], ...counts[target] };
        return [target, Object.fromEntries(names.filter((n) => all[n]).map((n) => [n, all[n]]))];
      }),
    );
    writeFileSync(BASELINE, baselineText(merged));
    console.log(`stored ${Object.keys(counts[TARGETS[0]]).join(', ')}`);
  } else if (values.compare) {
    const found = differences(counts, stored());
    const worse = found.filter((d) => d.worse).length;
    console.log(found.length === 0 ? 'as stored' : differenceTable(found));
    if (worse > 0) {
      console.error(
        `${worse} quantities got worse; if that pays, store them: npm run bench -- counts --update`,
      );
      process.exitCode = 1;
    }
  } else {
    const rows = Object.entries(counts).flatMap(([target, modules]) =>
      Object.entries(modules).map(([name, c]) => [
        name,
        target,
        ...NAMES_OF_QUANTITIES.map((q) => String(c[q] ?? '-')),
      ]),
    );
    console.log(
      table([
        ['module', 'target', ...Object.values(QUANTITIES).map(({ title }) => title)],
        ...rows,
      ]),
    );
  }
}
