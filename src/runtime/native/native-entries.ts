import { NO_REG } from '../../abi/places.js';
import { signatureOf } from '../../abi/signature-layout.js';
import { FUNCREF_CODE, FUNCREF_VMCTX } from '../../abi/vmctx-layout.js';
import type { NativeEntry } from '../../stubs/layout.js';
import { ASK_FIRST, NO_ROOM } from '../../stubs/layout.js';
import type { CodeRange } from '../code-ranges.js';
import type { WasmFunction } from '../function.js';
import type { Life, Lifetimes } from '../lifetimes.js';
import type { Thread } from '../thread.js';
import type { CodeMemory } from './code-memory.js';
import { loadKoffi } from './koffi.js';
import type { NativeMachine } from './native-machine.js';

/** The C functions that functions have become, with what frees them. */
interface Entries {
  bound?: Entry;
  open?: Entry;
}

interface Entry {
  readonly address: number;
  readonly life: Life;
}

const entriesOf = new WeakMap<WasmFunction, Entries>();
const callbacks = new WeakMap<NativeMachine, number>();

/** No register: stands in for the vmctx where C passes none. */
const NOWHERE = 255;

/**
 * Address of a C function that calls a function of WebAssembly, always the same one. It is gone with the
 * function.
 *
 * @param bound whether its parameters are the function's only, or the vmctx comes first
 * @throws Error where the package koffi, which calls back into JavaScript, does not load
 */
export function nativeEntryOf(machine: NativeMachine, func: WasmFunction, bound: boolean): number {
  const entries = entriesOf.get(func) ?? {};
  entriesOf.set(func, entries);
  const which = bound ? 'bound' : 'open';
  entries[which] ??= makeEntry(machine, func, bound);
  return entries[which].address;
}

function makeEntry(
  machine: NativeMachine,
  { store, type, pointer, owner, shape }: WasmFunction,
  bound: boolean,
): Entry {
  const { heap, lifetimes, references, thread } = store;
  const { stubMemory, stubs } = machine;
  const { convention } = stubs;
  const signatures = signatureOf(convention, type);
  const layout = signatures.ofCommon(0);
  const outPointer = signatures.outPointer(layout);
  const vmctxArg = signatures.vmctxArg(layout);
  const gpArgs = convention.gpArgs.toSpliced(outPointer === NO_REG ? 0 : 1, 0, NOWHERE);
  const fromC = bound ? signatureOf({ ...convention, gpArgs }, type) : signatures;
  const entry: NativeEntry = {
    params: type.params.map((_, i) => ({
      kind: signatures.paramKind(layout, i),
      place: signatures.paramPlace(layout, i),
      from: fromC.paramPlace(fromC.ofCommon(0), i),
    })),
    ...{ outPointer, vmctxArg },
    stackBytes: shape.stackBytes,
    result: shape.use.result,
    results: Array.from(shape.results, (offset, i) => ({
      kind: signatures.resultKind(layout, i),
      offset,
    })),
    code: heap.readPointer(pointer + FUNCREF_CODE),
    vmctx: bound ? heap.readPointer(pointer + FUNCREF_VMCTX) : undefined,
    thread: thread.context.address,
    stackBase: thread.stackBase,
    stackSize: thread.stackSize,
    limitOffset: thread.limitOffset,
    enter: machine.enterAddress,
    callback: callbackOf(machine, thread),
  };
  const range = stubMemory.add(stubs.nativeEntry(entry), { stub: true });
  references.letCallFromC(owner);
  return { address: range.address, life: begin(lifetimes, stubMemory, range) };
}

/** Made apart, so that what frees an entry cannot hold its function. */
function begin(lifetimes: Lifetimes, stubMemory: CodeMemory, range: CodeRange): Life {
  return lifetimes.begin(Number.POSITIVE_INFINITY, () => stubMemory.free(range));
}

/**
 * Address of the thread's callback: see {@link NativeEntry.callback}. By koffi, which goes over to JavaScript's
 * stack from the one that it runs C on, and throws what the callback threw when C has returned; until then
 * it calls back no more.
 */
function callbackOf(machine: NativeMachine, thread: Thread): number {
  let address = callbacks.get(machine);
  if (address === undefined) {
    const koffi = loadKoffi();
    machine.native.callable(machine.addStub(machine.stubs.tellThread(thread.context.address)))();
    // Stack traces leave it out by this name.
    const wasmNativeCall = (frame: number): void => {
      if (frame === NO_ROOM) throw thread.stackExhausted();
      if (frame === ASK_FIRST) {
        // No exception is on its way, or this would not be called.
        thread.askFirst(thread.beforeRun !== undefined);
        thread.beforeRun?.();
      } else {
        thread.drive(frame);
      }
      thread.answer();
    };
    const type = koffi.pointer(koffi.proto('void', ['int']));
    address = Number(koffi.address(koffi.register(wasmNativeCall, type)));
    callbacks.set(machine, address);
  }
  return address;
}
