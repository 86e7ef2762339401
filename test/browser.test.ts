import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROOT } from './support/command-line.js';

const NAMES = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome-headless-shell',
];

/** The browser that CHROME_PATH names, or one by the names that systems give it. */
const chromium =
  process.env.CHROME_PATH ??
  NAMES.flatMap((name) =>
    (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, name)),
  ).find((path) => existsSync(path));

const why =
  chromium === undefined
    ? ': skipped, there is no Chromium (Debian: chromium; or its path in CHROME_PATH)'
    : '';

/** The page as the browser has it once it is quiet. @param folder of the browser's own files */
function pageAt(url: string, folder: string): Promise<string> {
  const child = spawn(
    chromium!,
    [
      '--headless',
      // Root has none.
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      `--user-data-dir=${folder}`,
      // Of the page's own time, which stands still while it computes.
      '--virtual-time-budget=60000',
      '--dump-dom',
      url,
    ],
    { stdio: ['ignore', 'pipe', 'ignore'], timeout: 300_000 },
  );
  let page = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    page += text;
  });
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => resolve(page));
  });
}

describe.skipIf(chromium === undefined)(`the page of examples/browser${why}`, () => {
  let server: Server;
  let folder: string;
  beforeAll(async () => {
    const { serve } = (await import(join(ROOT, 'examples/browser/serve.mjs'))) as {
      serve(port: number): Promise<Server>;
    };
    server = await serve(0);
    folder = mkdtempSync(join(tmpdir(), 'winch-ts-browser-'));
  });
  afterAll(() => {
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("runs SQLite under the policy script-src 'self', where the browser compiles nothing", async () => {
    const { port } = server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}/`;
    const policy = (await fetch(url)).headers.get('Content-Security-Policy');
    expect(policy).toBe("default-src 'self'; script-src 'self'");
    const page = await pageAt(url, folder);
    const text = (id: string): string | undefined =>
      new RegExp(`id="${id}"[^>]*>([^<]*)<`).exec(page)?.[1];
    expect(text('strings'), page).toBe('forbidden');
    expect(text('engine')).toBe('forbidden');
    expect(text('compiled')).toMatch(/^\d+ functions for portable in \d+ ms$/);
    expect(text('answer')).toBe(
      [
        'n\tfibonacci',
        ...[0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89].map((n, i) => `${i + 1}\t${n}`),
      ].join('\n'),
    );
  });
});
