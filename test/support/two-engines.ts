import { expect } from 'vitest';
import { WebAssembly as winch } from '../../src/js-api/webassembly.js';
import { watToWasm } from '../../src/text/wat.js';

/** The standard's namespace, whoever implements it. */
export type Namespace = typeof winch;

export const ENGINES: Readonly<Record<'v8' | 'winch', Namespace>> = {
  v8: (globalThis as unknown as { WebAssembly: Namespace }).WebAssembly,
  winch,
};

/** The release line whose messages and properties ours are held against; others differ in details. */
export const IS_REFERENCE = process.versions.node.startsWith('20.');

/** What a scenario came to. */
interface Outcome {
  readonly value?: unknown;
  /** Class of the exception. */
  readonly threw?: string;
  readonly message?: string;
}

function failure(engine: Namespace, error: unknown): Outcome {
  if (!(error instanceof Error)) return { threw: 'no error', message: String(error) };
  const threw = error.name;
  for (const name of ['CompileError', 'LinkError', 'RuntimeError'] as const) {
    // Each engine has classes of its own.
    expect(error instanceof engine[name], `${error.name} is a ${name}`).toBe(threw === name);
  }
  return { threw, message: error.message };
}

function run(engine: Namespace, scenario: (engine: Namespace) => unknown): Outcome {
  try {
    return { value: scenario(engine) };
  } catch (error) {
    return failure(engine, error);
  }
}

async function runAsync(
  engine: Namespace,
  scenario: (engine: Namespace) => Promise<unknown>,
): Promise<Outcome> {
  try {
    return { value: await scenario(engine) };
  } catch (error) {
    return failure(engine, error);
  }
}

/** Differences in words: V8's versions differ in how they name an import. */
function essentials(message: string | undefined): string | undefined {
  return message
    ?.replace(/module=("[^"]*")(?: function=("[^"]*"))? error/, '$1 $2')
    .replace(' :', ':');
}

/** Whether messages are compared, too (where the host is the reference). */
type Compare = 'class' | 'message';

function compare(ours: Outcome, theirs: Outcome, mode: Compare): void {
  expect({ value: ours.value, threw: ours.threw, why: ours.threw && ours.message }).toMatchObject({
    value: theirs.value,
    threw: theirs.threw,
  });
  expect(ours.value).toEqual(theirs.value);
  if (mode === 'message' && IS_REFERENCE)
    expect(essentials(ours.message)).toBe(essentials(theirs.message));
}

/** Runs a scenario on both engines and expects the same value, or an exception of the same class. */
export function same(scenario: (engine: Namespace) => unknown, mode: Compare = 'class'): void {
  compare(run(ENGINES.winch, scenario), run(ENGINES.v8, scenario), mode);
}

/**
 * As {@link same}, where hosts have done what the standard says since a Node of theirs only: ours must
 * do so everywhere.
 *
 * @param since the first major version of Node whose V8 does
 * @param expected what the standard says: the value, or the class of the exception
 */
export function sameSince(
  since: number,
  scenario: (engine: Namespace) => unknown,
  expected: { readonly value: unknown } | { readonly threw: string },
): void {
  const ours = run(ENGINES.winch, scenario);
  compare(ours, expected, 'class');
  if (Number.parseInt(process.versions.node, 10) >= since) {
    compare(run(ENGINES.v8, scenario), expected, 'class');
  }
}

/** As {@link same}, for scenarios that take time. */
export async function sameAsync(
  scenario: (engine: Namespace) => Promise<unknown>,
  mode: Compare = 'class',
): Promise<void> {
  const theirs = await runAsync(ENGINES.v8, scenario);
  compare(await runAsync(ENGINES.winch, scenario), theirs, mode);
}

/** Instantiates a text module on an engine: `instantiate(await watToWasm(text))` for scenarios. */
export function start(
  engine: Namespace,
  bytes: Uint8Array,
  imports?: Record<string, Record<string, unknown>>,
  // biome-ignore lint/suspicious/noExplicitAny: exports of a test's own module
): Record<string, any> {
  return new engine.Instance(new engine.Module(bytes), imports).exports;
}

export { watToWasm };
