import {
  HANDLER_NEXT,
  HANDLER_PAD,
  HANDLER_PLACE,
  HANDLER_STEP,
  HANDLER_WHAT,
  HANDLER_WORDS,
  HANDS_REFERENCE,
  NO_PAD,
  REFERENCE_FIRST,
  TAG_SHIFT,
} from '../masm/handlers.js';
import { tableOf } from '../module/type-table.js';
import { FRAME_GP, FRAME_RESUME } from '../stubs/layout.js';
import { TrapKind } from '../wasm/trap-kind.js';
import type { FuncType } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import type { CodeRange } from './code-ranges.js';
import { isUncatchable } from './errors.js';
import { firstPair } from './frames.js';
import { HostFunction } from './function.js';
import type { Store } from './store.js';
import { Tag } from './tag.js';
import type { HostService } from './thread.js';
import { hostTrap } from './traps.js';
import { type KeptValue, keepValue, putKept } from './values.js';

/** Bytes from a frame pointer to the home of the vmctx: on every machine. */
const VMCTX_HOME = 8;
const NO_VALUES: readonly KeptValue[] = [];

/** An exception on its way, or one that a reference is to. */
export class Thrown {
  /** What JavaScript catches: made when first asked for, and always the same. */
  form: unknown = undefined;

  /**
   * @param tag undefined of a value that JavaScript has thrown: then that is its form
   * @param values of the types of the tag
   */
  constructor(
    readonly tag: Tag | undefined,
    readonly values: readonly KeptValue[],
  ) {}
}

/** How exceptions look to the embedder. */
export interface ExceptionForms {
  /** What is thrown to JavaScript for an exception of a tag. */
  make(thrown: Thrown): unknown;
  /** The exception that a value was made for; undefined for others. */
  thrownOf(value: unknown): Thrown | undefined;
  /**
   * The values of an exception that JavaScript has made, if it is of a tag; null if it is of another, undefined
   * for a value that is no exception of any tag.
   */
  valuesOf(value: unknown, tag: Tag): readonly KeptValue[] | null | undefined;
}

/** Where nobody else says: JavaScript catches the exceptions themselves. */
const BARE: ExceptionForms = {
  make: (thrown) => thrown,
  thrownOf: (value) => (value instanceof Thrown ? value : undefined),
  valuesOf: () => undefined,
};

/**
 * Throws and catches. An exception is thrown by a call out of WebAssembly: of a tag, or of a host function that throws. Then
 * the frames of the activation are looked at, from the innermost on, for a handler (`masm/handlers.ts`). Where there is one,
 * the call out is resumed at its landing pad, so that the frames inside are gone; if not, it is JavaScript's exception, and
 * may be caught further out.
 *
 * Frames beyond code that is not a module's (C functions) are not looked at.
 */
export class Exceptions {
  /** Replaced by the JavaScript interface. */
  forms: ExceptionForms = BARE;
  private throwsAgain: HostFunction | undefined;

  /** One for all tags: a module may have a million. */
  private readonly serveThrow = (tag: Tag, frame: number) => this.throw(tag, frame);

  constructor(private readonly store: Store) {}

  /**
   * A new tag.
   * @param catchesValues see {@link Tag}
   */
  newTag(type: FuncType, catchesValues = false): Tag {
    const tag = new Tag(this.store, type, catchesValues);
    tag.thrower = this.throwing(type, this.serveThrow, tag);
    return tag;
  }

  /** A function whose calls throw. @param callback what `serve` is given with the frame */
  private throwing<C>(
    type: FuncType,
    serve: (callback: C, frame: number) => void,
    callback: C,
  ): HostFunction {
    return HostFunction.create(this.store, type, 'throw', serve as never, callback, true);
  }

