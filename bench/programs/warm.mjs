/**
 * Runs an operation again and again, and ends the program: its result on stdout, on stderr the least
 * time it took. The first runs, for which JavaScript around WebAssembly is not optimized, are not that.
 *
 * @param {'v8' | 'winch'} engine as `installEngine` returns it
 * @param {() => unknown} operation its result, or a promise of it, is the same each time
 */
export async function finishWarm(engine, operation) {
  const at = process.argv.indexOf('--runs');
  const runs = at < 0 ? 12 : Number(process.argv[at + 1]);
  const result = String(await operation());
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < runs; run++) {
    const start = performance.now();
    const again = await operation();
    least = Math.min(least, performance.now() - start);
    if (String(again) !== result) throw new Error(`run ${run}: ${again}, not ${result}`);
  }
  console.log(result);
  console.error(JSON.stringify({ engine, runMilliseconds: least }));
}
