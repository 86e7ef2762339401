import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import binaryen from 'binaryen';
import { Layout } from './layout.js';
import { readProgram, runProgram } from './program.js';
import { Unit } from './unit.js';

// Compiles the core, what compiles function bodies, to WebAssembly: one module for each target, and what is to be known of its
// memory, in dist/core. docs/core.md tells how.
//
//   node scripts/core/build.js [--checked] [--names] [--text] [--plain] [--out FOLDER] [TARGET...]
//
// --checked: each index is compared with the length of its array. --names: traps tell functions. --plain: not optimised.

const ALL = ['x64', 'aarch64', 'portable'];
/** Functions of runtime.wat. */
const RUNTIME = new Set([
  'narrow',
  'narrowSigned',
  'narrowUnsigned',
  'outOfMemory',
  'newArray',
  'length',
  'fillBytes',
  'fillWords',
  'copyElements',
]);
const FEATURES =
  binaryen.Features.BulkMemory |
  binaryen.Features.BulkMemoryOpt |
  binaryen.Features.SignExt |
  binaryen.Features.MutableGlobals |
  binaryen.Features.NontrappingFPToInt;

const args = process.argv.slice(2);
const outAt = args.indexOf('--out');
const out = resolve(outAt < 0 ? 'dist/core' : args.splice(outAt, 2)[1]);
const flags = new Set(args.filter((arg) => arg.startsWith('--')));
const named = args.filter((arg) => !arg.startsWith('--'));
const hash = sourceHash();
if (existsSync(join(out, 'sources')) && readFileSync(join(out, 'sources'), 'utf8') === hash)
  process.exit(0);
rmSync(out, { recursive: true, force: true });
mkdirSync(out, { recursive: true });
const program = readProgram(resolve('src/compiler/module-compiler.ts'));
const modules = await runProgram(program, resolve(out, 'sources-as-javascript'));
for (const name of named.length > 0 ? named : ALL) build(name);
rmSync(resolve(out, 'sources-as-javascript'), { recursive: true });
writeFileSync(join(out, 'sources'), hash);

/** Of all that the core is made of. */
function sourceHash() {
  const sum = createHash('sha256').update([...flags, ...named, process.version].join());
  for (const folder of [
    'src',
    'scripts/core',
    'node_modules/binaryen/package.json',
    'node_modules/typescript/package.json',
  ]) {
    const names = folder.endsWith('.json')
      ? ['']
      : readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
    for (const name of names) {
      if (name !== '' && !/\.(?:ts|js|wat)$/.test(name)) continue;
      if (name.endsWith('.test.ts')) continue;
      sum.update(`${name}\0`).update(readFileSync(join(folder, name)));
    }
  }
  return sum.digest('hex');
}

