export interface MachineInstruction {
  /** Offset of the first byte in the code. */
  readonly offset: number;
  /** In bytes. */
  readonly size: number;
  /** Mnemonic and operands; `.byte` for bytes that are no instruction. */
  readonly text: string;
}