  /** What code calls with a reference to throw the exception again. */
  get rethrower(): HostFunction {
    if (this.throwsAgain === undefined) {
      this.throwsAgain = this.throwing(
        THROW_REF,
        (_, frame) => this.throwReference(frame),
        undefined,
      );
      // For ever: code of any instance may call it.
      const { contextId, service } = this.throwsAgain;
      this.store.thread.hosts[contextId] = service;
    }
    return this.throwsAgain;
  }

  /** From now on what host functions throw may be caught: some code has handlers. */
  catchForeign(): void {
    const { thread } = this.store;
    if (thread.guard !== undefined) return;
    thread.guard = (service) => this.guarded(service);
    thread.hosts.forEach((service, id) => {
      if (service !== undefined) thread.hosts[id] = this.guarded(service);
    });
  }

  /** A service that has what is thrown caught by WebAssembly, if that has a handler. */
  private guarded(service: HostService): HostService {
    if (service.throws === true || service.guards !== undefined) return service;
    service.guarded ??= {
      guards: service,
      callback: service as never,
      serve: (inner: HostService, frame: number) => {
        try {
          inner.serve(inner.callback as never, frame);
        } catch (error) {
          const thrown = this.thrownBy(error);
          if (thrown === undefined || !this.land(thrown, frame)) throw error;
        }
      },
    } as HostService;
    return service.guarded;
  }

  /** Throws an exception whose values are the arguments of a call out. */
  throw(tag: Tag, frame: number): void {
    const { store } = this;
    const { hostParams } = tag.thrower.shape;
    const { params } = tag.type;
    const { views } = store.thread;
    const values =
      params.length === 0
        ? NO_VALUES
        : params.map((type, i) => keepValue(store, views, frame + hostParams[i]!, type));
    this.raise(this.newThrown(tag, values), frame);
  }

  /** The exception of a tag: of the one that JavaScript's values have, such a value. */
  newThrown(tag: Tag, values: readonly KeptValue[]): Thrown {
    if (!tag.catchesValues) return new Thrown(tag, values);
    const thrown = new Thrown(undefined, NO_VALUES);
    thrown.form = values[0];
    return this.forms.thrownOf(values[0]) ?? thrown;
  }

  private throwReference(frame: number): void {
    const { store } = this;
    const at = frame + this.rethrower.shape.hostParams[0]!;
    const thrown = keepValue(store, store.thread.views, at, ValType.ExnRef) as Thrown | null;
    if (thrown === null) throw hostTrap(store.thread, TrapKind.NullExceptionReference);
    this.raise(thrown, frame);
  }

  private raise(thrown: Thrown, frame: number): void {
    if (!this.land(thrown, frame)) throw this.formOf(thrown);
  }

  /** What JavaScript catches. */
  formOf(thrown: Thrown): unknown {
    if (thrown.tag !== undefined) thrown.form ??= this.forms.make(thrown);
    return thrown.form;
  }

  /** The exception that WebAssembly may catch when JavaScript has thrown a value; undefined for a trap. */
  private thrownBy(value: unknown): Thrown | undefined {
    const known = this.forms.thrownOf(value);
    if (known !== undefined) return known;
    if (isUncatchable(value)) return undefined;
    const thrown = new Thrown(undefined, NO_VALUES);
    thrown.form = value;
    return thrown;
  }

  /**
   * Has the call out of a frame be resumed at the innermost landing pad for an exception.
   * @returns false if the activation has none
   */
  private land(thrown: Thrown, frame: number): boolean {
    const { thread } = this.store;
    const { machine } = thread;
    let fp = thread.stackBase + frame + thread.calledOutFp;
    for (;;) {
      const back = thread.readStack(fp + 8);
      const outer = thread.readStack(fp);
      if (outer <= fp) return false;
      const range = machine.find(back);
      if (range === undefined || 'stub' in range.tables) return false;
      const { handlerSpans } = range.tables;
      if (handlerSpans.length > 0) {
        const head = headAt(handlerSpans, back - range.address);
        if (head !== 0 && this.landIn(thrown, frame, range, head, outer)) return true;
      }
      fp = outer;
    }
  }

