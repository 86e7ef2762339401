/**
 * Debug and unwind information as bytes of sections with relocations, for whoever writes files.
 */

import type { ModuleInfo } from '../module/module-info.js';
import { isNativeTarget, type TargetName } from '../targets/index.js';
import { ExternKind } from '../wasm/types.js';
import { writeLineProgram } from './line-program.js';
import { readLocalNames } from './local-names.js';
import { readModuleLines } from './module-lines.js';
import { type ModuleText, writeModuleText } from './module-text.js';
import type { DebugRecord } from './record.js';
import { Section, type SectionPart } from './section.js';
import { ROW_WORDS, type SourceRows } from './source-rows.js';
import { writeUnit } from './units.js';

export { type EhFrame, EhFrameWriter, makeEhFrame, makeEhFrameHeader } from './eh-frame.js';
export type { DebugRecord } from './record.js';
export { RELOCATION_WORDS, Relocate, Section, type SectionPart } from './section.js';

/** What debug information is made of. */
export interface DebugInput {
  readonly target: TargetName;
  readonly info: ModuleInfo;
  readonly funcOffsets: Uint32Array;
  readonly trapSites: Int32Array;
  readonly debug: DebugRecord;
}

export interface DebugOptions {
  /** Folder that names of files start from: an absolute path. */
  readonly folder: string;
  /** Name of the file that {@link DebugSections.text} is going to be written to. */
  readonly textName: string;
  readonly producer: string;
  /** The symbol of a function by its index and its name in the name section. */
  symbolName(name: string | undefined, index: number): string;
}

export interface DebugSections {
  /** By what the relocations call them. */
  readonly sections: ReadonlyMap<Section, SectionPart>;
  /** The source that lines are of, to be written to a file; undefined where the module tells its own. */
  readonly text: Uint8Array | undefined;
  /** What is wrong with the module's own debug information. */
  readonly notes: readonly string[];
}

/**
 * Makes the DWARF of a module's code.
 *
 * @throws RangeError for a target whose code no processor runs
 */
export function makeDebugSections(input: DebugInput, options: DebugOptions): DebugSections {
  const { target, info, funcOffsets, debug } = input;
  if (!isNativeTarget(target)) throw new RangeError(`no debug information for ${target}`);
  const notes: string[] = [];
  const own = readModuleLines(info, debug, (note) => notes.push(note));
  const text = own === undefined ? writeModuleText(info, debug) : undefined;
  const source = own ?? rowsOfText(text!, options);
  const { section, declarations } = writeLineProgram(input, debug, source);
  const exported = exportedFunctions(info);
  const unit = writeUnit({
    target,
    info,
    funcOffsets,
    record: debug,
    name: source.files[0] ?? options.textName,
    folder: source.folder,
    producer: options.producer,
    declarations,
    localNames: readLocalNames(info),
    functionName: (index) =>
      info.names.functions.get(index) ??
      exported.get(index) ??
      options.symbolName(undefined, index),
    symbolName: (index) => {
      const name = info.names.functions.get(index);
      return name === undefined ? undefined : options.symbolName(name, index);
    },
  });
  const sections = new Map([
    [Section.DebugInfo, unit.info],
    [Section.DebugAbbrev, unit.abbrev],
    [Section.DebugLine, section],
    [Section.DebugLoc, unit.loc],
  ]);
  return { sections, text: text?.bytes, notes };
}

/** Each operator of the text is a line. */
function rowsOfText(
  { operatorLines, functionLines }: ModuleText,
  options: DebugOptions,
): SourceRows {
  const rows = new Int32Array((operatorLines.length / 2) * ROW_WORDS);
  for (let i = 0, at = 0; i < operatorLines.length; i += 2, at += ROW_WORDS) {
    rows[at] = operatorLines[i]!;
    rows[at + 2] = operatorLines[i + 1]!;
  }
  return { files: [options.textName], folder: options.folder, rows, functionLines };
}

/** The first name that each function is exported by. */
function exportedFunctions(info: ModuleInfo): Map<number, string> {
  const names = new Map<number, string>();
  for (const { kind, index, name } of info.exports) {
    if (kind === ExternKind.Function && !names.has(index)) names.set(index, name);
  }
  return names;
}
