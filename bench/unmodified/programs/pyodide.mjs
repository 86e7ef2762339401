import { loadPyodide } from 'pyodide';

const pyodide = await loadPyodide();
console.log(
  pyodide.runPython(`
import sys, json, re, decimal
def f(n):
    if n == 0: raise ValueError("deep")
    return f(n - 1)
try:
    f(50)
    text = "none"
except ValueError as e:
    text = str(e)
json.dumps([sys.version.split()[0], text, re.sub("a+", "b", "caaat"), str(decimal.Decimal(1) / 7), sum(i * i for i in range(1000))])
`),
);
try {
  pyodide.runPython('1 / 0');
} catch (error) {
  console.log('caught', error.type, error.message.trim().split('\n').at(-1));
}
