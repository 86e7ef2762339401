import { SignatureTable } from '../abi/signature-layout.js';
import type { ModuleInfo } from '../module/module-info.js';
import { tableOf } from '../module/type-table.js';
import { type NativeTargetName, targetNamed } from '../targets/index.js';
import { bytesOfKind, kindOf, typeName, ValType } from '../wasm/value-types.js';
import { type FramePlaces, framePlaces } from './frame-places.js';
import type { LocalNames } from './local-names.js';
import { type DebugRecord, FUNCTION_WORDS, PLACE_WORDS, Place } from './record.js';
import { Relocate, Section, type SectionPart, SectionWriter } from './section.js';

// `.debug_info`, `.debug_abbrev` and `.debug_loc` of one unit (DWARF 4).

const VERSION = 4;
const ADDRESS_BYTES = 8;

const enum Tag {
  FormalParameter = 0x05,
  CompileUnit = 0x11,
  BaseType = 0x24,
  Subprogram = 0x2e,
  Variable = 0x34,
}

const enum At {
  Location = 0x02,
  Name = 0x03,
  ByteSize = 0x0b,
  StmtList = 0x10,
  LowPc = 0x11,
  HighPc = 0x12,
  Language = 0x13,
  CompDir = 0x1b,
  Producer = 0x25,
  DeclFile = 0x3a,
  DeclLine = 0x3b,
  Encoding = 0x3e,
  External = 0x3f,
  FrameBase = 0x40,
  Type = 0x49,
  LinkageName = 0x6e,
}

const enum Form {
  Addr = 0x01,
  Data2 = 0x05,
  Data4 = 0x06,
  String = 0x08,
  Data1 = 0x0b,
  Udata = 0x0f,
  Ref4 = 0x13,
  SecOffset = 0x17,
  ExprLoc = 0x18,
  FlagPresent = 0x19,
}

const enum Encoding {
  Address = 1,
  Float = 4,
  Signed = 5,
  Unsigned = 7,
}

const enum Expression {
  Reg0 = 0x50,
  RegX = 0x90,
  FrameOffset = 0x91,
  CallFrameCfa = 0x9c,
  ImplicitValue = 0x9e,
}

/** So that expressions in a debugger are C's. */
const LANGUAGE_C99 = 0x0c;

/** Numbers of abbreviations. */
const enum Abbreviation {
  Unit = 1,
  BaseType = 2,
  /** With {@link FunctionHas} added. */
  Function = 3,
  /** With {@link LocalHas} added. */
  Local = Function + 16,
}
const enum FunctionHas {
  Locals = 1,
  Result = 2,
  LinkageName = 4,
  Line = 8,
}
const enum LocalHas {
  /** It is a parameter. */
  Parameter = 1,
  Expression = 2,
  List = 4,
}

/** What functions and the unit are called, and where they come from. */
export interface UnitOptions {
  readonly target: NativeTargetName;
  readonly info: ModuleInfo;
  readonly funcOffsets: Uint32Array;
  readonly record: DebugRecord;
  /** The source, and the folder that paths in the line table start from. */
  readonly name: string;
  readonly folder: string;
  readonly producer: string;
  /** Of each defined function: file and line. */
  readonly declarations: Int32Array;
  readonly localNames: LocalNames;
  functionName(index: number): string;
  /** The function's symbol, where that is not its name. */
  symbolName(index: number): string | undefined;
}

export interface UnitSections {
  readonly info: SectionPart;
  readonly abbrev: SectionPart;
  readonly loc: SectionPart;
}

/** Writes the unit that describes a module's functions, their parameters and locals. */
export function writeUnit(options: UnitOptions): UnitSections {
  return new UnitWriter(options).write();
}

