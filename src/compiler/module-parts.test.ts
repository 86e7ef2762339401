import { expect, it } from 'vitest';
import { compileModule } from './module-compiler.js';
import { PartCompiler, PartJoiner, type PartOptions } from './module-parts.js';

const leb = (value: number): number[] =>
  value < 0x80 ? [value] : [(value & 0x7f) | 0x80, ...leb(value >>> 7)];
const section = (id: number, contents: readonly number[]): number[] => [
  id,
  ...leb(contents.length),
  ...contents,
];

/** Functions that call each other in a `try`, of more bytes than one part has. */
function moduleOf(count: number): Uint8Array {
  const bodies: number[] = [];
  for (let i = 0; i < count; i++) {
    const call = [0x20, 0, 0x10, ...leb((i * 7 + 1) % count)];
    // try (result i32) call; catch 0 (i32.const i; i32.add); catch_all call; delegate to the function
    const inner = [0x06, 0x7f, ...call, 0x18, 0];
    const code = [0x06, 0x7f, ...inner, 0x07, 0, 0x41, 5, 0x6a, 0x19, ...call, 0x0b];
    const body = [0, ...code, ...code, 0x6a, ...code, 0x6a, 0x0b];
    bodies.push(...leb(body.length), ...body);
  }
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [2, 0x60, 1, 0x7f, 1, 0x7f, 0x60, 1, 0x7f, 0]),
    ...section(3, [...leb(count), ...new Array<number>(count).fill(0)]),
    ...section(13, [1, 0, 1]),
    ...section(10, [...leb(count), ...bodies]),
  ]);
}

it.each(['x64', 'aarch64', 'portable'] as const)(
  'parts have the handlers that the whole has, on %s',
  (target) => {
    const bytes = moduleOf(3000);
    const options: PartOptions = { target, bounds: 'guard' };
    const joiner = new PartJoiner(options);
    joiner.push(bytes);
    joiner.finish();
    const plan = joiner.plan!;
    const parts = plan.cuts.length - 1;
    expect(parts).toBeGreaterThan(1);
    const compiler = new PartCompiler(bytes, plan, options);
    for (let part = 0; part < parts; part++) {
      compiler.begin(part);
      while (compiler.next());
      joiner.add(part, compiler.take());
    }
    compiler.close();
    const joined = joiner.take(0)!;
    const whole = compileModule(bytes, options);
    expect(whole.handlers.length).toBeGreaterThan(3000 * 5);
    expect(joined.handlers).toEqual(whole.handlers);
    expect(joined.handlerSpans).toEqual(whole.handlerSpans);
    expect(joined.code).toEqual(whole.code);
  },
);
