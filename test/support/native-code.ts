import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { missingTool } from './tools.js';

/** The C compiler for the machine that runs the test: under an emulator another one than the system's. */
const COMPILER = process.arch === 'arm64' ? 'aarch64-linux-gnu-gcc' : 'cc';
const PACKAGE = process.arch === 'arm64' ? 'gcc-aarch64-linux-gnu' : 'gcc';

/** Why no C can be compiled here, or undefined if it can. */
export const NO_COMPILER: string | undefined = missingTool(COMPILER, PACKAGE);

/** Compiles C to a shared library; returns its path, and what removes it. */
export function buildLibrary(source: string): { path: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'native-code-'));
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const input = join(folder, 'library.c');
  const path = join(folder, 'library.so');
  writeFileSync(input, source);
  const args = ['-shared', '-fPIC', '-std=c11', '-O2', '-Wall', '-Wextra', '-Werror'];
  const done = spawnSync(COMPILER, [...args, '-o', path, input], { encoding: 'utf8' });
  if (done.status === 0) return { path, remove };
  remove();
  throw new Error(`${COMPILER}: ${done.error?.message ?? done.stderr.slice(0, 2000)}`);
}

const TYPES = ['i32', 'i64', 'f32', 'f64'] as const;
const C_TYPES = { i32: 'int32_t', i64: 'int64_t', f32: 'float', f64: 'double' };

export const RESULTS = [0, 1, 2, 5, 17];
export const PARAMS = [0, 1, 3, 4, 5, 6, 7, 9, 20, 33];

/** A function type: so many parameters and results of mixed types. */
export class Signature {
  readonly name: string;
  readonly params: readonly (typeof TYPES)[number][];
  readonly results: readonly (typeof TYPES)[number][];

  constructor(results: number, params: number) {
    this.name = `f_${results}_${params}`;
    // More of them go to integer registers.
    this.params = Array.from({ length: params }, (_, i) => TYPES[[0, 1, 1, 2, 0, 3][i % 6]!]!);
    this.results = Array.from({ length: results }, (_, i) => TYPES[(i * 3 + params) % 4]!);
  }

  get wat(): string {
    return `(param ${this.params.join(' ')}) (result ${this.results.join(' ')})`;
  }

  /** The parameters in C, behind others. */
  private list(...first: string[]): string {
    return [...first, ...this.params.map((t, i) => `${C_TYPES[t]} p${i}`)].join(', ') || 'void';
  }

  /** Arguments as numbers: parameter i is i + 1. */
  get values(): number[] {
    return this.params.map((_, i) => i + 1);
  }

  /** What it returns for {@link values}: the weighted sum of the parameters, and the result's number. */
  get sums(): number[] {
    const sum = this.params.reduce((s, _, i) => s + (i + 1) * (i + 1), 0);
    return this.results.map((_, i) => sum + i);
  }

  /**
   * C: `imp_NAME`, a native import that computes it; `NAME` as a pointer's type, for C that has the vmctx bound;
   * `check_NAME(vmctx, pointer)`, which calls a pointer and counts results that are wrong.
   */
  get c(): string {
    const { name, params, results } = this;
    const [single] = results;
    const several = results.length > 1;
    const fields = results.map((t, i) => `${C_TYPES[t]} r${i};`).join(' ');
    const result = several || single === undefined ? 'void' : C_TYPES[single];
    const out = several ? [`struct ${name} *out`] : [];
    const sum = ['0', ...params.map((_, i) => `(int64_t)p${i} * ${i + 1}`)].join(' + ');
    const stores = several
      ? results.map((t, i) => `out->r${i} = (${C_TYPES[t]})(sum + ${i});`).join(' ')
      : single === undefined
        ? 'noted = sum;'
        : `return (${C_TYPES[single]})sum;`;
    const args = [...(several ? ['&out'] : []), ...this.values.map((v) => `${v}`)].join(', ');
    const call = several
      ? `struct { struct ${name} out; int64_t behind; } o = { .behind = -7 };
         f(${args.replace('&out', '&o.out')});
         return (o.behind != -7) + ${this.sums.map((s, i) => `(o.out.r${i} != ${s})`).join(' + ')};`
      : single === undefined
        ? `f(${args}); return 0;`
        : `return f(${args}) != ${this.sums[0]};`;
    return `
      ${several ? `struct ${name} { ${fields} };` : ''}
      ${result} imp_${name}(${this.list(...out, 'void *vmctx')}) {
        int64_t sum = ${sum}; last_vmctx = vmctx; ${stores} }
      int32_t check_${name}(void *vmctx, ${result} (*f)(${this.list(...out)})) { (void)vmctx; ${call} }`;
  }
}

export const SIGNATURES = RESULTS.flatMap((r) => PARAMS.map((p) => new Signature(r, p)));
