import type { FunctionCode, FunctionSource } from '../artifact/function-source.js';
import { HandlerTable } from '../masm/handlers.js';
import type { ModuleInfo } from '../module/module-info.js';
import { IntList } from '../util/int-list.js';
import type { CodeRange, CodeTables } from './code-ranges.js';
import type { FunctionRoom, Machine } from './platform.js';

const ALIGN = 16;
/** Not compiled yet. */
const NOWHERE = -1;

/** Explains the code of a room; functions lie there in the order in which they were compiled. */
class LazyTables implements CodeTables {
  private readonly starts = new IntList();
  private readonly indices = new IntList();
  private readonly traps = new IntList();
  private readonly kinds = new IntList();
  private readonly calls = new IntList();
  private readonly exceptions = new HandlerTable();
  /** Lengths of the lists when the last function was in all of them: execution may be ended while one is added. */
  private whole = { starts: 0, indices: 0, traps: 0, kinds: 0, calls: 0 };
  private wholeExceptions: readonly [number, number] = [0, 0];

  constructor(
    readonly info: ModuleInfo,
    private readonly source: FunctionSource,
  ) {}

  /** With the code, which is not looked at where this is. */
  get moduleBytes(): Uint8Array {
    return this.source.bytes;
  }

  /** Adds the code of a function, behind all others. */
  add(index: number, start: number, end: number, sites: FunctionCode): void {
    const { calls, exceptions, indices, kinds, starts, traps, whole } = this;
    // The end of the code before is not told apart from its start.
    starts.length = Math.max(0, whole.starts - 1);
    indices.length = whole.indices;
    traps.length = whole.traps;
    kinds.length = whole.kinds;
    calls.length = whole.calls;
    exceptions.cutTo(this.wholeExceptions);
    starts.pushPair(start, end);
    indices.push(index);
    traps.addPairs(sites.trapSites, start);
    calls.addPairs(sites.callSites, start);
    exceptions.append(sites, start);
    for (let i = 0; i < sites.trapKinds.length; i++) kinds.push(sites.trapKinds[i]!);
    this.whole = {
      starts: starts.length,
      indices: indices.length,
      traps: traps.length,
      kinds: kinds.length,
      calls: calls.length,
    };
    this.wholeExceptions = exceptions.lengths;
  }

  get funcOffsets(): Uint32Array {
    return new Uint32Array(this.starts.data.buffer, 0, this.starts.length);
  }

  get order(): Int32Array {
    return words(this.indices);
  }

  get trapSites(): Int32Array {
    return words(this.traps);
  }

  get trapKinds(): Uint8Array {
    return Uint8Array.from(words(this.kinds));
  }

  get callSites(): Int32Array {
    return words(this.calls);
  }

  get handlers(): Int32Array {
    return this.exceptions.view().handlers;
  }

  get handlerSpans(): Int32Array {
    return this.exceptions.view().handlerSpans;
  }

  get checksum(): number {
    return this.source.checksum;
  }

  bodyOffset(index: number): number {
    return this.source.bodyOffset(index);
  }
}

function words(list: IntList): Int32Array {
  return list.data.subarray(0, list.length);
}

interface Room extends FunctionRoom {
  readonly tables: LazyTables;
  /** Offset behind the last code. */
  used: number;
}

/**
 * A module's code in a thread's executable memory, a function when it is called first. Who calls or refers to a function before has an
 * entry of it, which goes on leading to it.
 */
export class LazyCode {
  private readonly rooms: Room[] = [];
  private readonly count: number;
  /** Some function that is compiled catches exceptions. */
  catches = false;
  /** By number of the function in the module: its address, or {@link NOWHERE}. */
  private readonly addresses: Float64Array;

  constructor(
    private readonly makeRoom: NonNullable<Machine['functionRoom']>,
    private readonly source: FunctionSource,
    private readonly info: ModuleInfo,
    /** All ranges that it has are put here. */
    private readonly ranges: CodeRange[],
  ) {
    this.count = info.funcTypes.length - info.importedFuncs;
    this.addresses = new Float64Array(this.count).fill(NOWHERE);
    this.addRoom(source.bodyBytes);
  }

  /** Where a function of the module is called; right for ever. */
  addressOf(index: number): number {
    const number = index - this.info.importedFuncs;
    const address = this.addresses[number]!;
    if (address !== NOWHERE) return address;
    const { range, entryAt } = this.rooms[0]!;
    return range.address + entryAt(number);
  }

  /**
   * Compiles a function, unless it is compiled.
   *
   * @returns its address
   * @throws RangeError without memory, or without room on JavaScript's stack
   */
  compile(index: number): number {
    const { importedFuncs } = this.info;
    const number = index - importedFuncs;
    const known = this.addresses[number]!;
    if (known !== NOWHERE) {
      // Execution was ended before all entries led to it.
      this.aim(number, known);
      return known;
    }
    const { addresses, source } = this;
    let room = this.rooms.at(-1)!;
    const placeOf = (callee: number): number => {
      const { range, entryAt, used } = room;
      const to = callee - importedFuncs;
      if (to === number) return 0;
      const offset = addresses[to]! - range.address;
      return (offset > 0 && offset < range.length ? offset : entryAt(to)) - used;
    };
    const fits = ({ code }: FunctionCode): boolean => room.used + code.length <= room.range.length;
    let made = source.compile(index, placeOf);
    if (!fits(made)) {
      room = this.addRoom(Math.max(source.bodyBytes, made.code.length));
      made = source.compile(index, placeOf);
      // More than a room can have, because branches reach no further.
      if (!fits(made)) throw new RangeError(`out of memory: machine code of function ${index}`);
    }
    const { code } = made;
    const start = room.used;
    const end = start + code.length;
    const address = room.range.address + start;
    room.put(start, code);
    if (made.handlerSpans.length > 0) this.catches = true;
    room.tables.add(index, start, end, made);
    // No function is called in between: where one is, execution may be ended.
    room.used = (end + ALIGN - 1) & -ALIGN;
    addresses[number] = address;
    this.aim(number, address);
    return address;
  }

  /** Has all entries of a function lead to it. */
  private aim(number: number, address: number): void {
    for (const { aim } of this.rooms) aim(number, address);
  }

  private addRoom(bytes: number): Room {
    const { info, source } = this;
    const tables = new LazyTables(info, source);
    const made = this.makeRoom(this.count, info.importedFuncs, bytes, tables);
    const room = { ...made, tables, used: made.first };
    this.rooms.push(room);
    this.ranges.push(room.range);
    this.addresses.forEach((address, number) => {
      if (address !== NOWHERE) room.aim(number, address);
    });
    return room;
  }
}
