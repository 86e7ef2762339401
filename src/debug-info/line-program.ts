import type { DebugRecord } from './record.js';
import { FUNCTION_WORDS } from './record.js';
import { Relocate, Section, type SectionPart, SectionWriter } from './section.js';
import { ROW_WORDS, type SourceRows } from './source-rows.js';

/** Line number instructions (DWARF 4, section 7.21). */
const enum Lns {
  Copy = 1,
  AdvancePc = 2,
  AdvanceLine = 3,
  SetFile = 4,
  SetColumn = 5,
  SetPrologueEnd = 10,
}
const enum Lne {
  EndSequence = 1,
  SetAddress = 2,
}

const VERSION = 4;
const LINE_BASE = -5;
const LINE_RANGE = 14;
/** Arguments of the standard instructions, by number from 1. */
const ARGUMENTS = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0, 0, 1];
const OPCODE_BASE = ARGUMENTS.length + 1;

/** What is known of code: where functions are and what traps where. */
export interface CodePlaces {
  readonly funcOffsets: Uint32Array;
  readonly trapSites: Int32Array;
}

/** A line table, and where functions begin in the source. */
export interface LineProgram {
  readonly section: SectionPart;
  /** Of each defined function: file, counted from 1, and line; 0, 0 where nobody knows. */
  readonly declarations: Int32Array;
}

/** Writes the line table of a module's code, in one sequence, as DWARF 4. */
export function writeLineProgram(
  code: CodePlaces,
  record: DebugRecord,
  source: SourceRows,
): LineProgram {
  return new LineWriter(code, record, source).write();
}

class LineWriter {
  private readonly out = new SectionWriter(1 << 14);
  private readonly declarations: Int32Array;
  private address = 0;
  private file = 1;
  private line = 1;
  private column = 0;
  /** Index of the source row that holds at the operator looked up last. */
  private row = 0;

  constructor(
    private readonly code: CodePlaces,
    private readonly record: DebugRecord,
    private readonly source: SourceRows,
  ) {
    this.declarations = new Int32Array(2 * (code.funcOffsets.length - 1));
  }

  write(): LineProgram {
    const { out } = this;
    this.header();
    out.u8(0);
    out.uleb(9);
    out.u8(Lne.SetAddress);
    out.relocated(Relocate.Absolute64, Section.Text, 0);
    for (let i = 0, next = 0; i < this.code.funcOffsets.length - 1; i++) next = this.func(i, next);
    this.advance(this.code.funcOffsets.at(-1)!);
    out.u8(0);
    out.uleb(1);
    out.u8(Lne.EndSequence);
    out.patch32(0, out.pos - 4);
    return { section: out.finish(), declarations: this.declarations };
  }

  private header(): void {
    const { out, source } = this;
    out.u32(0);
    out.u16(VERSION);
    const lengthAt = out.pos;
    out.u32(0);
    out.u8(1);
    out.u8(1);
    out.u8(1);
    out.u8(LINE_BASE & 0xff);
    out.u8(LINE_RANGE);
    out.u8(OPCODE_BASE);
    out.raw(ARGUMENTS);
    // No folders but that of the unit.
    out.u8(0);
    for (const file of source.files) {
      out.text(file);
      out.raw([0, 0, 0]);
    }
    out.u8(0);
    out.patch32(lengthAt, out.pos - lengthAt - 4);
  }

  /** @param from index of its first operator; returns that of the next function */
  private func(index: number, from: number): number {
    const { code, record, source } = this;
    const { operators, functions } = record;
    const start = code.funcOffsets[index]!;
    const end = code.funcOffsets[index + 1]!;
    const bodyEnd = functions[FUNCTION_WORDS * index]!;
    const ownLine = source.functionLines?.[index];
    if (ownLine !== undefined) this.rowAt(start, 1, ownLine, 0, false);
    else this.operatorRow(start, functions[FUNCTION_WORDS * index + 4]!, false);
    this.declarations[2 * index] = this.line === 0 ? 0 : this.file;
    this.declarations[2 * index + 1] = this.line;
    let i = from;
    for (; i < operators.length && operators[i]! < bodyEnd; i += 2) {
      this.operatorRow(operators[i]!, operators[i + 1]!, i === from);
    }
    if (bodyEnd < end) this.stubRows(bodyEnd, end);
    return i;
  }

  /** Rows of the traps behind a body; what lies before the first of them belongs to the function's entry. */
  private stubRows(bodyEnd: number, end: number): void {
    const { trapSites } = this.code;
    let low = 0;
    for (let high = trapSites.length >> 1; low < high; ) {
      const middle = (low + high) >> 1;
      if (trapSites[2 * middle]! < bodyEnd) low = middle + 1;
      else high = middle;
    }
    const back = this.row;
    for (let i = 2 * low; i < trapSites.length && trapSites[i]! < end; i += 2) {
      this.operatorRow(trapSites[i]!, trapSites[i + 1]!, false);
    }
    this.row = Math.max(back, this.row);
  }

  /** The row of the code of an operator, unless it is the same as before. */
  private operatorRow(at: number, moduleOffset: number, behindPrologue: boolean): void {
    const row = this.find(moduleOffset);
    const { rows } = this.source;
    if (row < 0) {
      this.rowAt(at, 1, 0, 0, behindPrologue);
      return;
    }
    this.rowAt(at, rows[row + 1]! + 1, rows[row + 2]!, rows[row + 3]!, behindPrologue);
  }

  /** Index of the first word of the row that holds at a module offset, or -1. Most often it is near the one before. */
  private find(moduleOffset: number): number {
    const { rows } = this.source;
    if (rows.length === 0 || rows[0]! > moduleOffset) return -1;
    let row = this.row;
    if (rows[row]! > moduleOffset) {
      let low = 0;
      for (let high = row / ROW_WORDS; low + 1 < high; ) {
        const middle = (low + high) >> 1;
        if (rows[ROW_WORDS * middle]! <= moduleOffset) low = middle;
        else high = middle;
      }
      row = ROW_WORDS * low;
    }
    while (row + ROW_WORDS < rows.length && rows[row + ROW_WORDS]! <= moduleOffset)
      row += ROW_WORDS;
    this.row = row;
    return row;
  }

  private rowAt(at: number, file: number, line: number, column: number, mark: boolean): void {
    const { out } = this;
    const same = file === this.file && line === this.line && column === this.column;
    if (same && !mark && at !== 0) return;
    if (file !== this.file) {
      out.u8(Lns.SetFile);
      out.uleb(file);
      this.file = file;
    }
    if (column !== this.column) {
      out.u8(Lns.SetColumn);
      out.uleb(column);
      this.column = column;
    }
    if (mark) out.u8(Lns.SetPrologueEnd);
    const lines = line - this.line;
    const bytes = at - this.address;
    const special = lines - LINE_BASE + LINE_RANGE * bytes + OPCODE_BASE;
    if (lines >= LINE_BASE && lines < LINE_BASE + LINE_RANGE && special <= 255) {
      out.u8(special);
    } else {
      if (lines !== 0) {
        out.u8(Lns.AdvanceLine);
        out.sleb(lines);
      }
      this.advance(at);
      out.u8(Lns.Copy);
    }
    this.address = at;
    this.line = line;
  }

  private advance(to: number): void {
    if (to === this.address) return;
    this.out.u8(Lns.AdvancePc);
    this.out.uleb(to - this.address);
    this.address = to;
  }
}
