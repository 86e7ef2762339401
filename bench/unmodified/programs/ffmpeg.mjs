import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { runInThisContext } from 'node:vm';

// The package is for workers of browsers: it looks for one.
const path = createRequire(import.meta.url).resolve('@ffmpeg/core');
globalThis.self = globalThis;
globalThis.location = { href: `file://${path}` };
const text = readFileSync(path, 'utf8');
const createFFmpegCore = runInThisContext(`(() => { ${text}; return createFFmpegCore; })()`);
const core = await createFFmpegCore({
  wasmBinary: readFileSync(join(dirname(path), 'ffmpeg-core.wasm')),
  mainScriptUrlOrBlob: `x#${btoa(JSON.stringify({ wasmURL: '', workerURL: '' }))}`,
});
const lines = [];
core.setLogger(({ message }) => lines.push(message));
const status = core.exec(
  '-nostdin',
  '-f',
  'lavfi',
  '-i',
  'testsrc=duration=1:size=64x48:rate=5',
  '-pix_fmt',
  'rgb24',
  '-f',
  'rawvideo',
  '-fflags',
  '+bitexact',
  'out.raw',
);
const out = core.FS.readFile('out.raw');
console.log(
  status,
  lines[0],
  out.length,
  out.reduce((a, b) => (a * 31 + b) % 1_000_003, 7),
);
