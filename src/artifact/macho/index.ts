/**
 * Writing Mach-O objects, for Apple's systems, from any machine. What is in them is said as for ELF: see
 * `ElfContents`.
 */
export { writeMachO } from './object.js';
