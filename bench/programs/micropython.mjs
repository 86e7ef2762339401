// Python on MicroPython (C): node micropython.mjs --engine v8|winch
import { installEngine } from '../../test/programs/engine.mjs';
import { finishWarm } from './warm.mjs';

const engine = await installEngine();
const { loadMicroPython } = await import('@micropython/micropython-webassembly-pyscript');
const lines = [];
const python = await loadMicroPython({ linebuffer: true, stdout: (line) => lines.push(line) });
python.runPython(`
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)
`);
await finishWarm(engine, () => {
  python.runPython('print(fib(24))');
  return lines.pop();
});
process.exit(0);
