const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

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