/** @param {string} targetName */
function build(targetName) {
  const target = modules(resolve('src/targets/index.ts')).targetNamed(targetName);
  const { bodies, functions, masm } = modules(
    resolve('src/compiler/body-compiler.ts'),
  ).takeBodyCompiler(targetName, target.features());
  const layout = new Layout(program);
  const constants = [];
  for (const file of program.getSourceFiles()) {
    if (file.isDeclarationFile || /\/(targets|stubs|interpreter)\//.test(file.fileName)) continue;
    const module = modules(file.fileName);
    if (module !== undefined) constants.push(...Object.values(module.__constants));
  }
  const { NO_FACTS } = modules(resolve('src/module/code-facts.ts')).__constants;
  for (const object of [NO_FACTS, functions.types, functions.vmctx]) layout.told.add(object);
  layout.addRoots([bodies, functions, masm, ...constants]);

  const runtime = binaryen.parseText(
    readFileSync(join(import.meta.dirname, 'runtime.wat'), 'utf8'),
  );

  /** The names of the functions that whoever runs the core calls. */
  function lowerAll(m) {
    const unit = new Unit(program, modules, layout, m, flags.has('--checked'), RUNTIME);
    const entry = (object, name) => {
      const cls = layout.classOf(object);
      const method = layout
        .chain(cls)
        .flatMap((c) => [...c.members])
        .find((d) => d.name?.text === name && d.body !== undefined);
      return unit.function(method, cls).name;
    };
    const entries = {
      decode: entry(bodies, 'decode'),
      endFunctions: entry(functions, 'endModule'),
      endBodies: entry(bodies, 'endModule'),
    };
    unit.finish();
    if (unit.refusals.length > 0) {
      const different = [...new Set(unit.refusals)];
      console.error(different.join('\n'));
      console.error(`${different.length} places are not in the subset`);
      process.exit(1);
    }
    return [unit, entries];
  }

  // Once to learn what is in memory, which the module has to be told first.
  lowerAll(runtime);
  const { pieces, fills } = layout.image();
  const m = new binaryen.Module();
  m.setFeatures(FEATURES);
  const heapStart = (layout.end + 63) & ~63;
  const segments = pieces.map(([at, data]) => ({ offset: m.i32.const(at), data, passive: false }));
  m.setMemory((heapStart >> 16) + 2, 65535, 'memory', segments, false, false, 'memory');
  m.addGlobal('heap', binaryen.i32, true, m.i32.const(heapStart));
  m.addGlobalExport('heap', 'heap');
  for (let i = 0; i < runtime.getNumFunctions(); i++) {
    const { body, name, params, results, vars } = binaryen.getFunctionInfo(
      runtime.getFunctionByIndex(i),
    );
    if (RUNTIME.has(name)) m.addFunction(name, params, results, vars, m.copyExpression(body));
  }
  m.addFunctionExport('newArray', 'newArray');
  const [unit, entries] = lowerAll(m);
  for (const [name, inner] of Object.entries(entries)) m.addFunctionExport(inner, name);
  const fill = fills.map(([at, byte, n]) =>
    m.memory.fill(m.i32.const(at), m.i32.const(byte), m.i32.const(n)),
  );
  m.addFunction('fillImage', binaryen.none, binaryen.none, [], m.block(null, fill));
  m.addFunctionExport('fillImage', 'fillImage');
  if (!m.validate()) process.exit(1);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  // Of sql-wasm and esbuild, least of several: small functions inlined more than by default, 2 % less time warm; large
  // ones not into their only caller, 7 MB less at the peak and half the time cold with busy cores, since V8 optimises less at once.
  binaryen.setAlwaysInlineMaxSize(8);
  binaryen.setFlexibleInlineMaxSize(30);
  binaryen.setOneCallerInlineMaxSize(60);
  if (!flags.has('--plain')) m.optimize();
  // Names make traps readable.
  binaryen.setDebugInfo(flags.has('--names'));
  const bytes = m.emitBinary();
  const path = join(out, targetName);
  writeFileSync(`${path}.wasm`, bytes);
  if (flags.has('--text')) writeFileSync(`${path}.wat`, m.emitText());

  /** Addresses of the objects that are told of a module, and what of them lies where. */
  const objects = {};
  const tell = (name, object) => {
    const fields = { '@': [layout.place(object), 'obj'] };
    for (const [field, { offset, type }] of layout.fields(layout.classOf(object)).byName) {
      if (type.k !== 'absent')
        fields[field] = [layout.place(object) + offset, type.k === 'arr' ? type.name : type.k];
    }
    objects[name] = fields;
  };
  tell('bodies', bodies);
  tell('functions', functions);
  tell('masm', masm);
  tell('facts', NO_FACTS);
  tell('types', functions.types);
  tell('vmctx', functions.vmctx);
  tell('signatures', functions.signatures);
  tell('traits', masm.traits);
  if (masm.features) tell('features', masm.features);
  for (const list of ['trapSites', 'trapKinds', 'callSites', 'frameStates', 'looseReferences'])
    tell(list, masm[list]);
  tell('handlerRecords', masm.handlers.records);
  tell('handlerSpans', masm.handlers.spans);
  tell('moves', modules(resolve('src/codegen/parallel-moves.ts')).__constants.moves);
  writeFileSync(`${path}.json`, JSON.stringify({ heapStart, texts: layout.texts, objects }));
  const dataBytes = pieces.reduce((n, [, d]) => n + d.length, 0);
  console.log(
    `core for ${targetName}: ${bytes.length} bytes, ${unit.names.size} functions, ${dataBytes} bytes of data in ${pieces.length} pieces, ${layout.end} in memory`,
  );
}