class UnitWriter {
  private readonly out: SectionWriter;
  private readonly loc = new SectionWriter();
  private readonly frame: FramePlaces;
  private readonly signatures: SignatureTable;
  /** Offset of the description of each type, or 0. */
  private readonly types = new Int32Array(16);
  /** Entries of the function's locals: index of the first of each, and of the next one. */
  private readonly firstPlace = new Int32Array(1024);
  private nextPlace = new Int32Array(1024);

  constructor(private readonly options: UnitOptions) {
    const { target, info, funcOffsets } = options;
    this.out = new SectionWriter(1024 + 64 * funcOffsets.length);
    this.frame = framePlaces(target);
    this.signatures = new SignatureTable(targetNamed(target).convention, tableOf([]));
    this.signatures.begin(info.typeTable);
  }

  write(): UnitSections {
    const { out, options } = this;
    const { funcOffsets } = options;
    out.u32(0);
    out.u16(VERSION);
    out.relocated(Relocate.Absolute32, Section.DebugAbbrev, 0);
    out.u8(ADDRESS_BYTES);
    out.uleb(Abbreviation.Unit);
    out.text(options.producer);
    out.u16(LANGUAGE_C99);
    out.text(options.name);
    out.text(options.folder);
    out.relocated(Relocate.Absolute64, Section.Text, 0);
    out.u32(funcOffsets.at(-1)!);
    out.relocated(Relocate.Absolute32, Section.DebugLine, 0);
    for (let type = ValType.I32; type <= ValType.ExternRef; type++) this.baseType(type);
    for (let i = 0; i < funcOffsets.length - 1; i++) this.func(i);
    out.u8(0);
    out.patch32(0, out.pos - 4);
    return { info: out.finish(), abbrev: abbreviations(), loc: this.loc.finish() };
  }

  private baseType(type: ValType): void {
    const { out } = this;
    const kind = kindOf(type);
    this.types[type] = out.pos;
    out.uleb(Abbreviation.BaseType);
    out.text(typeName(type));
    let encoding = Encoding.Signed;
    if (type === ValType.F32 || type === ValType.F64) encoding = Encoding.Float;
    else if (type === ValType.V128) encoding = Encoding.Unsigned;
    else if (type >= ValType.FuncRef) encoding = Encoding.Address;
    out.u8(encoding);
    out.u8(bytesOfKind(kind));
  }

  private func(index: number): void {
    const { out, options } = this;
    const { info, funcOffsets, record, declarations } = options;
    const funcIndex = info.importedFuncs + index;
    const typeIndex = info.funcTypes[funcIndex]!;
    const layout = this.signatures.of(typeIndex);
    const start = funcOffsets[index]!;
    const name = options.functionName(funcIndex);
    const symbol = options.symbolName(funcIndex) ?? name;
    const locals = this.localCount(index);
    const hasResult = this.signatures.resultCount(layout) === 1;
    const line = declarations[2 * index + 1]!;
    let abbreviation = Abbreviation.Function as number;
    if (locals > 0) abbreviation += FunctionHas.Locals;
    if (hasResult) abbreviation += FunctionHas.Result;
    if (symbol !== name) abbreviation += FunctionHas.LinkageName;
    if (line > 0) abbreviation += FunctionHas.Line;
    out.uleb(abbreviation);
    out.text(name);
    out.relocated(Relocate.Absolute64, Section.Text, start);
    out.u32(funcOffsets[index + 1]! - start);
    out.uleb(1);
    out.u8(Expression.CallFrameCfa);
    if (hasResult) out.u32(this.types[this.signatures.resultType(layout, 0)]!);
    if (symbol !== name) out.text(symbol);
    if (line > 0) {
      out.uleb(declarations[2 * index]!);
      out.uleb(line);
    }
    if (locals === 0) return;
    const paramCount = this.signatures.paramCount(layout);
    this.chainPlaces(index, locals);
    const firstType = record.functions[FUNCTION_WORDS * index + 3]!;
    const names = options.localNames.get(funcIndex);
    for (let i = 0; i < locals; i++) {
      const type = record.localTypes[firstType + i]! as ValType;
      const at = out.pos;
      out.u8(0);
      out.text(names?.get(i) ?? `local${i}`);
      out.u32(this.types[type]!);
      const isParameter = i < paramCount;
      const place = isParameter ? this.signatures.paramPlace(layout, i) : undefined;
      let has = this.location(index, i, type, place);
      if (isParameter) has += LocalHas.Parameter;
      out.bytes[at] = Abbreviation.Local + has;
    }
    out.u8(0);
  }

