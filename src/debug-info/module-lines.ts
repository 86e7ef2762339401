import type { ModuleInfo } from '../module/module-info.js';
import { IntList } from '../util/int-list.js';
import { encodeUtf8 } from '../util/utf8.js';
import { ByteCursor, MalformedDwarf } from './byte-cursor.js';
import { type DwarfTexts, readNumberForm, readTextForm } from './forms.js';
import type { DebugRecord } from './record.js';
import { ROW_WORDS, type SourceRows } from './source-rows.js';
import { readUnitFolders } from './unit-folders.js';

// The lines that a module tells of itself: `.debug_line` in a custom section, DWARF 2 to 5. Addresses there are
// offsets in the contents of the code section. A module's author can write anything, so all is bounded by
// the size of the section: each row takes a byte at least.

/** Files of all units together, and bytes of their paths; rows of others have no line. */
const MOST_FILES = 1 << 16;
const MOST_PATH_BYTES = 1 << 24;
/** Entries in tables of files and folders of all units together. */
const MOST_ENTRIES = 1 << 18;
const MOST_ROWS = 1 << 24;
const MAX_NAME = 4096;
const MAX_LINE = 0x7fff_ffff;
/** Content of an entry of files and folders. */
const CONTENT_PATH = 1;
const CONTENT_FOLDER = 2;

const NO_BYTES = new Uint8Array(0);

/** Rows of one unit after the other, each with a word more: 1 ends a sequence. */
const RAW_WORDS = ROW_WORDS + 1;

/**
 * Reads where a module's operators come from, by its own `.debug_line`.
 *
 * @param note is told why a part was left out
 * @returns undefined where nothing is known of any function
 */
export function readModuleLines(
  info: ModuleInfo,
  record: DebugRecord,
  note: (text: string) => void,
): SourceRows | undefined {
  const section = (name: string): Uint8Array =>
    info.customSectionsNamed(encodeUtf8(name))[0]?.bytes ?? NO_BYTES;
  const bytes = section('.debug_line');
  if (bytes.length === 0) return undefined;
  const texts = { str: section('.debug_str'), lineStr: section('.debug_line_str') };
  const folders = readUnitFolders(section('.debug_info'), section('.debug_abbrev'), texts);
  const reader = new LineReader(texts, folders);
  try {
    for (const all = new ByteCursor(bytes); all.left > 0; ) {
      const at = all.pos;
      const size = all.u32();
      const start = all.skip(size);
      reader.unit(new ByteCursor(bytes, start, start + size), at);
    }
  } catch (error) {
    if (!(error instanceof MalformedDwarf)) throw error;
    note(`the module's .debug_line is malformed and read in part: ${error.message}`);
  }
  const rows = sortedRows(reader.rows, record);
  if (rows.length === 0) return undefined;
  return { files: reader.files, folder: reader.folder, rows, functionLines: undefined };
}

class LineReader {
  readonly rows = new IntList(1 << 10);
  readonly files: string[] = [];
  /** The folder of the first unit. */
  folder = '';
  private readonly known = new Map<string, number>();
  private pathBytes = 0;
  private entriesLeft = MOST_ENTRIES;

  constructor(
    private readonly texts: DwarfTexts,
    private readonly folders: ReadonlyMap<number, string>,
  ) {}

  /** Reads one unit. @param at its offset, by which others name it */
  unit(r: ByteCursor, at: number): void {
    const version = r.u16();
    if (version < 2 || version > 5) throw new MalformedDwarf(`version ${version} is not known`);
    if (version === 5) r.skip(2);
    const headerSize = r.u32();
    const program = r.pos + headerSize;
    if (program > r.end) throw new MalformedDwarf('it ends in a header');
    const unitBytes = r.u8();
    if (version >= 4) r.u8();
    r.u8();
    const lineBase = r.s8();
    const lineRange = r.u8();
    const opcodeBase = r.u8();
    if (lineRange === 0 || opcodeBase === 0) throw new MalformedDwarf('it divides by zero');
    const lengths = r.bytes.subarray(r.skip(opcodeBase - 1), r.pos);
    const folder = this.folders.get(at) ?? '';
    const files = version === 5 ? this.newFiles(r, folder) : this.oldFiles(r, folder);
    r.pos = Math.max(program, r.pos);
    this.program(r, { unitBytes, lineBase, lineRange, opcodeBase, lengths, files });
  }

  /** Up to version 4, where folder 0 is that of the unit, and files count from 1. */
  private oldFiles(r: ByteCursor, folder: string): Int32Array {
    const folders = [folder];
    if (this.folder === '') this.folder = folder;
    for (let name = r.text(MAX_NAME); name !== ''; name = r.text(MAX_NAME)) {
      this.countEntry();
      folders.push(joined(folder, name));
    }
    const files = new IntList(16);
    files.push(-1);
    for (let name = r.text(MAX_NAME); name !== ''; name = r.text(MAX_NAME)) {
      this.countEntry();
      const home = folders[r.uleb()] ?? folder;
      r.uleb();
      r.uleb();
      files.push(this.file(joined(home, name)));
    }
    return files.toArray();
  }

  private newFiles(r: ByteCursor, folder: string): Int32Array {
    const folders: string[] = [];
    this.entries(r, (path) => {
      folders.push(joined(folders[0] ?? folder, path));
    });
    if (this.folder === '') this.folder = folders[0] ?? '';
    const files = new IntList(16);
    this.entries(r, (path, home) => {
      files.push(this.file(joined(folders[home] ?? folder, path)));
    });
    return files.toArray();
  }

