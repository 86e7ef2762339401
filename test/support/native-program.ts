import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  FUNCREF_SIZE,
  IMPORT_VMCTX,
  MEMORY_LENGTH,
  TABLE_LENGTH,
  VmctxLayout,
} from '../../src/abi/vmctx-layout.js';
import type { Artifact } from '../../src/artifact/artifact.js';
import {
  RELOCATION_WORDS,
  Relocate,
  Section,
  type SectionPart,
} from '../../src/debug-info/section.js';
import type { NativeTargetName } from '../../src/targets/index.js';
import { functionName } from './function-name.js';

// Programs of C and one module's machine code, put together by the assembler and the linker, to look at with a
// debugger. The module's context is data of the program.

/** Names of the sections, and of the symbols at their starts. */
const SECTIONS: Record<Section, { name: string; flags: string; symbol: string }> = {
  [Section.Text]: { name: '.text', flags: '"ax",@progbits', symbol: 'wasm_text' },
  [Section.EhFrame]: { name: '.eh_frame', flags: '"a",@progbits', symbol: 'wasm_eh_frame' },
  [Section.DebugInfo]: { name: '.debug_info', flags: '"",@progbits', symbol: 'wasm_info' },
  [Section.DebugAbbrev]: { name: '.debug_abbrev', flags: '"",@progbits', symbol: 'wasm_abbrev' },
  [Section.DebugLine]: { name: '.debug_line', flags: '"",@progbits', symbol: 'wasm_line' },
  [Section.DebugLoc]: { name: '.debug_loc', flags: '"",@progbits', symbol: 'wasm_loc' },
};

/** A section's bytes as lines of assembler, with its relocations as expressions. */
function sectionSource(section: Section, { bytes, relocations }: SectionPart): string[] {
  const { name, flags, symbol } = SECTIONS[section];
  const lines = [`.section ${name},${flags}`, ...(section === Section.Text ? ['.p2align 4'] : [])];
  lines.push(`${symbol}:`);
  let at = 0;
  const raw = (end: number): void => {
    for (; at < end; at += Math.min(32, end - at)) {
      lines.push(`.byte ${[...bytes.subarray(at, Math.min(at + 32, end))].join()}`);
    }
    at = end;
  };
  for (let i = 0; i < relocations.length; i += RELOCATION_WORDS) {
    raw(relocations[i]!);
    const target = SECTIONS[relocations[i + 2]! as Section].symbol;
    const kind = relocations[i + 1]! as Relocate;
    const size = kind === Relocate.Absolute64 ? '.8byte' : '.4byte';
    const from = kind === Relocate.Relative32 ? ' - .' : '';
    lines.push(`${size} ${target} + ${relocations[i + 3]!}${from}`);
    at += kind === Relocate.Absolute64 ? 8 : 4;
  }
  raw(bytes.length);
  return lines;
}

/** The module's context, its function references and its tables, as data. */
function contextSource(artifact: Artifact): string[] {
  const { info, funcOffsets } = artifact;
  const layout = new VmctxLayout(info);
  const words = new Map<number, string>();
  for (let i = 0; i < info.memories.length; i++) {
    words.set(layout.memory(i), 'wasm_memory');
    words.set(layout.memory(i) + MEMORY_LENGTH, '0x10000 * 2');
  }
  const refs = [...info.refFuncs].sort(([, a], [, b]) => a - b).map(([index]) => index);
  for (let i = 0; i < info.tables.length; i++) {
    words.set(layout.table(i), 'wasm_elements');
    words.set(layout.table(i) + TABLE_LENGTH, String(refs.length));
  }
  for (const imported of info.imports) {
    if (!('typeIndex' in imported)) continue;
    words.set(layout.importedFunc(imported.index), imported.name);
    words.set(layout.importedFunc(imported.index) + IMPORT_VMCTX, 'wasm_vmctx');
  }
  refs.forEach((_, i) => {
    words.set(layout.funcRef(i), `wasm_refs + ${i * FUNCREF_SIZE}`);
  });
  for (let i = info.importedGlobals; i < info.globals.length; i++) {
    const [first] = [...info.globalInits.get(i - info.importedGlobals)];
    words.set(layout.global(i), `${first!.lo >>> 0} + (${first!.hi} << 32)`);
  }
  const keys = info.types.map((type) => type.key);
  const id = (typeIndex: number): number => 1 + keys.indexOf(keys[typeIndex]!);
  const lines = ['.data', '.p2align 4', '.globl wasm_vmctx', 'wasm_vmctx:'];
  for (let at = 0; at < layout.signatures; at += 8) lines.push(`.8byte ${words.get(at) ?? '0'}`);
  for (let i = 0; i < info.typeCount; i++) lines.push(`.4byte ${id(i)}`);
  lines.push('.p2align 4', 'wasm_refs:');
  for (const index of refs) {
    const code = funcOffsets[index - info.importedFuncs]!;
    lines.push(`.8byte wasm_text + ${code}`, '.8byte wasm_vmctx');
    lines.push(`.4byte ${id(info.funcTypes[index]!)}`, `.4byte ${index}`);
  }
  lines.push('wasm_elements:', ...refs.map((_, i) => `.8byte wasm_refs + ${i * FUNCREF_SIZE}`));
  return lines;
}

