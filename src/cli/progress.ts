import { performance } from 'node:perf_hooks';
import { visible } from '../text/visible.js';

const SHOW_AFTER = 1000;
const SHOW_EVERY = 100;

/** One line on the terminal about work that takes more than a second; nothing elsewhere. */
export class Progress {
  private readonly start = performance.now();
  private readonly enabled: boolean;
  private last = 0;
  private shown = false;

  constructor(quiet: boolean) {
    this.enabled = !quiet && process.stderr.isTTY === true;
  }

  /** @param text called only when it is shown */
  update(text: () => string): void {
    if (!this.enabled) return;
    const now = performance.now();
    if (now - this.start < SHOW_AFTER || now - this.last < SHOW_EVERY) return;
    this.last = now;
    this.shown = true;
    const width = (process.stderr.columns ?? 80) - 1;
    process.stderr.write(`\r\x1b[K${visible(text()).slice(0, width)}`);
  }

  /** Takes the line away. */
  clear(): void {
    if (this.shown) process.stderr.write('\r\x1b[K');
    this.shown = false;
  }
}