  /** Asks the handlers from one on, in the frame at `fp`. */
  private landIn(
    thrown: Thrown,
    frame: number,
    range: CodeRange,
    head: number,
    fp: number,
  ): boolean {
    const { store } = this;
    const { thread } = store;
    if ('stub' in range.tables) return false;
    const { handlers } = range.tables;
    const { tags } = store.references.contextOfFrame(thread.readStack(fp - VMCTX_HOME)) as {
      readonly tags?: readonly Tag[];
    };
    // No more than there are: a table that is damaged may have a circle.
    let left = handlers.length / HANDLER_WORDS;
    for (let next = head; next !== 0 && left > 0; left--) {
      const record = HANDLER_WORDS * (next - 1);
      next = handlers[record + HANDLER_NEXT]!;
      const pad = handlers[record + HANDLER_PAD]!;
      if (pad === NO_PAD) continue;
      const what = handlers[record + HANDLER_WHAT]!;
      const tag = what >> TAG_SHIFT === 0 ? undefined : tags![(what >> TAG_SHIFT) - 1]!;
      const values = tag === undefined ? NO_VALUES : this.valuesFor(thrown, tag);
      if (values === undefined) continue;
      store.references.settleIfDue();
      const place = fp + handlers[record + HANDLER_PLACE]! - thread.stackBase;
      this.hand(thrown, tag, values, what, place, handlers[record + HANDLER_STEP]!);
      thread.writePointer(frame + FRAME_GP, fp);
      thread.writePointer(frame + FRAME_GP + 8, range.address + pad);
      thread.writePointer(frame + FRAME_RESUME, thread.machine.landing);
      return true;
    }
    return false;
  }

  /** The values of an exception that a handler of a tag catches; undefined if it does not. */
  private valuesFor(thrown: Thrown, tag: Tag): readonly KeptValue[] | undefined {
    if (thrown.tag !== undefined) return thrown.tag === tag ? thrown.values : undefined;
    const values = this.forms.valuesOf(thrown.form, tag);
    if (values !== undefined) return values ?? undefined;
    return tag.catchesValues ? [thrown.form as KeptValue] : undefined;
  }

  /** Writes what a handler wants to its slots. */
  private hand(
    thrown: Thrown,
    tag: Tag | undefined,
    values: readonly KeptValue[],
    what: number,
    place: number,
    step: number,
  ): void {
    const { store } = this;
    const { views } = store.thread;
    let at = place;
    const wanted = (what & HANDS_REFERENCE) !== 0;
    const first = (what & REFERENCE_FIRST) !== 0;
    if (wanted && first) {
      putKept(store, views, at, ValType.ExnRef, thrown);
      at += step;
    }
    for (let i = 0; i < values.length; i++) {
      const type = tag!.type.params[i]!;
      // Where slots descend, a vector begins below the word that others are.
      const lowest = type === ValType.V128 && step < 0 ? at - 8 : at;
      putKept(store, views, lowest, type, values[i]!);
      at += step;
    }
    if (wanted && !first) putKept(store, views, at, ValType.ExnRef, thrown);
  }
}

/** By store: a thread has one. */
const known = new WeakMap<Store, Exceptions>();

/** What throws and catches for a store. */
export function exceptionsOf(store: Store): Exceptions {
  let exceptions = known.get(store);
  if (exceptions === undefined) {
    exceptions = new Exceptions(store);
    known.set(store, exceptions);
  }
  return exceptions;
}

/** The number of the first record that holds at a return address, plus 1; 0: none. */
function headAt(spans: Int32Array, back: number): number {
  const behind = firstPair(spans, back);
  return behind === 0 ? 0 : spans[2 * behind - 1]!;
}

const THROW_REF: FuncType = tableOf([[[ValType.ExnRef], []]]).all()[0]!;