/** Symbols of the module's functions. */
function symbolSource({ info, funcOffsets }: Artifact): string[] {
  const lines: string[] = [];
  for (let i = 0; i + 1 < funcOffsets.length; i++) {
    const name = `wasm_${functionName(info, info.importedFuncs + i)}`;
    lines.push(`.globl ${name}`, `.type ${name},%function`);
    lines.push(`.set ${name}, wasm_text + ${funcOffsets[i]!}`);
    lines.push(`.size ${name}, ${funcOffsets[i + 1]! - funcOffsets[i]!}`);
  }
  return lines;
}

/** A section's parts, each by its section. */
export type Parts = ReadonlyMap<Section, SectionPart>;

/** All of a module as assembler source. */
export function moduleSource(artifact: Artifact, parts: Parts): string {
  const text = { bytes: artifact.code, relocations: new Int32Array(0) };
  const lines = [...sectionSource(Section.Text, text), ...symbolSource(artifact)];
  lines.push('.globl wasm_text', '.globl wasm_text_end', 'wasm_text_end:');
  for (const [section, part] of parts) lines.push(...sectionSource(section, part));
  lines.push(...contextSource(artifact), '.section .note.GNU-stack,"",%progbits', '');
  return lines.join('\n');
}

/** Calls code with a context, and keeps what C expects to be kept; its frame is described. */
const ENTER: Record<NativeTargetName, string> = {
  x64: `
    push %rbp
    .cfi_def_cfa_offset 16
    .cfi_offset %rbp, -16
    mov %rsp, %rbp
    .cfi_def_cfa_register %rbp
    push %rbx
    .cfi_offset %rbx, -24
    push %r12
    .cfi_offset %r12, -32
    push %r13
    .cfi_offset %r13, -40
    push %r14
    .cfi_offset %r14, -48
    push %r15
    .cfi_offset %r15, -56
    sub $1032, %rsp
    mov %rdi, %rax
    mov %rsi, %r14
    mov %rsi, %rdi
    mov %rdx, %rsi
    call *%rax
    lea -40(%rbp), %rsp
    pop %r15
    pop %r14
    pop %r13
    pop %r12
    pop %rbx
    pop %rbp
    .cfi_def_cfa %rsp, 8
    ret`,
  aarch64: `
    stp x29, x30, [sp, #-160]!
    .cfi_def_cfa_offset 160
    .cfi_offset x29, -160
    .cfi_offset x30, -152
    mov x29, sp
    .cfi_def_cfa_register x29
    stp x19, x20, [sp, #16]
    stp x21, x22, [sp, #32]
    stp x23, x24, [sp, #48]
    stp x25, x26, [sp, #64]
    stp x27, x28, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    sub sp, sp, #1024
    mov x9, x0
    mov x28, x1
    mov x0, x1
    mov x1, x2
    blr x9
    mov sp, x29
    ldp x19, x20, [sp, #16]
    ldp x21, x22, [sp, #32]
    ldp x23, x24, [sp, #48]
    ldp x25, x26, [sp, #64]
    ldp x27, x28, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    ldp x29, x30, [sp], #160
    .cfi_def_cfa %sp, 0
    ret`.replaceAll('%sp', 'sp'),
};

const ENTER_SOURCE = (target: NativeTargetName): string =>
  `.text\n.globl enter\n.type enter,%function\nenter:\n.cfi_startproc${ENTER[target]}\n.cfi_endproc
.size enter, .-enter\n.section .note.GNU-stack,"",%progbits\n`;

/** `enter(code, vmctx, argument)`, and memory that is as large as any address. */
const HARNESS = `
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#ifdef __cplusplus
extern "C" {
#endif
uint64_t enter(void *code, void *vmctx, uint64_t argument);
extern char wasm_vmctx[];
extern char wasm_memory[];
#ifdef __cplusplus
}
#endif
`;

const MEMORY_SOURCE = '.bss\n.globl wasm_memory\n.p2align 12\nwasm_memory: .skip 0x20000\n';

/** The C compilers of the machines. */
const COMPILERS: Record<NativeTargetName, { c: string; cxx: string }> = {
  x64: { c: 'gcc', cxx: 'g++' },
  aarch64: { c: 'aarch64-linux-gnu-gcc', cxx: 'aarch64-linux-gnu-g++' },
};

export interface NativeProgram {
  readonly artifact: Artifact;
  readonly parts: Parts;
  /** C or C++ source, behind {@link HARNESS}: `main` and imports. */
  readonly source: string;
  readonly language: 'c' | 'cxx';
}

/** Builds a program in a folder; returns its path. */
export function buildProgram(
  folder: string,
  { artifact, parts, source, language }: NativeProgram,
): string {
  const { target } = artifact;
  const file = (name: string, text: string): string => {
    const path = join(folder, name);
    writeFileSync(path, text);
    return path;
  };
  const inputs = [
    file(language === 'c' ? 'main.c' : 'main.cc', HARNESS + source),
    file('module.s', moduleSource(artifact, parts)),
    file('enter.s', ENTER_SOURCE(target as NativeTargetName)),
    file('memory.s', `${MEMORY_SOURCE}.section .note.GNU-stack,"",%progbits\n`),
  ];
  const program = join(folder, 'program');
  const flags = ['-O1', '-g', '-static', '-no-pie', '-fno-omit-frame-pointer', '-o', program];
  execFileSync(COMPILERS[target as NativeTargetName][language], [...flags, ...inputs], {
    stdio: 'pipe',
  });
  return program;
}