  /** How many locals are described. */
  private localCount(index: number): number {
    const { functions, localTypes } = this.options.record;
    const first = functions[FUNCTION_WORDS * index + 3]!;
    const end = functions[FUNCTION_WORDS * (index + 1) + 3] ?? localTypes.length;
    return end - first;
  }

  /** Sorts the places of a function by local. */
  private chainPlaces(index: number, locals: number): void {
    const { functions, places } = this.options.record;
    const first = functions[FUNCTION_WORDS * index + 2]!;
    const end = functions[FUNCTION_WORDS * (index + 1) + 2] ?? places.length / PLACE_WORDS;
    if (end - first > this.nextPlace.length) this.nextPlace = new Int32Array(2 * (end - first));
    this.firstPlace.fill(-1, 0, locals);
    for (let i = end - 1; i >= first; i--) {
      const local = places[PLACE_WORDS * i]!;
      this.nextPlace[i - first] = this.firstPlace[local]!;
      this.firstPlace[local] = i;
    }
  }

  /**
   * Writes where a local is.
   * @param place of a parameter: as a signature's layout has it
   * @returns {@link LocalHas}
   */
  private location(index: number, local: number, type: ValType, place: number | undefined): number {
    const { out, loc, options } = this;
    const { funcOffsets, record } = options;
    const { functions, places, operators } = record;
    const first = functions[FUNCTION_WORDS * index + 2]!;
    const start = funcOffsets[index]!;
    const next = (i: number): number => this.nextPlace[i - first]!;
    const head = this.firstPlace[local]!;
    const slotIn = (i: number): number =>
      this.frame.slot(
        kindOf(type),
        places[PLACE_WORDS * i + 3]!,
        functions[FUNCTION_WORDS * index + 1]!,
      );
    if (place === undefined) {
      if (head < 0) return 0;
      const behind = next(head);
      const always = behind < 0 || next(behind) < 0;
      if (
        always &&
        places[PLACE_WORDS * head + 1] === start &&
        places[PLACE_WORDS * head + 2] === Place.Slot
      ) {
        this.frameOffset(out, slotIn(head), (size) => out.uleb(size));
        return LocalHas.Expression;
      }
    }
    out.relocated(Relocate.Absolute32, Section.DebugLoc, loc.pos);
    // A parameter is where the caller has put it until the first operator begins.
    let from = start;
    if (place !== undefined) {
      const body = firstAtOrAbove(operators, start);
      from = Math.min(body, functions[FUNCTION_WORDS * index]!) + 1;
      this.range(start, from);
      if (place < 0) this.frameOffset(loc, ~place, (size) => loc.u16(size));
      else this.register(place);
    }
    for (let i = head; i >= 0; i = next(i)) {
      const word = PLACE_WORDS * i;
      const after = next(i);
      const begin = Math.max(from, places[word + 1]!);
      const end = after < 0 ? functions[FUNCTION_WORDS * index]! : places[PLACE_WORDS * after + 1]!;
      if (begin >= end) continue;
      if (places[word + 2] === Place.Slot) {
        this.range(begin, end);
        this.frameOffset(loc, slotIn(i), (size) => loc.u16(size));
      } else if (places[word + 2] === Place.Constant) {
        this.range(begin, end);
        const size = Math.min(bytesOfKind(kindOf(type)), 8);
        loc.u16(2 + size);
        loc.u8(Expression.ImplicitValue);
        loc.u8(size);
        loc.u32(places[word + 3]!);
        if (size > 4) loc.u32(places[word + 4]!);
      }
    }
    loc.raw(new Uint8Array(2 * ADDRESS_BYTES));
    return LocalHas.List;
  }

