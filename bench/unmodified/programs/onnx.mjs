import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';

const path = createRequire(import.meta.url).resolve('onnxruntime-web');
const ort = await import(pathToFileURL(join(dirname(path), 'ort.node.min.mjs')).href);
ort.env.wasm.numThreads = 1;

// A model by hand, in the wire format of protocol buffers: y = relu(a × b + b).
const int = (field, value) => [field << 3, value];
const bytes = (field, value) => [(field << 3) | 2, ...length(value.length), ...value];
const length = (n) => (n < 0x80 ? [n] : [(n & 0x7f) | 0x80, n >> 7]);
const text = (field, value) => bytes(field, [...Buffer.from(value)]);
const node = (op, inputs, output) =>
  bytes(1, [...inputs.flatMap((name) => text(1, name)), ...text(2, output), ...text(4, op)]);
const SIZE = 64;
const shape = bytes(2, [...bytes(1, int(1, SIZE)), ...bytes(1, int(1, SIZE))]);
const value = (field, name) =>
  bytes(field, [...text(1, name), ...bytes(2, bytes(1, [...int(1, 1), ...shape]))]);
const graph = [
  ...node('MatMul', ['a', 'b'], 'm'),
  ...node('Add', ['m', 'b'], 's'),
  ...node('Relu', ['s'], 'y'),
  ...text(2, 'graph'),
  ...value(11, 'a'),
  ...value(11, 'b'),
  ...value(12, 'y'),
];
const model = Uint8Array.from([...int(1, 8), ...bytes(7, graph), ...bytes(8, int(2, 13))]);
const session = await ort.InferenceSession.create(model);
const matrix = (step) =>
  new ort.Tensor(
    'float32',
    Float32Array.from({ length: SIZE * SIZE }, (_, i) => ((i * step) % 17) - 8),
    [SIZE, SIZE],
  );
const { y } = await session.run({ a: matrix(3), b: matrix(5) });
console.log(
  y.dims,
  Array.from(y.data.slice(0, 12)),
  y.data.reduce((a, b) => a + b),
);
