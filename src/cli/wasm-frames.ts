import { visible } from '../text/visible.js';
import { shorten } from './failure.js';

/** Frames of WebAssembly that are shown at most. */
export const MAX_FRAMES = 32;

/** Characters of a frame that are shown: names have no limit of their own. */
const MAX_FRAME = 400;

/** The end of a line of `stack` that stands for a function of WebAssembly. */
const PLACE = /[ (:]wasm-function\[(\d+)\](?::0x[0-9a-f]+)?\)?$/;

/**
 * The lines of an error's `stack` that are functions of WebAssembly, innermost first, fit for a
 * terminal. A name may hold what looks like other lines: it is known, and taken as a whole.
 *
 * @param names of functions by index, as the module has them
 */
export function wasmFrames(
  error: Error,
  names: { get(index: number): string | undefined },
): string[] {
  const { stack } = error;
  if (typeof stack !== 'string') return [];
  const lines = stack.split('\n');
  // Below its message; that may hold line breaks, too.
  const first = error.message.split('\n').length;
  const frames: string[] = [];
  // From the end, where a name with line breaks shows by its index.
  for (let last = lines.length - 1; last >= first; last--) {
    const place = PLACE.exec(lines[last]!);
    if (place === null) continue;
    const name = names.get(Number(place[1])) ?? '';
    const start = Math.max(first, last - (name.split('\n').length - 1));
    const whole = lines.slice(start, last + 1).join('\n');
    const isWhole = start < last && whole.includes(name);
    const frame = isWhole ? whole : lines[last]!;
    if (isWhole) last = start;
    frames.push(`    ${shorten(visible(frame.trim()), MAX_FRAME)}`);
  }
  frames.reverse();
  if (frames.length <= MAX_FRAMES) return frames;
  return [...frames.slice(0, MAX_FRAMES), '    ... and more'];
}
