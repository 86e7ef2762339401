/** How an address stands in code. */
export const enum AddressForm {
  /** 8 bytes. */
  Word = 0,
  /** In the immediates of three instructions of aarch64, 16 bits each: MOVZ, and two of MOVK. */
  Halfwords = 1,
}

/** Where an address stands in code, as an offset. */
export interface AddressPlace {
  readonly at: number;
  readonly value: number;
}

/** The addresses of a machine's code, none yet. */
export function addressesAs(addressForm: AddressForm): {
  addressForm: AddressForm;
  addresses: AddressPlace[];
} {
  return { addressForm, addresses: [] };
}

/** Puts an address into code, at a place that is for one: up to 48 bits, as user space has them. */
export function putAddress(form: AddressForm, code: Uint8Array, at: number, value: number): void {
  const view = new DataView(code.buffer, code.byteOffset, code.byteLength);
  const high = Math.floor(value / 0x1_0000_0000);
  if (form === AddressForm.Word) {
    view.setUint32(at, value >>> 0, true);
    view.setUint32(at + 4, high, true);
    return;
  }
  for (const [i, half] of [value & 0xffff, (value >>> 16) & 0xffff, high & 0xffff].entries()) {
    const instruction = view.getUint32(at + 4 * i, true);
    view.setUint32(at + 4 * i, (instruction & ~(0xffff << 5)) | (half << 5), true);
  }
}
