import { opName } from './operators.js';
import { foreignProposal } from './proposals.js';
import { typeName, type ValType } from './value-types.js';

/**
 * Why bytes are refused, for what reads function bodies: it says a number and up to two operands, and the
 * text is made when the error is. (Sections are read once; their readers say the few words themselves.)
 */
export const enum Reason {
  // Integers, wherever they are.
  UnexpectedEnd,
  IntegerTooLong,
  IntegerTooLarge,
  // The body as a whole.
  EndMissing,
  BehindEnd,
  TooManyLocals,
  // Opcodes. Operands: the prefix, or 0; the opcode behind it.
  IllegalOpcode,
  OpcodeOfProposal,
  // Immediates.
  UnknownLocal,
  UnknownGlobal,
  UnknownFunction,
  UnknownType,
  UnknownTable,
  UnknownMemory,
  UnknownElementSegment,
  UnknownDataSegment,
  UnknownLabel,
  UnknownTag,
  MalformedCatch,
  UnknownBlockType,
  MalformedBlockType,
  DataCountMissing,
  ZeroByteExpected,
  ReservedByte,
  MemoryIndexInMemArg,
  MalformedMemArgFlags,
  AlignmentTooLarge,
  InvalidLane,
  AlignmentNotNatural,
  GlobalImmutable,
  UndeclaredFunction,
  SelectArity,
  TooManyTargets,
  TableOfFuncref,
  TableInitTypes,
  TableCopyTypes,
  // Types.
  OperandMissing,
  OperandType,
  ReferenceExpected,
  SelectOfReferences,
  SelectTypes,
  TailCallResults,
  TargetArity,
  ValuesLeft,
  IfWithoutElse,
  ElseWithoutIf,
  CatchWithoutTry,
  DelegateWithoutTry,
  RethrowLabel,
  TagHasResults,
  CatchTypes,
}

/**
 * The text of each reason. `{a}` and `{b}` are its operands, `{a:type}` one that is a value type, `{op}` the
 * name of the operator in question; `{opcode}` and `{proposal}` are of the opcode that the operands make up.
 */
const TEXTS: Readonly<Record<Reason, string>> = {
  [Reason.UnexpectedEnd]: 'unexpected end of section or function: {a} expected',
  [Reason.IntegerTooLong]: 'integer representation too long: {a} must take at most {b} bytes',
  [Reason.IntegerTooLarge]: 'integer too large: {a} must be a {b}',
  [Reason.EndMissing]: 'END opcode expected, found the end of the function body',
  [Reason.BehindEnd]: 'operators remaining after end of function, expected the end of the body',
  [Reason.TooManyLocals]: 'too many locals, expected at most {a}',
  [Reason.IllegalOpcode]: 'illegal opcode: {opcode}',
  [Reason.OpcodeOfProposal]: '{opcode} needs {proposal}',
  [Reason.UnknownLocal]: 'unknown local {a}',
  [Reason.UnknownGlobal]: 'unknown global {a}',
  [Reason.UnknownFunction]: 'unknown function {a}',
  [Reason.UnknownType]: 'unknown type {a}',
  [Reason.UnknownTable]: 'unknown table {a}',
  [Reason.UnknownMemory]: 'unknown memory {a}',
  [Reason.UnknownElementSegment]: 'unknown elem segment {a}',
  [Reason.UnknownDataSegment]: 'unknown data segment {a}',
  [Reason.UnknownLabel]: 'unknown label {a}',
  [Reason.UnknownTag]: 'unknown tag {a}',
  [Reason.MalformedCatch]: 'malformed catch clause {a}, expected 0 to 3',
  [Reason.UnknownBlockType]: 'unknown type {a} as block type',
  [Reason.MalformedBlockType]: 'malformed block type {a}, expected a type index',
  [Reason.DataCountMissing]: 'data count section required',
  [Reason.ZeroByteExpected]: 'zero byte expected as memory index',
  [Reason.ReservedByte]: 'zero byte expected behind {op}',
  [Reason.MemoryIndexInMemArg]: 'a memory index in a memory argument needs multi-memory',
  [Reason.MalformedMemArgFlags]: 'malformed memop flags {a}, expected at most 127',
  [Reason.AlignmentTooLarge]:
    'alignment must not be larger than natural: {op} expected at most 2^{a}, found 2^{b}',
  [Reason.InvalidLane]: 'invalid lane index {a}: {op} expected one below {b}',
  [Reason.AlignmentNotNatural]:
    'atomic alignment must be natural: {op} expected 2^{a}, found 2^{b}',
  [Reason.GlobalImmutable]: 'global is immutable: {op} of global {a} expected a mutable one',
  [Reason.UndeclaredFunction]:
    'undeclared function reference: function {a} expected in an element segment or export',
  [Reason.SelectArity]: 'invalid result arity: {op} expected 1 type, found {a}',
  [Reason.TooManyTargets]: '{op} has {a} targets, expected at most {b}',
  [Reason.TableOfFuncref]: 'type mismatch: {op} expected a table of funcref',
  [Reason.TableInitTypes]: 'type mismatch: {op} expected a segment of the type of the table',
  [Reason.TableCopyTypes]: 'type mismatch: {op} expected tables of one type',
  [Reason.OperandMissing]: 'type mismatch: {op} expected {a:type}, found an empty stack',
  [Reason.OperandType]: 'type mismatch: {op} expected {a:type}, found {b:type}',
  [Reason.ReferenceExpected]: 'type mismatch: {op} expected a reference, found {a:type}',
  [Reason.SelectOfReferences]: 'type mismatch: {op} of references expected a type annotation',
  [Reason.SelectTypes]:
    'type mismatch: {op} expected operands of one type, found {a:type} and {b:type}',
  [Reason.TailCallResults]: 'type mismatch: {op} expected a callee with results {a}, found {b}',
  [Reason.TargetArity]: 'type mismatch: {op} expected targets of arity {a}, found {b}',
  [Reason.ValuesLeft]: 'type mismatch: {op} expected {a} values on the stack, found {b}',
  [Reason.IfWithoutElse]: 'type mismatch: if without else expected results equal to its parameters',
  [Reason.ElseWithoutIf]: '{op} found outside of an if, expected an operator',
  [Reason.CatchWithoutTry]: '{op} found outside of a try, or behind its catch_all',
  [Reason.DelegateWithoutTry]: '{op} found outside of a try, or behind a catch',
  [Reason.RethrowLabel]: 'invalid rethrow label {a}, expected a catch or catch_all',
  [Reason.TagHasResults]: 'non-empty tag result type: tag {a}',
  [Reason.CatchTypes]: 'type mismatch: {op} clause of label with types {a}, found {b}',
};

/** A number, or words: what is read, or a list of types. */
export type ReasonOperand = number | string;

/** @param op the operator in question, as {@link opName} takes it; 0 where there is none */
export function reasonText(reason: Reason, op: number, a: ReasonOperand, b: ReasonOperand): string {
  return TEXTS[reason].replace(/\{(\w+):?(\w*)\}/g, (_, name: string, format: string) => {
    switch (name) {
      case 'op':
        return opName(op);
      case 'opcode':
        return a === 0 ? `opcode ${hex(b)}` : `opcode ${hex(a)} ${hex(b)}`;
      case 'proposal':
        return foreignProposal(a as number, b as number) ?? 'nothing known';
      default: {
        const operand = name === 'a' ? a : b;
        return format === 'type' ? typeName(operand as ValType) : String(operand);
      }
    }
  });
}

function hex(value: ReasonOperand): string {
  return `0x${value.toString(16)}`;
}
