import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const REGISTER = ['--import', './dist/register.js'];

function run(...options: string[]): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...options, 'test/programs/threads.mjs'],
    { cwd: ROOT, encoding: 'utf8', env: { ...process.env, ROUNDS: '5000' } },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
}

describe('threads with one memory do what they do with V8', () => {
  let expected: string;
  beforeAll(() => {
    expected = run();
    expect(expected).toContain('play 0,0,0,0 200\n');
  });

  it.each([
    ['machine code', REGISTER],
    ['machine code that checks bounds', ['--disable-wasm-trap-handler', ...REGISTER]],
    ['byte code', ['--import', './test/programs/portable.mjs']],
  ])('by %s', (_, options) => {
    expect(run(...options)).toBe(expected);
  });
});
