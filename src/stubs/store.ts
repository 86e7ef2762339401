import type { AddressPlace } from './addresses.js';
import { inSteps, threadStubs } from './generator.js';
import type { StubGenerator } from './layout.js';
import { processStubs } from './process-stubs.js';
import { startStubs } from './start-tables.js';
import { allSteps, keyOfStep } from './steps.js';
import { type StoredPiece, type StoredStubs, SYMBOLS } from './stored.js';
import type { MakeStubMachine, StubMachine } from './stub-machine.js';

/** Calls with more bytes of stack arguments are rare. */
export const MOST_STACK_BYTES = 256;

/** Addresses from which symbol and addend can be told. */
const SYMBOL_SIZE = 0x1_0000_0000;
const symbolBase = (name: (typeof SYMBOLS)[number]): number =>
  SYMBOL_SIZE * (1 + SYMBOLS.indexOf(name));

/** Makes the stubs of a machine as data: see {@link StoredStubs}. */
export function storeStubs(
  makeMachine: MakeStubMachine,
  { gapByte, syncCode }: Pick<StubGenerator, 'gapByte' | 'syncCode'>,
): StoredStubs {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const add = (code: Uint8Array, addresses: readonly AddressPlace[]): StoredPiece => {
    pieces.push(code);
    const start = size;
    size += code.length;
    const places = addresses.flatMap(({ at, value }) => [
      at,
      Math.floor(value / SYMBOL_SIZE) - 1,
      value % SYMBOL_SIZE,
    ]);
    return [start, size, ...places];
  };
  const made = <Places>(make: (machine: StubMachine) => Places & { code: Uint8Array }) => {
    const machine = makeMachine(1 << 14);
    const { code, ...places } = make(machine);
    return { piece: add(code, machine.addresses), places };
  };

  const bases = Object.fromEntries(SYMBOLS.map((name) => [name, symbolBase(name)])) as {
    [name in (typeof SYMBOLS)[number]]: number;
  };
  const thread = made((machine) => threadStubs(machine, bases.thread));
  const process = made((machine) => processStubs(machine, bases));
  const start = made(startStubs);
  const steps: Record<string, StoredPiece> = {};
  const { addressForm, convention } = makeMachine(0);
  for (const step of allSteps(convention, MOST_STACK_BYTES)) {
    const machine = makeMachine(1 << 10);
    steps[keyOfStep(step)] = add(inSteps(machine, [step], bases), machine.addresses);
  }
  const sync = syncCode === undefined ? undefined : add(syncCode(), []);
  const code = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    code.set(piece, at);
    at += piece.length;
  }
  return {
    ...{ code, addressForm, gapByte, sync, steps },
    ...{ thread: thread.piece, threadPlaces: thread.places },
    ...{ process: process.piece, processPlaces: process.places },
    ...{ start: start.piece, startPlaces: start.places },
  };
}
