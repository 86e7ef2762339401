import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import { NO_REG, type Reg } from '../../src/abi/places.js';
import type { Aarch64Features } from '../../src/masm/aarch64/features.js';
import { Aarch64MacroAssembler } from '../../src/masm/aarch64/macro-assembler.js';
import type { TrapKind } from '../../src/wasm/trap-kind.js';
import { cannotTest, missingTool } from './tools.js';

/** Debian's name of the compiler, on aarch64 machines and as a cross compiler elsewhere. */
const COMPILER = 'aarch64-linux-gnu-gcc';
const EMULATOR = 'qemu-aarch64-static';

/** Not so when Node itself is emulated: then the kernel cannot start another aarch64 program. */
const NATIVE =
  process.arch === 'arm64' &&
  spawnSync(process.execPath, ['--version'], { stdio: 'ignore' }).status === 0;

/** Why aarch64 code cannot be run here, or undefined if it can. */
export const CANNOT_RUN: string | undefined =
  missingTool(COMPILER, 'gcc-aarch64-linux-gnu') ??
  (NATIVE ? undefined : missingTool(EMULATOR, 'qemu-user-static')) ??
  whyNoProgramRuns();

/** A compiler without headers and libraries says its version, too: so build a program and run it. */
function whyNoProgramRuns(): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'aarch64-probe-'));
  try {
    const source = join(folder, 'probe.c');
    writeFileSync(source, '#include <stdio.h>\nint main(void) { return puts("runs") < 0; }\n');
    runProgram(buildProgram(source, folder), []);
    return undefined;
  } catch (error) {
    const lines = (error as Error).message.split('\n');
    const why = lines.find((line) => / error: /.test(line)) ?? lines[0];
    const libc = NATIVE ? 'libc6-dev' : 'libc6-dev-arm64-cross';
    return cannotTest(`no C program can be built and run (Debian package ${libc}): ${why}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The macro assembler, with what tests need to make functions. */
export class TestAssembler extends Aarch64MacroAssembler {
  /** A whole function around `body`; returns its code offset. */
  func(body: () => void, frameBytes = 0, incomingBytes = 0, outPointer: Reg = NO_REG): number {
    const entry = this.beginFunction(incomingBytes, outPointer, false);
    this.reserveOperator();
    body();
    this.reserveOperator();
    this.epilogue();
    this.endFunction(frameBytes);
    return entry;
  }

  /** The kind of the trap at a code offset, or -1. */
  kindAt(offset: number): number {
    const { trapSites, trapKinds } = this;
    for (let i = 0; i < trapKinds.length; i++) {
      if (trapSites.data[2 * i] === offset) return trapKinds.data[i]!;
    }
    return -1;
  }
}

/** One call of a function; registers that are not told have values of their own. */
export interface Run {
  readonly entry: number;
  /** The register to tell the value of. */
  readonly dst?: Reg;
  readonly lhs?: Reg;
  readonly x?: bigint;
  readonly rhs?: Reg;
  readonly y?: bigint;
  /** Code offset whose address the context has at {@link TARGET}. */
  readonly target?: number;
}

export interface Result {
  readonly value: bigint;
  /** Code offset of the instruction that trapped, or -1. */
  readonly trapAt: number;
  /** First register that changed but for dst, x16, x17, x30, v30 and v31, or -1; 31 is sp. */
  readonly changed: Reg;
}

/** In the context that x28 points to; the memory that x27 points to has 64 KB, then 9 GB of guard. */
export const TARGET = 64;
export const MEMORY_BYTES = 1 << 16;

const RUN_BYTES = 32;
const RESULT_BYTES = 16;

/** Runs functions of the assembled code, all in one process. */
export function runAll(masm: TestAssembler, runs: readonly Run[]): Result[] {
  const folder = mkdtempSync(join(tmpdir(), 'aarch64-machine-'));
  try {
    const source = fileURLToPath(new URL('aarch64-harness.c', import.meta.url));
    const harness = buildProgram(source, folder);
    const input = new DataView(new ArrayBuffer(runs.length * RUN_BYTES));
    for (let i = 0; i < runs.length; i++) {
      const run = runs[i]!;
      const at = i * RUN_BYTES;
      input.setUint32(at, run.entry, true);
      input.setUint8(at + 4, run.dst ?? 255);
      input.setUint8(at + 5, run.lhs ?? 255);
      input.setUint8(at + 6, run.rhs ?? 255);
      input.setBigUint64(at + 8, run.x ?? 0n, true);
      input.setBigUint64(at + 16, run.y ?? 0n, true);
      input.setBigUint64(at + 24, BigInt(run.target ?? 0), true);
    }
    const [code, list, output] = ['code', 'runs', 'results'].map((name) => join(folder, name));
    writeFileSync(code!, masm.bytes.subarray(0, masm.pos));
    writeFileSync(list!, new Uint8Array(input.buffer));
    runProgram(harness, [code!, list!, output!]);
    const bytes = readFileSync(output!);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    return runs.map((_, i) => ({
      value: view.getBigUint64(i * RESULT_BYTES, true),
      trapAt: view.getInt32(i * RESULT_BYTES + 8, true),
      changed: view.getInt32(i * RESULT_BYTES + 12, true),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Compiles a C program for aarch64; returns its path in the folder. */
function buildProgram(source: string, folder: string): string {
  const program = join(folder, 'program');
  execute(COMPILER, ['-O1', '-static', '-Wall', '-Werror', '-o', program, source]);
  return program;
}

function runProgram(program: string, args: readonly string[]): void {
  if (NATIVE) execute(program, args);
  else execute(EMULATOR, ['-s', '268435456', program, ...args]);
}

function execute(command: string, args: readonly string[]): void {
  const done = spawnSync(command, args, { encoding: 'utf8' });
  if (done.error !== undefined) throw done.error;
  if (done.status !== 0) {
    throw new Error(`${command}: ${done.signal ?? done.status} ${done.stderr.slice(0, 2000)}`);
  }
}

/** A trap of a kind; `at`: the code offset of the instruction, where it matters. */
export interface Trap {
  readonly trap: TrapKind;
  readonly at?: number;
}

/** Collects runs with what each must give, to run them all at once. */
export class Expectations {
  readonly masm: TestAssembler;
  private readonly runs: Run[] = [];
  private readonly names: string[] = [];
  private readonly expected: (bigint | Trap)[] = [];
  private readonly free: (readonly Reg[])[] = [];

  constructor(features?: Aarch64Features) {
    this.masm = new TestAssembler(undefined, features);
  }

  /** @param free registers that may change besides `run.dst` */
  add(name: string, expected: bigint | Trap, run: Run, free: readonly Reg[] = []): void {
    this.names.push(name);
    this.expected.push(expected);
    this.runs.push(run);
    this.free.push(free);
  }

  check(): void {
    const results = runAll(this.masm, this.runs);
    for (let i = 0; i < results.length; i++) {
      const { value, trapAt, changed } = results[i]!;
      const wanted = this.expected[i]!;
      const what = `${this.names[i]} (run ${i})`;
      if (typeof wanted !== 'bigint') {
        const kind = trapAt < 0 ? 'none' : this.masm.kindAt(trapAt);
        if (kind !== wanted.trap) expect.fail(`${what}: trap ${kind}, not ${wanted.trap}`);
        if (wanted.at !== undefined) expect(trapAt, what).toBe(wanted.at);
        continue;
      }
      if (trapAt >= 0) expect.fail(`${what}: trapped at ${trapAt}: ${this.masm.kindAt(trapAt)}`);
      if (value !== wanted) {
        expect.fail(`${what}: 0x${value.toString(16)}, not 0x${wanted.toString(16)}`);
      }
      if (changed >= 0 && !this.free[i]!.includes(changed)) {
        expect.fail(`${what}: changed register ${changed}`);
      }
    }
  }
}

/** A 32-bit value with rubbish above. */
export function dirty32(value: bigint): bigint {
  return value | 0xdead_0bad_0000_0000n;
}

/** Low and high half of a 64-bit value, signed. */
export function halves(value: bigint): [number, number] {
  return [Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n))];
}
