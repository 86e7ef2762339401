/** A free range. */
export interface FreeRange {
  offset: number;
  length: number;
}

/** Takes a range out of an ascending list of free ones, first fit; -1 when nothing fits. */
export function takeRange(free: FreeRange[], length: number): number {
  for (let i = 0; i < free.length; i++) {
    const range = free[i]!;
    if (range.length < length) continue;
    const { offset } = range;
    range.offset += length;
    range.length -= length;
    if (range.length === 0) free.splice(i, 1);
    return offset;
  }
  return -1;
}

/** Puts a range into an ascending list of free ranges, joined with its neighbours. */
export function giveRange(free: FreeRange[], offset: number, length: number): void {
  let at = 0;
  while (at < free.length && free[at]!.offset < offset) at++;
  const before = free[at - 1];
  const after = free[at];
  const joinsBefore = before !== undefined && before.offset + before.length === offset;
  const joinsAfter = after !== undefined && offset + length === after.offset;
  if (joinsBefore && joinsAfter) {
    before.length += length + after.length;
    free.splice(at, 1);
  } else if (joinsBefore) {
    before.length += length;
  } else if (joinsAfter) {
    after.offset = offset;
    after.length += length;
  } else {
    free.splice(at, 0, { offset, length });
  }
}