  /** Addresses of the range that an entry of `.debug_loc` is for; from the unit's first one. */
  private range(start: number, end: number): void {
    const { loc } = this;
    loc.u32(start);
    loc.u32(0);
    loc.u32(end);
    loc.u32(0);
  }

  private register(reg: number): void {
    const { loc } = this;
    const number = this.frame.register(reg);
    if (number < 32) {
      loc.u16(1);
      loc.u8(Expression.Reg0 + number);
    } else {
      loc.u16(2);
      loc.u8(Expression.RegX);
      loc.uleb(number);
    }
  }

  private frameOffset(out: SectionWriter, offset: number, putSize: (size: number) => void): void {
    const size = new SectionWriter(16);
    size.u8(Expression.FrameOffset);
    size.sleb(offset);
    const { bytes } = size.finish();
    putSize(bytes.length);
    out.raw(bytes);
  }
}

/** The first code offset of pairs, ascending, that is not below another. */
function firstAtOrAbove(operators: Int32Array, offset: number): number {
  let low = 0;
  for (let high = operators.length >> 1; low < high; ) {
    const middle = (low + high) >> 1;
    if (operators[2 * middle]! < offset) low = middle + 1;
    else high = middle;
  }
  return operators[2 * low] ?? 0x7fffffff;
}

function abbreviations(): SectionPart {
  const out = new SectionWriter();
  const entry = (
    code: number,
    tag: Tag,
    children: boolean,
    attributes: readonly number[],
  ): void => {
    out.uleb(code);
    out.uleb(tag);
    out.u8(children ? 1 : 0);
    for (const word of attributes) out.uleb(word);
    out.raw([0, 0]);
  };
  entry(Abbreviation.Unit, Tag.CompileUnit, true, [
    ...[At.Producer, Form.String, At.Language, Form.Data2, At.Name, Form.String],
    ...[At.CompDir, Form.String, At.LowPc, Form.Addr, At.HighPc, Form.Data4],
    ...[At.StmtList, Form.SecOffset],
  ]);
  entry(Abbreviation.BaseType, Tag.BaseType, false, [
    ...[At.Name, Form.String, At.Encoding, Form.Data1, At.ByteSize, Form.Data1],
  ]);
  for (let has = 0; has < 16; has++) {
    entry(Abbreviation.Function + has, Tag.Subprogram, (has & FunctionHas.Locals) !== 0, [
      ...[At.Name, Form.String, At.LowPc, Form.Addr, At.HighPc, Form.Data4],
      ...[At.FrameBase, Form.ExprLoc],
      ...((has & FunctionHas.Result) !== 0 ? [At.Type, Form.Ref4] : []),
      ...((has & FunctionHas.LinkageName) !== 0 ? [At.LinkageName, Form.String] : []),
      ...((has & FunctionHas.Line) !== 0 ? [At.DeclFile, Form.Udata, At.DeclLine, Form.Udata] : []),
      ...[At.External, Form.FlagPresent],
    ]);
  }
  for (const where of [0, LocalHas.Expression, LocalHas.List]) {
    for (const parameter of [0, LocalHas.Parameter]) {
      const tag = parameter === 0 ? Tag.Variable : Tag.FormalParameter;
      entry(Abbreviation.Local + where + parameter, tag, false, [
        ...[At.Name, Form.String, At.Type, Form.Ref4],
        ...(where === LocalHas.Expression ? [At.Location, Form.ExprLoc] : []),
        ...(where === LocalHas.List ? [At.Location, Form.SecOffset] : []),
      ]);
    }
  }
  out.u8(0);
  return out.finish();
}
