import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Sizes in bytes of the modules that the chosen engine has compiled in this process. */
const compiled = [];
/** What winch-ts has compiled them for, once for each. */
const targets = new Set();
let targetOf = () => undefined;
/** Of this process, up to now. */
let compileMilliseconds = 0;
let started = 0;

/** Whether a program is to do as little as shows that it works: `--small`. */
export const isSmall = process.argv.includes('--small');

/** The argument behind an option. */
function option(name) {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}

/**
 * Puts the engine that `--engine v8|winch|portable` names behind `globalThis.WebAssembly`, before any library
 * looks at it. Either engine is wrapped in the same way, so that a run can show which one did the work. The
 * package is the one of this folder, or the one that `--package FOLDER` names.
 * @returns {Promise<'v8' | 'winch' | 'portable'>}
 */
export async function installEngine() {
  const name = option('--engine') ?? 'v8';
  if (name !== 'v8' && name !== 'winch' && name !== 'portable') {
    console.error('usage: node PROGRAM [--engine v8|winch|portable] [--package FOLDER] [--small]');
    process.exit(2);
  }
  const native = globalThis.WebAssembly;
  const engine = name === 'v8' ? native : await ownEngine(name, native);
  Object.defineProperty(globalThis, 'WebAssembly', {
    value: recording(engine),
    configurable: true,
    writable: true,
  });
  started = performance.now();
  return name;
}

async function ownEngine(name, native) {
  const folder = option('--package') ?? fileURLToPath(new URL('../..', import.meta.url));
  const file = join(folder, name === 'portable' ? 'dist/portable/index.js' : 'dist/index.js');
  const { WebAssembly: engine, artifactOf } = await import(pathToFileURL(file).href);
  if (engine === undefined || engine === native) {
    throw new Error(`${file} has no WebAssembly of its own`);
  }
  targetOf = (module) => artifactOf(module).target;
  return engine;
}

/** The same namespace, with notes taken of what is compiled and how long it took. */
function recording(engine) {
  const Module = new Proxy(engine.Module, {
    construct(target, args, newTarget) {
      note(args[0]);
      const start = performance.now();
      const module = Reflect.construct(target, args, newTarget === Module ? target : newTarget);
      compileMilliseconds += performance.now() - start;
      noteTarget(args[0], module);
      return module;
    },
  });
  const compile = async (bytes) => {
    note(bytes);
    const start = performance.now();
    const module = await engine.compile(bytes);
    compileMilliseconds += performance.now() - start;
    noteTarget(bytes, module);
    return module;
  };
  return Object.create(null, {
    ...Object.getOwnPropertyDescriptors(engine),
    Module: { value: Module, writable: true, configurable: true },
    compile: { value: compile },
    instantiate: {
      value: async (source, imports) => {
        if (!isBytes(source)) return engine.instantiate(source, imports);
        const module = await compile(source);
        return { module, instance: await engine.instantiate(module, imports) };
      },
    },
  });
}

const isBytes = (source) => source instanceof ArrayBuffer || ArrayBuffer.isView(source);

function note(source) {
  if (isBytes(source)) compiled.push(source.byteLength);
}

function noteTarget(source, module) {
  const target = isBytes(source) ? targetOf(module) : undefined;
  if (target !== undefined) targets.add(target);
}

/**
 * Ends a program: a digest of everything it has printed, and on stderr who did the work, with the
 * milliseconds that compiling and all the rest took.
 * @param {string} name
 * @param {string[]} lines
 */
export function finish(name, lines) {
  const runMilliseconds = performance.now() - started - compileMilliseconds;
  for (const line of lines) console.log(line);
  console.log(`sha256 ${createHash('sha256').update(lines.join('\n')).digest('hex')}`);
  const report = { engine: name, compiled, targets: [...targets] };
  console.error(JSON.stringify({ ...report, compileMilliseconds, runMilliseconds }));
}

/** Deterministic numbers below 2^32 (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return (t ^ (t >>> 14)) >>> 0;
  };
}
