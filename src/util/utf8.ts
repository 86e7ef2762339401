const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const lossy = new TextDecoder('utf-8', { ignoreBOM: true });

/** Names up to this length are tried as ASCII first: cheaper than a call of the decoder. */
const SHORT = 48;

/**
 * The text of `bytes[start..end)`, or undefined when they are not well-formed UTF-8 (Unicode
 * standard, table 3-7: no over-long forms, no surrogates, nothing above U+10FFFF). A byte order
 * mark is text like any other.
 */
export function decodeUtf8(bytes: Uint8Array, start: number, end: number): string | undefined {
  if (end - start <= SHORT) {
    let text = '';
    let i = start;
    while (i < end && bytes[i]! < 0x80) text += String.fromCharCode(bytes[i++]!);
    if (i === end) return text;
  }
  try {
    return decoder.decode(bytes.subarray(start, end));
  } catch {
    return undefined;
  }
}

/** True when {@link decodeUtf8} finds text in `bytes[start..end)`; makes none. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end; ) {
    const lead = bytes[i++]!;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (i + more > end) return false;
    // The second byte's range is what keeps over-long forms, surrogates and too large ones out.
    const second = bytes[i]!;
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let k = 1; k < more; k++) if ((bytes[i + k]! & 0xc0) !== 0x80) return false;
    i += more;
  }
  return true;
}

/** Text as UTF-8; a lone surrogate becomes U+FFFD. */
export function encodeUtf8(text: string): Uint8Array<ArrayBuffer> {
  return encoder.encode(text);
}

/** As {@link decodeUtf8} of all bytes, but what is not well-formed becomes U+FFFD. */
export function decodeLossy(bytes: Uint8Array): string {
  return lossy.decode(bytes);
}
