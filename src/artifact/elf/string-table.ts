const encoder = new TextEncoder();

/** The strings of a string table: each once, ended by a zero byte, behind an empty one. */
export class StringTable {
  private readonly offsets = new Map<string, number>([['', 0]]);
  private bytes = new Uint8Array(256);
  private length = 1;

  /** Offset of a string; what is behind a zero character in it is cut off. */
  add(text: string): number {
    const found = this.offsets.get(text);
    if (found !== undefined) return found;
    const offset = this.length;
    const end = text.indexOf('\0');
    const shown = end < 0 ? text : text.slice(0, end);
    const most = offset + 3 * shown.length + 1;
    if (most > this.bytes.length) this.grow(most);
    this.length += encoder.encodeInto(shown, this.bytes.subarray(offset)).written + 1;
    this.offsets.set(text, offset);
    return offset;
  }

  /** The table so far; a view. */
  contents(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }

  private grow(least: number): void {
    const bytes = new Uint8Array(Math.max(least, 2 * this.bytes.length));
    bytes.set(this.contents());
    this.bytes = bytes;
  }
}