  /** Goes through the entries of a table of files or folders of version 5. */
  private entries(r: ByteCursor, visit: (path: string, folder: number) => void): void {
    const formats: number[] = [];
    for (let n = 2 * r.u8(); n > 0; n--) formats.push(r.uleb());
    const count = r.uleb();
    if (count > r.left) throw new MalformedDwarf('it has more files than bytes');
    for (let i = 0; i < count; i++) {
      this.countEntry();
      let path = '';
      let folder = 0;
      for (let f = 0; f < formats.length; f += 2) {
        const form = formats[f + 1]!;
        if (formats[f] === CONTENT_PATH) path = readTextForm(r, form, 4, this.texts) ?? '';
        else if (formats[f] === CONTENT_FOLDER) folder = readNumberForm(r, form);
        else readTextForm(r, form, 4, this.texts);
      }
      visit(path, folder);
    }
  }

  private countEntry(): void {
    if (--this.entriesLeft < 0) throw new MalformedDwarf('it has too many files');
  }

  /** The number of a file, or -1 where there are too many. */
  private file(path: string): number {
    const known = this.known.get(path);
    if (known !== undefined) return known;
    this.pathBytes += path.length;
    if (this.files.length >= MOST_FILES || this.pathBytes > MOST_PATH_BYTES) return -1;
    this.known.set(path, this.files.length);
    return this.files.push(path) - 1;
  }

  private program(r: ByteCursor, header: Header): void {
    const { unitBytes, lineBase, lineRange, opcodeBase, lengths, files } = header;
    let address = 0;
    let file = 1;
    let line = 1;
    let column = 0;
    const advance = (units: number): void => {
      address = (address + units * unitBytes) % 2 ** 32;
    };
    const row = (end: number): void => {
      const number = files[file] ?? -1;
      const { rows } = this;
      if (rows.length >= MOST_ROWS * RAW_WORDS) throw new MalformedDwarf('it has too many rows');
      rows.pushPair(address | 0, Math.max(0, number));
      rows.pushPair(number < 0 || end === 1 ? 0 : line, column);
      rows.push(end);
    };
    const addLines = (lines: number): void => {
      line = Math.min(MAX_LINE, Math.max(0, line + lines));
    };
    while (r.left > 0) {
      const op = r.u8();
      if (op >= opcodeBase) {
        const special = op - opcodeBase;
        advance(Math.floor(special / lineRange));
        addLines(lineBase + (special % lineRange));
        row(0);
        continue;
      }
      switch (op) {
        case 0: {
          const size = r.uleb();
          const start = r.skip(size);
          if (size === 0) break;
          const extended = new ByteCursor(r.bytes, start, start + size);
          switch (extended.u8()) {
            case 1:
              row(1);
              address = 0;
              file = 1;
              line = 1;
              column = 0;
              break;
            case 2:
              address = extended.u32();
              break;
          }
          break;
        }
        case 1:
          row(0);
          break;
        case 2:
          advance(r.uleb());
          break;
        case 3:
          addLines(r.sleb());
          break;
        case 4:
          file = r.uleb();
          break;
        case 5:
          column = Math.min(r.uleb(), MAX_LINE);
          break;
        case 8:
          advance(Math.floor((255 - opcodeBase) / lineRange));
          break;
        case 9:
          address = (address + r.u16()) % 2 ** 32;
          break;
        default:
          for (let n = lengths[op - 1]!; n > 0; n--) r.uleb();
      }
    }
  }
}

interface Header {
  readonly unitBytes: number;
  readonly lineBase: number;
  readonly lineRange: number;
  readonly opcodeBase: number;
  readonly lengths: Uint8Array;
  /** Number of each file of the unit. */
  readonly files: Int32Array;
}

/** A path, from a folder unless it is absolute. */
function joined(folder: string, path: string): string {
  if (folder === '' || /^([/\\]|[A-Za-z]:[/\\])/.test(path)) return path;
  return `${folder}/${path}`.slice(0, 2 * MAX_NAME);
}

/**
 * Rows in the order of the code: whole sequences, by where they start. One that is outside of the code, as those of
 * functions that a linker has dropped, or that overlaps another is left out.
 */
function sortedRows(raw: IntList, { bodies, firstBodyAt, codeSectionAt }: DebugRecord): Int32Array {
  const { data, length } = raw;
  const first = firstBodyAt - codeSectionAt;
  const end = first + bodies.length;
  const sequences: number[] = [];
  for (let at = 0; at < length; ) {
    const start = at;
    let ascending = true;
    let before = data[at]!;
    for (;;) {
      ascending &&= data[at]! >= before;
      before = data[at]!;
      at += RAW_WORDS;
      if (at >= length || data[at - 1] === 1) break;
    }
    const inside = data[start]! >= first && before <= end;
    if (ascending && inside && data[at - 1] === 1) sequences.push(start);
  }
  sequences.sort((a, b) => data[a]! - data[b]! || a - b);
  const rows = new IntList(1 << 10);
  let behind = -1;
  for (const start of sequences) {
    if (data[start]! < behind) continue;
    for (let at = start; ; at += RAW_WORDS) {
      rows.pushPair(codeSectionAt + data[at]!, data[at + 1]!);
      rows.pushPair(data[at + 2]!, data[at + 3]!);
      behind = data[at]!;
      if (data[at + 4] === 1) break;
    }
  }
  return rows.toArray();
}
