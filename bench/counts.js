// Counted quantities of generated code, against a stored baseline: npm run bench -- counts --help
import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { KERNELS } from './kernels/index.js';
import { MODULES } from './modules.js';
import { here } from './peers.js';
import { progress, table, writeReport } from './report.js';

const GROUP = 'kernels';
const NAMES = [GROUP, ...MODULES.map((m) => m.name)];
const TARGETS = ['x64', 'aarch64'];
const QUANTITIES = /** @type {const} */ (['codeBytes', 'spills', 'merges']);
const BASELINE = here('baseline.json');

/** What a quantity may grow by, as a part of it. */
const SLACK = 0.005;
/** What it may grow by at least in a kernel by itself: in few instructions, one is a large part. */
const KERNEL_SLACK = { codeBytes: 8, spills: 1, merges: 1 };

const HELP = `npm run bench -- counts [options]
  --module NAME    only this one of ${NAMES.join(', ')}; may be repeated
  --compare        fails when a quantity is more than ${SLACK * 100} % above the stored one
  --update         stores the quantities in bench/baseline.json
  --json FILE      writes the quantities
  --help`;

/** @typedef {Record<typeof QUANTITIES[number], number>} Counts */
/** @typedef {Record<string, Record<string, Counts>>} CountsByTarget by the name of the target, then of the module */

/**
 * @param {string[]} wanted
 * @returns {Promise<CountsByTarget>} kernels one by one, and their sum
 */
async function count(wanted) {
  const { compileModule } = await import('../dist/index.js');
  const modules = [
    ...(wanted.includes(GROUP) ? KERNELS : []).map(({ name, path }) => ({
      name: `${GROUP}/${name}`,
      path,
    })),
    ...MODULES.filter((m) => wanted.includes(m.name)),
  ];
  /** @type {CountsByTarget} */
  const counts = {};
  for (const target of TARGETS) {
    const ofTarget = {};
    const sum = { codeBytes: 0, spills: 0, merges: 0 };
    for (const { name, path } of modules) {
      const { stats } = compileModule(new Uint8Array(readFileSync(path)), { target });
      const { bytesOut: codeBytes, spills, merges } = stats;
      ofTarget[name] = { codeBytes, spills, merges };
      if (name.startsWith(`${GROUP}/`)) for (const q of QUANTITIES) sum[q] += ofTarget[name][q];
      progress(`${target} ${name}`);
    }
    counts[target] = wanted.includes(GROUP) ? { [GROUP]: sum, ...ofTarget } : ofTarget;
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
      for (const quantity of QUANTITIES) {
        const from = before?.[quantity];
        const to = now[quantity];
        if (from === to) continue;
        const least = name.startsWith(`${GROUP}/`) ? KERNEL_SLACK[quantity] : 0;
        // What has no stored value is not comparable, which must not go unseen.
        const worse = from === undefined || to - from > Math.max(from * SLACK, least);
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
      quantity,
      String(from ?? '-'),
      String(to),
      from ? `${(((to - from) / from) * 100).toFixed(2)} %` : '-',
      worse ? 'WORSE' : '',
    ]),
  ]);

/** One line a module, so that a change of the file can be read. @param {CountsByTarget} counts */
function baselineText(counts) {
  const targets = Object.entries(counts).map(([target, modules]) => {
    const lines = Object.entries(modules).map(
      ([name, c]) => `    "${name}": { ${QUANTITIES.map((q) => `"${q}": ${c[q]}`).join(', ')} }`,
    );
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
  const wanted = values.module ?? NAMES;
  const unknown = wanted.find((name) => !NAMES.includes(name));
  if (unknown !== undefined || (values.compare && values.update)) {
    console.error(
      unknown === undefined ? '--compare and --update exclude each other' : `no module ${unknown}`,
    );
    process.exitCode = 2;
    return;
  }
  const counts = await count(wanted);
  if (values.json !== undefined) writeReport(values.json, { counts });
  if (values.update) {
    const old = values.module === undefined ? {} : stored();
    const merged = Object.fromEntries(
      TARGETS.map((target) => [target, { ...old[target], ...counts[target] }]),
    );
    writeFileSync(BASELINE, baselineText(merged));
    console.log(`stored ${wanted.join(', ')}`);
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
        ...QUANTITIES.map((q) => String(c[q])),
      ]),
    );
    console.log(table([['module', 'target', 'code bytes', 'spills', 'merges'], ...rows]));
  }
}
