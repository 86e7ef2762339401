import type { Artifact } from '../artifact/artifact.js';
import { isNativeTarget, TABLE, targetNamed } from '../targets/index.js';
import { visible } from '../text/visible.js';
import { TrapKind, trapMessage } from '../wasm/trap-kind.js';
import { ExternKind } from '../wasm/types.js';
import type { Disassembler } from './disassembler.js';
import type { MachineInstruction } from './instruction.js';

export interface ListingOptions {
  /** Shows each instruction's bytes; default true. */
  readonly bytes?: boolean;
  /** Only functions that this accepts. */
  readonly filter?: (index: number, name: string) => boolean;
}

/**
 * The artifact's code as assembly, function by function, a line at a time. Offsets are code offsets;
 * notes after `;;` tell the module offset of the operator that an instruction may trap in or that
 * calls, and what functions are called. Names are made {@link visible}.
 */
export function* listing(
  artifact: Artifact,
  disassembler: Disassembler,
  options: ListingOptions = {},
): Generator<string> {
  const { info, code, funcOffsets } = artifact;
  const names = functionNames(artifact);
  const traps = new SiteCursor(artifact.trapSites);
  const calls = new SiteCursor(artifact.callSites);
  for (let i = 0; i + 1 < funcOffsets.length; i++) {
    const index = info.importedFuncs + i;
    const name = names.get(index) ?? `function ${index}`;
    if (options.filter !== undefined && !options.filter(index, name)) continue;
    const start = funcOffsets[i]!;
    const end = funcOffsets[i + 1]!;
    yield `${start.toString(16).padStart(8, '0')} <${visible(name)}>: function ${index}, ${end - start} bytes`;
    const instructions = withData(disassembler, artifact, start, end);
    const count = withoutPadding(instructions);
    for (const { offset, size, text } of instructions.slice(0, count)) {
      const bytes = code.subarray(offset, offset + size);
      const shown = options.bytes === false ? '' : ` ${hexBytes(bytes).padEnd(30)}`;
      const notes: string[] = [];
      const callee = calledFunction(text, artifact);
      if (callee >= 0) notes.push(`<${visible(names.get(callee) ?? `function ${callee}`)}>`);
      const call = calls.find(offset + 1, offset + size + 1);
      if (call >= 0) notes.push(`call at wasm ${hex(artifact.callSites[call + 1]!)}`);
      const trap = traps.find(offset, offset + size);
      if (trap >= 0) {
        const kind = artifact.trapKinds[trap / 2]! as TrapKind;
        // That of a leaf only tells where its body is: its first instruction is no check.
        const checks = !isNativeTarget(artifact.target) || offset > start;
        if (kind !== TrapKind.CallStackExhausted || checks)
          notes.push(`${trapMessage(kind)} at wasm ${hex(artifact.trapSites[trap + 1]!)}`);
      }
      const note = notes.length === 0 ? '' : ` ;; ${notes.join(', ')}`;
      const line = `${offset.toString(16).padStart(8)}:${shown} ${text}`;
      yield note === '' ? line : `${line.padEnd(64)}${note}`;
    }
    const padding = instructions[count];
    if (padding !== undefined) {
      const { offset } = padding;
      yield `${offset.toString(16).padStart(8)}: (${end - offset} bytes of padding)`;
    }
    yield '';
  }
}

/** Instructions that fill up the space to where the next function starts: x64's, and byte code's. */
const PADDING: readonly string[] = ['int3', 'Nop'];

/** Count of instructions without the padding at the end. */
function withoutPadding(instructions: readonly MachineInstruction[]): number {
  let count = instructions.length;
  while (count > 0 && PADDING.includes(instructions[count - 1]!.text)) count--;
  return count;
}

/**
 * The instructions of a function, and the words of data that they load or jump by: float constants
 * and x64's jump tables, which are recognized by how instructions address them.
 */
function withData(
  disassembler: Disassembler,
  { code, target: machine }: Artifact,
  start: number,
  end: number,
): MachineInstruction[] {
  const sweep = disassembler.disassemble(code, start, end);
  const { native } = targetNamed(machine);
  if (native === undefined) return sweep;
  const { dataLast, addressedData } = native.listing;
  /** Sizes of data by their offsets. */
  const sizes = new Map<number, number>();
  let inData = 0;
  for (const { offset, size, text } of sweep) {
    // What uses data comes before it, so that data is not looked at as instructions.
    const known = sizes.get(offset);
    if (known !== undefined) inData = dataLast ? end : offset + known;
    if (offset < inData) continue;
    const [target, bytes] = addressedData(text, offset + size);
    if (target < offset || target >= end) continue;
    sizes.set(target, bytes);
  }
  if (sizes.size === 0) return sweep;
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const out: MachineInstruction[] = [];
  const offsets = [...sizes.keys()].sort((a, b) => a - b);
  let at = start;
  for (const [i, offset] of offsets.entries()) {
    if (offset < at) continue;
    append(out, disassembler.disassemble(code, at, offset));
    at = offset;
    const size = sizes.get(offset)!;
    // A table reaches to what is known to follow it.
    const next = Math.min(offsets[i + 1] ?? end, end);
    do {
      const bytes = size === TABLE ? 4 : size;
      if (at + bytes > end || (at > offset && view.getUint32(at, true) === PADDING_WORD)) break;
      const word = bytes === 8 ? view.getBigUint64(at, true) : view.getUint32(at, true);
      const directive = bytes === 8 ? '.quad' : '.long';
      out.push({ offset: at, size: bytes, text: `${directive} 0x${word.toString(16)}` });
      at += bytes;
    } while (size === TABLE && at < next);
  }
  append(out, disassembler.disassemble(code, at, end));
  return out;
}

/** Not by spreading: arguments go on the stack, and a function can have a million instructions. */
function append<T>(to: T[], items: readonly T[]): void {
  for (let i = 0; i < items.length; i++) to.push(items[i]!);
}

/** Four bytes of padding, which is no distance in a table. */
const PADDING_WORD = 0xcccccccc;

/** Names of functions: those of the name section, else of exports, else of imports. */
export function functionNames({ info }: Artifact): Map<number, string> {
  const names = new Map(info.names.functions);
  for (const { kind, index, name } of info.exports) {
    if (kind === ExternKind.Function && !names.has(index)) names.set(index, name);
  }
  for (const item of info.imports) {
    if (item.kind === ExternKind.Function && !names.has(item.index)) {
      names.set(item.index, `${item.module}.${item.name}`);
    }
  }
  return names;
}

/** Finds records of ascending offsets, asked for in ascending order. */
class SiteCursor {
  private at = 0;

  constructor(private readonly sites: Int32Array) {}

  /** Index of the first word of a record in `[from, to)`, or -1. */
  find(from: number, to: number): number {
    const { sites } = this;
    while (this.at < sites.length && sites[this.at]! < from) this.at += 2;
    return this.at < sites.length && sites[this.at]! < to ? this.at : -1;
  }
}

/** Index of the function that a direct call or jump goes to the start of, or -1. */
function calledFunction(text: string, { info, funcOffsets }: Artifact): number {
  const match = /^(?:call|jmp|bl|b) #?(?:0x)?([0-9a-f]+)$/.exec(text);
  if (match === null) return -1;
  const target = Number.parseInt(match[1]!, 16);
  let low = 0;
  let high = funcOffsets.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (funcOffsets[middle]! < target) low = middle + 1;
    else high = middle;
  }
  const found = low < funcOffsets.length - 1 && funcOffsets[low] === target;
  return found ? info.importedFuncs + low : -1;
}

function hexBytes(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ');
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
