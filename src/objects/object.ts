import { STRUCT_CODE, STRUCT_VMCTX } from '../abi/vmctx-layout.js';
import type { Artifact } from '../artifact/artifact.js';
import { addDebugParts, type DebugParts } from '../artifact/elf/debug-sections.js';
import { ElfContents, type SectionId, type SymbolId, writeObject } from '../artifact/elf/index.js';
import { writeMachO } from '../artifact/macho/index.js';
import type { EhFrame } from '../debug-info/eh-frame.js';
import { RELOCATION_WORDS } from '../debug-info/section.js';
import { targetNamed } from '../targets/index.js';
import { ExternKind } from '../wasm/types.js';
import { ValType } from '../wasm/value-types.js';
import { CCode } from './c-code.js';
import { type CExport, type CInterface, noExceptions, ObjectError } from './c-interface.js';
import { DataImage, type PointerTarget } from './data-image.js';
import { type CodePlaces, describeModule } from './describe.js';
import { InstanceLayout } from './instance-layout.js';
import { objectEhFrame } from './unwinding.js';
import { importLimits } from './wasm2c-header.js';

/** Systems that objects are made for: what their linkers read, and how C passes arguments there. */
export type ObjectSystem = 'linux' | 'macos';

/** Bytes of `struct winch_module_state`. */
const STATE_SIZE = 32;
const CODE_ALIGN = 64;
const DATA_ALIGN = 16;

/**
 * Makes a relocatable object of a compiled module: its code, entries for C, and a description for the run time
 * in `c/`. It needs nothing else to be linked.
 *
 * @param debug for debuggers; see `makeDebugSections`
 * @throws ObjectError when the module cannot be an object
 */
export function makeObject(
  artifact: Artifact,
  c: CInterface,
  debug?: DebugParts,
  system: ObjectSystem = 'linux',
): Uint8Array {
  const { info } = artifact;
  if (c.abi === 'wasm2c' && artifact.bounds === 'explicit') {
    throw new ObjectError(
      "wasm2c's interface needs guard pages: programs may grow memories, which compiled code does not see",
    );
  }
  if (usesExceptions(artifact)) throw noExceptions();
  const { elf: elfMachine, native } = targetNamed(artifact.target);
  if (native === undefined)
    throw new ObjectError(`objects are of machine code, not for ${artifact.target}`);
  const layout = new InstanceLayout(info, artifact.tableForm);
  const start = (artifact.code.length + 15) & ~15;
  const macos = system === 'macos';
  const machine = native.makeStubMachine(1 << 14);
  const packsStack = macos && native.macho.packsStack;
  const code = new CCode(machine, info.typeTable, start, layout.tail, packsStack);
  const entries = new Entries(artifact, code);
  const exported = c.exports.map((item) => exportCode(c, item, layout, entries, code));
  const places = codePlaces(c, layout, entries, code);
  const module = c.names.own(c.name, 'module');
  const imports = c.modules.length;
  const runTime = c.abi === 'native' ? 'winch' : 'winch_w2c';
  const own = [
    {
      name: c.names.own(c.name, 'instantiate'),
      at: code.instantiate(`${runTime}_instantiate`, module, imports),
    },
    { name: c.names.own(c.name, 'free'), at: code.alias(`${runTime}_free`) },
  ];
  code.finish();

  const gap = native.stubs.gapByte;
  const text = new Uint8Array(start + code.bytes.length).fill(gap, artifact.code.length, start);
  text.set(artifact.code);
  text.set(code.bytes, start);
  const constants = new DataImage();
  const data = new DataImage();
  const sized = { ...places, size: text.length };
  const moduleAt = describeModule(c, artifact, layout, sized, constants, data);

  const elf = new ElfContents(elfMachine);
  const sections = {
    code: elf.addSection({ name: '.text', bytes: text, use: 'code', align: CODE_ALIGN }),
    constants: elf.addSection({
      name: '.rodata',
      bytes: constants.bytes,
      use: 'read-only',
      align: DATA_ALIGN,
    }),
    data: elf.addSection({
      name: '.data.rel.ro',
      bytes: data.bytes,
      use: 'data',
      align: DATA_ALIGN,
    }),
    state: elf.addSection({ name: '.bss', size: STATE_SIZE, use: 'data', align: DATA_ALIGN }),
  };
  addEhFrame(elf, objectEhFrame(artifact, code.frames, start), sections.code);
  addFunctionNames(elf, artifact, sections.code);
  if (debug !== undefined) addDebugParts(elf, sections.code, debug);
  const defined = new Map<string, SymbolId>();
  const define = (name: string, section: 'code' | 'constants' | 'data', value: number): void => {
    const kind = section === 'code' ? 'function' : 'object';
    const symbol = elf.addSymbol({ name, section: sections[section], value, kind });
    defined.set(name, symbol);
  };
  const limits = c.abi === 'wasm2c' ? importLimits(c, constants) : [];
  for (const { name, at } of limits) define(name, 'constants', at);
  define(module, 'data', moduleAt);
  for (const { name, at } of own) define(name, 'code', at);
  for (const [i, { symbol }] of c.exports.entries()) define(symbol, 'code', exported[i]!);
  const symbolOf = (target: PointerTarget): SymbolId => {
    if (typeof target === 'string') return elf.sectionSymbol(sections[target]);
    let symbol = defined.get(target.symbol);
    if (symbol === undefined) {
      symbol = elf.addSymbol({ name: target.symbol });
      defined.set(target.symbol, symbol);
    }
    return symbol;
  };
  for (const { offset, kind, symbol, addend } of code.references) {
    const at = start + offset;
    if (symbol !== module) elf.addRelocation(sections.code, at, kind, symbolOf({ symbol }), addend);
    else {
      // Not by its name: in a shared object that can be replaced, and then it has no fixed distance.
      const data = elf.sectionSymbol(sections.data);
      elf.addRelocation(sections.code, at, kind, data, moduleAt + addend);
    }
  }
  for (const { offset, target: to, addend } of data.pointers) {
    elf.addRelocation(sections.data, offset, 'abs64', symbolOf(to), addend);
  }
  return macos ? writeMachO(elf, native.macho) : writeObject(elf);
}

