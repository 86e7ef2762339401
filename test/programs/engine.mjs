import { createHash } from 'node:crypto';

/** Sizes in bytes of the modules that the chosen engine has compiled in this process. */
const compiled = [];

/**
 * Puts the engine that `--engine v8|winch` names behind `globalThis.WebAssembly`, before any library
 * looks at it. Either engine is wrapped in the same way, so that a run can show which one did the work.
 * @returns {Promise<'v8' | 'winch'>}
 */
export async function installEngine() {
  const at = process.argv.indexOf('--engine');
  const name = at < 0 ? 'v8' : process.argv[at + 1];
  if (name !== 'v8' && name !== 'winch') {
    console.error('usage: node PROGRAM --engine v8|winch');
    process.exit(2);
  }
  const native = globalThis.WebAssembly;
  const engine = name === 'v8' ? native : (await import('../../dist/index.js')).WebAssembly;
  if (name === 'winch' && (engine === undefined || engine === native)) {
    throw new Error('dist/index.js has no WebAssembly of its own');
  }
  Object.defineProperty(globalThis, 'WebAssembly', {
    value: recording(engine),
    configurable: true,
    writable: true,
  });
  return name;
}

/** The same namespace, with notes taken of what is compiled. */
function recording(engine) {
  const Module = new Proxy(engine.Module, {
    construct(target, args, newTarget) {
      note(args[0]);
      return Reflect.construct(target, args, newTarget === Module ? target : newTarget);
    },
  });
  return Object.create(null, {
    ...Object.getOwnPropertyDescriptors(engine),
    Module: { value: Module, writable: true, configurable: true },
    compile: {
      value: (bytes) => {
        note(bytes);
        return engine.compile(bytes);
      },
    },
    instantiate: {
      value: (source, imports) => {
        note(source);
        return engine.instantiate(source, imports);
      },
    },
  });
}

function note(source) {
  if (source instanceof ArrayBuffer || ArrayBuffer.isView(source)) compiled.push(source.byteLength);
}

/**
 * Ends a program: a digest of everything it has printed, and on stderr who did the work.
 * @param {string} name
 * @param {string[]} lines
 */
export function finish(name, lines) {
  for (const line of lines) console.log(line);
  console.log(`sha256 ${createHash('sha256').update(lines.join('\n')).digest('hex')}`);
  console.error(JSON.stringify({ engine: name, compiled }));
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
