import { expect, it } from 'vitest';
import { leb } from '../../test/support/module-fixtures.js';
import { compileModule } from '../compiler/module-compiler.js';

it('describes a bounded number of locals, however many functions declare them', () => {
  const functions = 5000;
  const body = [1, ...leb(1000), 0x7f, 0x0b];
  const section = (id: number, bytes: number[]) => [id, ...leb(bytes.length), ...bytes];
  const bodies = Array.from({ length: functions }, () => [...leb(body.length), ...body]).flat();
  const module = Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [...leb(functions), ...Array<number>(functions).fill(0)]),
    ...section(10, [...leb(functions), ...bodies]),
  ]);
  const { debug } = compileModule(module, { debug: true });
  expect(debug!.localTypes.length).toBe(1 << 22);
});
