/** LEB128 of a number below 2^28. */
function leb(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest >= 0x80; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80);
  return [...bytes, rest];
}

function section(id: number, contents: number[]): number[] {
  return [id, ...leb(contents.length), ...contents];
}

/**
 * A module with functions `f0`, `f1`, ... from i64 to i64, each with tens of kilobytes of code. They divide by their
 * argument at the end.
 */
export function longModule(functions: number): Uint8Array {
  const step = (seed: number): number[] => [
    // local.get 0, i64.const seed, i64.mul, i64.const, i64.xor
    ...[0x20, 0, 0x42, ...leb(seed & 0x3f), 0x7e, 0x42, ...leb((seed * 7) & 0x3f), 0x85],
    // i64.add to what there is
    0x7c,
  ];
  const body = (index: number): number[] => {
    const operators: number[] = [0, 0x42, index & 0x3f];
    for (let i = 0; i < 4000; i++) operators.push(...step(index + i));
    // local.get 0, i64.div_s, end
    operators.push(0x20, 0, 0x7f, 0x0b);
    return [...leb(operators.length), ...operators];
  };
  const indices = Array.from({ length: functions }, (_, i) => i);
  const exports = indices.flatMap((i) => {
    const name = [...new TextEncoder().encode(`f${i}`)];
    return [name.length, ...name, 0, ...leb(i)];
  });
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 1, 0x7e, 1, 0x7e]),
    ...section(3, [...leb(functions), ...indices.map(() => 0)]),
    ...section(7, [...leb(functions), ...exports]),
    ...section(10, [...leb(functions), ...indices.flatMap(body)]),
  ]);
}
