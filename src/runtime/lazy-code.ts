import type { FunctionCode, FunctionSource } from '../artifact/function-source.js';
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
    const { starts } = this;
    // The end of the code before is not told apart from its start.
    if (starts.length > 0) starts.length--;
    starts.pushPair(start, end);
    this.indices.push(index);
    addSites(this.traps, sites.trapSites, start);
    addSites(this.calls, sites.callSites, start);
    for (let i = 0; i < sites.trapKinds.length; i++) this.kinds.push(sites.trapKinds[i]!);
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

/** Adds pairs of a code offset and something else, from where the code lies. */
function addSites(to: IntList, pairs: Int32Array, start: number): void {
  for (let i = 0; i < pairs.length; i += 2) to.pushPair(start + pairs[i]!, pairs[i + 1]!);
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
    if (known !== NOWHERE) return known;
    const { addresses, source } = this;
    let room = this.rooms.at(-1)!;
    const placeOf = (callee: number): number => {
      const { range, entryAt, used } = room;
      const to = callee - importedFuncs;
      if (to === number) return 0;
      const offset = addresses[to]! - range.address;
      return (offset > 0 && offset < range.length ? offset : entryAt(to)) - used;
    };
    let made = source.compile(index, placeOf);
    if (room.used + made.code.length > room.range.length) {
      room = this.addRoom(Math.max(source.bodyBytes, made.code.length));
      made = source.compile(index, placeOf);
    }
    const { code } = made;
    const start = room.used;
    const end = start + code.length;
    room.put(start, code);
    room.tables.add(index, start, end, made);
    room.used = (end + ALIGN - 1) & -ALIGN;
    const address = room.range.address + start;
    addresses[number] = address;
    for (const { aim } of this.rooms) aim(number, address);
    return address;
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
