import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { watToWasm } from '../src/text/wat.js';
import { ROOT } from './support/command-line.js';
import { PROGRAMS, runProgram } from './support/programs.js';

let folder: string;
/** The package as it is installed, alone: no other package is found from there. */
let alone: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-alone-'));
  alone = join(folder, 'node_modules/winch-ts');
  mkdirSync(alone, { recursive: true });
  cpSync(join(ROOT, 'package.json'), join(alone, 'package.json'));
  const isCode = (path: string) => !/\.(map|d\.ts)$/.test(path);
  cpSync(join(ROOT, 'dist'), join(alone, 'dist'), { recursive: true, filter: isCode });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Node where no library of machine code can be loaded: neither the bridge to C nor koffi. */
const NO_CODE = '--no-addons';
/** Node that compiles nothing, and has no `WebAssembly`. */
const JITLESS = '--jitless';

/** A module as an expression of JavaScript's. */
async function bytesOf(text: string): Promise<string> {
  return `Uint8Array.of(${await watToWasm(text)})`;
}

describe('the package by itself, without koffi', () => {
  const evaluate = (node: readonly string[], source: string): string => {
    const args = [...node, '--input-type=module', '--eval', source];
    const child = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
    expect(child.status, child.stderr).toBe(0);
    return child.stdout;
  };

  it('finds no koffi', () => {
    const source = "import('koffi').then(() => console.log('found'), (e) => console.log(e.code))";
    expect(evaluate([], source)).toBe('ERR_MODULE_NOT_FOUND\n');
  });

  it('has tags and exceptions of its own where the engine has none', async () => {
    const source = `
      import { WebAssembly } from 'winch-ts';
      const { Exception, Instance, Module, Tag } = WebAssembly;
      const bytes = ${await bytesOf(`(module
        (import "m" "f" (func $f))
        (tag $t (export "t") (param i32 f32 externref))
        (func (export "throw") (throw $t (i32.const 7) (f32.const 2.5) (ref.null extern)))
        (func (export "all") (result i32) (try (result i32) (do (call $f) (i32.const 0)) (catch_all (i32.const 1))))
        (func (export "values") (result i32 f32 externref)
          (try (result i32 f32 externref) (do (call $f) (unreachable)) (catch $t))))`)};
      let act;
      const x = new Instance(new Module(bytes), { m: { f: () => act() } }).exports;
      const caught = (run) => { try { return run(); } catch (error) { return error; } };
      const e = caught(() => x.throw());
      act = () => { throw e; };
      const out = [e instanceof Exception, x.t instanceof Tag, e.is(x.t), e.getArg(x.t, 0), e.stack === undefined, x.values(), x.all()];
      act = () => { throw new Exception(x.t, [1, 2, 'three']); };
      out.push(x.values());
      act = () => { throw null; };
      out.push(x.all(), caught(() => x.values()));
      const tag = new Tag({ parameters: ['i64'] });
      const own = new Exception(tag, [5n], { traceStack: true });
      act = () => { throw own; };
      out.push(caught(() => x.values()) === own, own.is(x.t), String(own.getArg(tag, 0)), typeof own.stack);
      const wrong = [() => new Tag({}), () => new Tag({ parameters: ['any'] }), () => new Exception(tag, []), () => own.is(3),
        () => own.getArg(tag, 1), () => own.getArg(x.t, 0), () => new Exception({}, [])];
      out.push(wrong.map((run) => caught(run).name).join());
      console.log(JSON.stringify(out));
    `;
    expect(JSON.parse(evaluate([NO_CODE, JITLESS], source))).toEqual([
      ...[true, true, true, 7, true, [7, 2.5, null], 1],
      ...[[1, 2, 'three'], 1, null],
      ...[true, false, '5', 'string'],
      'TypeError,TypeError,TypeError,TypeError,RangeError,TypeError,TypeError',
    ]);
  });

  it.each([
    ['winch-ts', [NO_CODE]],
    ['winch-ts', [NO_CODE, JITLESS]],
    ['winch-ts/portable', []],
    ['winch-ts/portable', [JITLESS]],
  ])('%s with %j compiles for portable and runs', async (name, node) => {
    const source = `
      import { artifactOf, WebAssembly } from '${name}';
      const bytes = ${await bytesOf(`(module (memory (export "m") 1)
        (func (export "f") (result i32) (i32.const 42)))`)};
      const { module, instance } = await WebAssembly.instantiate(bytes);
      const { f, m } = instance.exports;
      console.log(artifactOf(module).target, f(), m.grow(1), m.buffer.byteLength, globalThis.WebAssembly === undefined);
    `;
    const isJitless = node.includes(JITLESS);
    expect(evaluate(node, source)).toBe(`portable 42 1 131072 ${isJitless}\n`);
  });

  it('says so when somebody has taken the bytes of a memory, and goes on with others', async () => {
    const source = `
      import { WebAssembly } from 'winch-ts/portable';
      const bytes = ${await bytesOf(`(module (import "m" "take" (func $take)) (memory (export "m") 1)
        (data (i32.const 0) "*")
        (func (export "peek") (result i32) (i32.load8_u (i32.const 0)))
        (func (export "late") (result i32) (call $take) (i32.load8_u (i32.const 0))))`)};
      const module = new WebAssembly.Module(bytes);
      const start = (take) => new WebAssembly.Instance(module, { m: { take } }).exports;
      const attempt = (action) => { try { return action(); } catch (error) { return String(error); } };
      const give = ({ m }) => structuredClone(m.buffer, { transfer: [m.buffer] });
      const first = start(() => {});
      const second = start(() => give(second));
      const third = start(() => {});
      console.log(first.peek(), second.peek(), third.late());
      give(first);
      for (const action of [first.peek, () => first.m.grow(1), second.late, second.peek, third.late, () => third.m.grow(1)]) {
        console.log(attempt(action));
      }
    `;
    const trap = 'RuntimeError: out of bounds memory access';
    const lost =
      'TypeError: the buffer of a WebAssembly.Memory was transferred away, and its bytes with it';
    const lines = ['42 42 42', trap, lost, trap, trap, '42', '1', ''];
    expect(evaluate([JITLESS], source)).toBe(lines.join('\n'));
  });
});

describe('real programs where no machine code runs give the same output as on the engine of Node', () => {
  for (const [name, module] of PROGRAMS) {
    it(name, () => {
      const small = ['--small'];
      const expected = runProgram(name, 'v8', { program: small });
      expect(expected.output).toMatch(/^sha256 [0-9a-f]{64}$/m);
      const own = [...small, '--package', alone];
      for (const actual of [
        // By itself it takes byte code here.
        runProgram(name, 'winch', { node: [NO_CODE], program: own }),
        runProgram(name, 'portable', { node: [JITLESS], program: own }),
      ]) {
        expect(actual.targets).toEqual(['portable']);
        expect(actual.compiled).toContain(statSync(module).size);
        expect(actual.output).toBe(expected.output);
      }
    });
  }
});
