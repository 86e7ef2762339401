import { execFileSync, spawn } from 'node:child_process';
import {
  chmodSync,
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addModule, isArtifactFile } from '../support/cli-modules.js';
import { expectFailure, type Finished, winchTs } from '../support/command-line.js';

let folder: string;
let artifact: Buffer;
const run = (...args: string[]): Promise<Finished> => winchTs(args, folder);
const file = (name: string): string => join(folder, name);
/** What `/dev/stdout` leads to. In this folder nothing can be replaced, by whatever mistake. */
const STDOUT = '/proc/self/fd/1';
const FINE = { code: 0, stdout: '', stderr: '' };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'winch-ts-out-'));
  writeFileSync(file('add.wasm'), await addModule());
  writeFileSync(file('one.wast'), '(module (func (export "f")))\n(assert_return (invoke "f"))\n');
  expect(await run('compile', 'add.wasm')).toEqual(FINE);
  artifact = readFileSync(file('add.winch'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Makes a device, in this folder only: the system's own are never written to here. */
function makeDevice(name: string, minor: number): boolean {
  try {
    execFileSync('mknod', [file(name), 'c', '1', String(minor)], { stdio: 'ignore' });
    // A file system may have devices and not open them.
    closeSync(openSync(file(name), 'w'));
    return true;
  } catch {
    return false;
  }
}

/** Runs `cat` on a FIFO; its output is what was written. */
function readPipe(name: string): Promise<Buffer> {
  const child = spawn('cat', [file(name)], { stdio: ['ignore', 'pipe', 'ignore'] });
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => child.on('close', () => resolve(Buffer.concat(chunks))));
}

describe('an output that is no plain file', () => {
  it('stays a FIFO, and what reads it gets everything', async () => {
    execFileSync('mkfifo', [file('pipe')]);
    for (const [args, check] of [
      [['compile', 'add.wasm', '-o', 'pipe'], (data: Buffer) => expect(data).toEqual(artifact)],
      [
        ['wast', 'one.wast', '--json', 'pipe'],
        (data: Buffer) => expect(JSON.parse(data.toString())).toMatchObject({ passed: 1 }),
      ],
    ] as const) {
      const read = readPipe('pipe');
      expect(await run(...args)).toMatchObject({ code: 0, stderr: '' });
      check(await read);
      expect(lstatSync(file('pipe')).isFIFO()).toBe(true);
    }
  });

  it('stays a device', async (context) => {
    // Making devices takes root, and a file system that has them.
    if (!makeDevice('null', 3) || !makeDevice('full', 7)) return context.skip('no devices here');
    expect(await run('compile', 'add.wasm', '-o', 'null')).toEqual(FINE);
    const reason = 'cannot write full: no space left on device';
    expectFailure(await run('compile', 'add.wasm', '-o', 'full'), 1, reason);
    expectFailure(await run('wast', 'one.wast', '--json', 'full'), 1, reason);
    for (const name of ['null', 'full']) {
      expect(lstatSync(file(name)).isCharacterDevice()).toBe(true);
    }
  });

  // Where that is can be said in Linux's file system.
  it.runIf(existsSync(STDOUT))(
    'may be the standard output, with what else is printed there',
    async () => {
      const fd = openSync(file('both'), 'w');
      const stdio = ['ignore', fd, 'pipe'] as const;
      try {
        const args = ['compile', 'add.wasm', '--stats', '-o', STDOUT];
        expect(await winchTs(args, folder, { stdio })).toMatchObject({ code: 0, stderr: '' });
      } finally {
        closeSync(fd);
      }
      const both = readFileSync(file('both'));
      expect(both.subarray(0, artifact.length)).toEqual(artifact);
      expect(both.subarray(artifact.length).toString()).toMatch(/^target: [\s\S]* ns\n$/);
      // A pipe or a socket, and a link to it.
      symlinkSync(STDOUT, file('stdout'));
      for (const path of [STDOUT, 'stdout']) {
        const { stdout } = await run('wast', 'one.wast', '--json', path);
        expect(stdout).toMatch(
          /^\{\n[\s\S]*\n\}\ntext parser: .*\n1 passed, 0 failed, 0 skipped\n$/,
        );
      }
      expect(readlinkSync(file('stdout'))).toBe(STDOUT);
    },
  );
});

describe('an output that is a link', () => {
  it.each([
    ['to a file', 'old.winch'],
    ['to nothing yet', 'new.winch'],
    ['into a folder behind a link', 'near/../far.winch'],
  ])('%s stays, and its end is written', async (_, target) => {
    rmSync(file('near'), { force: true, recursive: true });
    mkdirSync(file('deep/er'), { recursive: true });
    symlinkSync('deep/er', file('near'));
    writeFileSync(file('old.winch'), 'old');
    symlinkSync(target, file('link'));
    symlinkSync('link', file('link-to-link'));
    try {
      expect(await run('compile', 'add.wasm', '-o', 'link-to-link')).toEqual(FINE);
      expect(readlinkSync(file('link-to-link'))).toBe('link');
      expect(readlinkSync(file('link'))).toBe(target);
      const end = target.startsWith('near') ? 'deep/far.winch' : target;
      expect(readFileSync(file(end))).toEqual(artifact);
      expect(lstatSync(file(end)).isFile()).toBe(true);
    } finally {
      rmSync(file('link'));
      rmSync(file('link-to-link'));
    }
  });

  it('in a circle is refused', async () => {
    symlinkSync('circle', file('circle'));
    const refused = await run('compile', 'add.wasm', '-o', 'circle');
    expectFailure(refused, 1, 'cannot write circle: too many symbolic links');
  });
});

describe('an output that is an input', () => {
  beforeAll(() => {
    symlinkSync('add.wasm', file('soft.wasm'));
    linkSync(file('add.wasm'), file('hard.wasm'));
    mkdirSync(file('suite'));
    writeFileSync(file('suite/a.wast'), readFileSync(file('one.wast')));
    writeFileSync(file('suite/groups.json'), '{"all": ["a.wast"]}');
    linkSync(file('suite/a.wast'), file('hard.wast'));
    writeFileSync(file('module.winch'), readFileSync(file('add.wasm')));
  });

  it.each([
    [['compile', 'add.wasm', '-o', 'add.wasm']],
    [['compile', 'add.wasm', '-o', './suite/../add.wasm']],
    [['compile', 'add.wasm', '-o', 'soft.wasm']],
    [['compile', 'soft.wasm', '-o', 'add.wasm']],
    [['compile', 'add.wasm', '-o', 'hard.wasm']],
    [['compile', 'module.winch']],
    [['wast', 'one.wast', '--json', 'one.wast']],
    [['wast', 'suite', '--json', 'suite/a.wast']],
    [['wast', 'suite', '--json', 'hard.wast']],
    [['wast', 'suite', '--group', 'all', '--json', 'suite/groups.json']],
  ])('is refused, and stays: %j', async (args) => {
    const names = ['add.wasm', 'module.winch', 'one.wast', 'suite/a.wast', 'suite/groups.json'];
    const before = names.map((name) => readFileSync(file(name)));
    expectFailure(await run(...args), 2, 'input and output are the same file');
    expect(names.map((name) => readFileSync(file(name)))).toEqual(before);
    expect(readlinkSync(file('soft.wasm'))).toBe('add.wasm');
  });

  it('is refused when it comes through standard input', async () => {
    const fd = openSync(file('add.wasm'), 'r');
    try {
      const stdio = [fd, 'pipe', 'pipe'] as const;
      const result = await winchTs(['compile', '/dev/stdin', '-o', 'add.wasm'], folder, { stdio });
      expectFailure(result, 2, 'input and output are the same file');
    } finally {
      closeSync(fd);
    }
  });
});

describe('an output that is replaced', () => {
  it('keeps its permissions', async () => {
    writeFileSync(file('secret.winch'), 'old');
    chmodSync(file('secret.winch'), 0o640);
    expect(await run('compile', 'add.wasm', '-o', 'secret.winch')).toEqual(FINE);
    expect(statSync(file('secret.winch')).mode & 0o777).toBe(0o640);
    expect(isArtifactFile(file('secret.winch'))).toBe(true);
  });

  // Root may write to every file.
  it.skipIf(process.getuid?.() === 0)('is not, where it may not be written to', async () => {
    writeFileSync(file('read-only.winch'), 'old', { mode: 0o444 });
    const refused = await run('compile', 'add.wasm', '-o', 'read-only.winch');
    expectFailure(refused, 1, 'cannot write read-only.winch: permission denied');
    expect(readFileSync(file('read-only.winch'), 'utf8')).toBe('old');
  });

  it('may have as long a name as the system allows', async () => {
    const name = 'n'.repeat(255);
    expect(await run('compile', 'add.wasm', '-o', name)).toEqual(FINE);
    expect(readFileSync(file(name))).toEqual(artifact);
    rmSync(file(name));
  });
});

describe('a signal between writing and renaming', () => {
  // Makes the renaming wait, and tells when it is reached.
  const PRELOAD = `
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
fs.promises.rename = () => {
  fs.writeSync(1, 'renaming');
  return new Promise(() => setInterval(() => {}, 1000));
};
syncBuiltinESMExports();`;

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
    '%s ends the process, and nothing stays behind',
    async (signal) => {
      writeFileSync(file('preload.mjs'), PRELOAD);
      writeFileSync(file('kept.winch'), 'old');
      const before = readdirSync(folder).sort();
      const seen: string[][] = [];
      const result = await winchTs(['compile', 'add.wasm', '-o', 'kept.winch'], folder, {
        node: ['--import', `file://${file('preload.mjs')}`],
        onStart: (child) =>
          child.stdout!.once('data', () => {
            seen.push(readdirSync(folder).sort());
            child.kill(signal);
          }),
      });
      expect(result).toEqual({ code: signal, stdout: 'renaming', stderr: '' });
      expect(seen[0]).toHaveLength(before.length + 1);
      expect(readdirSync(folder).sort()).toEqual(before);
      expect(readFileSync(file('kept.winch'), 'utf8')).toBe('old');
    },
  );
});

it('no temporary file is left', () => {
  expect(readdirSync(folder).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