/** The C entries of functions that the module defines, each made once. */
class Entries {
  private readonly made = new Map<number, number>();

  constructor(
    private readonly artifact: Artifact,
    private readonly code: CCode,
  ) {}

  /** Offset in the section. @param index of a function of the module's own */
  of(index: number): number {
    let entry = this.made.get(index);
    if (entry === undefined) {
      const { funcOffsets, info } = this.artifact;
      const offset = funcOffsets[index - info.importedFuncs]!;
      entry = this.code.entry(info.funcTypes[index]!, offset);
      this.made.set(index, entry);
    }
    return entry;
  }
}

function exportCode(
  { imports, info }: CInterface,
  { index, kind }: CExport,
  layout: InstanceLayout,
  entries: Entries,
  code: CCode,
): number {
  switch (kind) {
    case ExternKind.Function: {
      if (index >= info.importedFuncs) return entries.of(index);
      const source = imports.find(({ item }) => item.kind === kind && item.index === index)!;
      const context = layout.vmctx.importedFunc(index) + 8;
      return code.forward(info.funcTypes[index]!, source.symbol, context);
    }
    case ExternKind.Memory:
      return code.accessor(layout.memoryPointer(index), true);
    case ExternKind.Table:
      return code.accessor(layout.tablePointer(index), true);
    case ExternKind.Global:
      return code.accessor(layout.vmctx.global(index), index < info.importedGlobals);
    case ExternKind.Tag:
      throw noExceptions();
  }
}

/** Whether there is anything of exceptions in a module. */
function usesExceptions({ handlers, info }: Artifact): boolean {
  const isExn = (type: ValType): boolean => type === ValType.ExnRef;
  return (
    handlers.length > 0 ||
    info.tags.length > 0 ||
    info.tables.some(({ elemType }) => isExn(elemType)) ||
    info.globals.some(({ type }) => isExn(type)) ||
    info.types.some(({ params, results }) => params.some(isExn) || results.some(isExn))
  );
}

function codePlaces(
  c: CInterface,
  layout: InstanceLayout,
  entries: Entries,
  code: CCode,
): Omit<CodePlaces, 'size'> {
  const { info } = c;
  const refEntries = new Int32Array(info.refFuncs.size);
  for (const [index, number] of info.refFuncs) {
    if (index >= info.importedFuncs) refEntries[number] = entries.of(index);
  }
  const importAdapters = new Int32Array(info.importedFuncs).fill(-1);
  for (const { item, symbol } of c.imports) {
    if (item.kind !== ExternKind.Function || !code.hasStackArgs(item.typeIndex)) continue;
    importAdapters[item.index] = code.adapter(item.typeIndex, symbol);
  }
  const typeAdapters = new Int32Array(info.typeCount).fill(-1);
  const indirect =
    c.abi === 'native' ? { code: 0, context: 8 } : { code: STRUCT_CODE, context: STRUCT_VMCTX };
  // Only what can be called by reference needs them.
  if (info.tables.length > 0) {
    for (let type = 0; type < info.typeCount; type++) {
      if (code.hasStackArgs(type)) typeAdapters[type] = code.adapter(type, indirect);
    }
  }
  return {
    entries: refEntries,
    importAdapters,
    typeAdapters,
    start: startEntry(c, layout, entries, code),
  };
}

function startEntry(
  { imports, info }: CInterface,
  layout: InstanceLayout,
  entries: Entries,
  code: CCode,
): number {
  const { start } = info;
  if (start < 0) return -1;
  if (start >= info.importedFuncs) return entries.of(start);
  const source = imports.find(
    ({ item }) => item.kind === ExternKind.Function && item.index === start,
  )!;
  const context = layout.vmctx.importedFunc(start) + 8;
  return code.forward(info.funcTypes[start]!, source.symbol, context);
}

function addEhFrame(elf: ElfContents, { bytes, relocations }: EhFrame, code: SectionId): void {
  const section = elf.addSection({ name: '.eh_frame', bytes, use: 'read-only', align: 8 });
  const text = elf.sectionSymbol(code);
  // All are distances from places in it to code.
  for (let i = 0; i < relocations.length; i += RELOCATION_WORDS) {
    elf.addRelocation(section, relocations[i]!, 'pc32', text, relocations[i + 3]!);
  }
}

/** Local symbols, which debuggers and profilers show. */
function addFunctionNames(
  elf: ElfContents,
  { funcOffsets, info }: Artifact,
  section: SectionId,
): void {
  const names = info.names.functions;
  for (let i = 0; i + 1 < funcOffsets.length; i++) {
    const index = info.importedFuncs + i;
    elf.addSymbol({
      name: names.get(index) ?? `wasm-function[${index}]`,
      section,
      value: funcOffsets[i]!,
      size: funcOffsets[i + 1]! - funcOffsets[i]!,
      kind: 'function',
      binding: 'local',
    });
  }
}
