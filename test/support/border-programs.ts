import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { watToWasm } from '../../src/text/wat.js';
import { plainBuild } from './plain-build.js';

/**
 * What each program begins with: the namespaces `W` (ours) and `V8` (the host's), and small helpers.
 * `build(name, imports, engine)` are the exports of a new instance of one of the test's modules.
 */
const PRELUDE = `
  import v8 from 'node:v8';
  import vm from 'node:vm';
  import { readFileSync } from 'node:fs';
  import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
  const V8 = globalThis.WebAssembly;
  const caught = (run) => { try { run(); } catch (error) { return error; } return 'nothing thrown'; };
  const decode = (text) => new Uint8Array(Buffer.from(text, 'base64'));
  const compiled = new Map();
  function moduleOf(name, engine = W) {
    const key = (engine === W ? 'w' : 'v') + name;
    if (!compiled.has(key)) compiled.set(key, new engine.Module(decode(MODULES[name])));
    return compiled.get(key);
  }
  const build = (name, imports, engine = W) =>
    new engine.Instance(moduleOf(name, engine), imports).exports;
  v8.setFlagsFromString('--expose-gc');
  const collectNow = vm.runInNewContext('gc');
  const turn = () => new Promise((resolve) => setTimeout(resolve, 1));
  /** Several turns: finalizers run in turns of their own, and what they let go needs another round. */
  async function collect(rounds = 6) {
    for (let i = 0; i < rounds; i++) { await turn(); collectNow(); await turn(); }
  }
  const mappings = () => readFileSync('/proc/self/maps', 'latin1').split('\\n').length;
  const resident = () =>
    Number(/VmRSS:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'latin1'))[1]) / 1024;
  const print = (value) => console.log(JSON.stringify(value,
    (_, v) => typeof v === 'bigint' ? v + 'n' : v === undefined ? 'undefined' : v));
  /** Runs work in another thread, as "job" of this same file; resolves with its exit code. */
  const start = (job, options = {}) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: { job }, ...options });
    worker.ended = new Promise((resolve) => worker.on('exit', resolve));
    worker.said = new Promise((resolve) => worker.on('message', resolve));
    return worker;
  };
`;

export interface ProgramOptions {
  /** Flags for Node. */
  readonly flags?: readonly string[];
  /** Limit of the main thread's native stack, in KiB. */
  readonly stackKiB?: number;
  /** Variables of the program's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

/** How a program ended; `value` is what it printed, where all went well. */
export interface Ending {
  readonly value?: unknown;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly status?: number | null;
  readonly signal?: string | null;
}

export interface BorderPrograms {
  /**
   * Runs a script as a process of its own, which may crash or hang.
   * @returns what it printed with `print`, or how it ended instead
   */
  run(name: string, script: string, options?: ProgramOptions): Ending;
  remove(): void;
}

/** Whether the tests run as an emulated process, where everything takes many times as long. */
export const EMULATED = (process.env.WINCH_TS_AARCH64_NODE ?? '') !== '';

/** A hang is a failure: so long a program may take, in milliseconds. */
const PATIENCE = 240_000;

/**
 * Programs for tests of what lies between WebAssembly and its host.
 * @param modules in the text format, by name
 */
export async function borderPrograms(modules: Record<string, string>): Promise<BorderPrograms> {
  const { folder, remove } = plainBuild();
  const encoded: Record<string, string> = {};
  for (const [name, text] of Object.entries(modules)) {
    encoded[name] = Buffer.from(await watToWasm(text)).toString('base64');
  }
  const own = `import './src/runtime/node.js';
import { WebAssembly as W } from './src/js-api/webassembly.js';
    const MODULES = ${JSON.stringify(encoded)};`;
  const run = (name: string, script: string, options: ProgramOptions = {}): Ending => {
    const path = join(folder, `border-${name}.mjs`);
    writeFileSync(path, own + PRELUDE + script);
    const node = [process.execPath, '--no-warnings', ...(options.flags ?? []), path];
    const limited = ['sh', '-c', `ulimit -s ${options.stackKiB} && exec "$@"`, 'sh', ...node];
    const [program, ...args] = options.stackKiB === undefined ? node : limited;
    const done = spawnSync(program!, args, {
      encoding: 'utf8',
      timeout: PATIENCE,
      killSignal: 'SIGKILL',
      maxBuffer: 1 << 26,
      env: { ...process.env, ...options.env },
    });
    const { stdout, stderr, status, signal } = done;
    try {
      if (status === 0 && signal === null) return { value: JSON.parse(stdout) };
    } catch {
      // Not what was agreed: shown as it is.
    }
    return { stdout, stderr: stderr.slice(-2000), status, signal };
  };
  return { run, remove };
}
