// Figures: medians, ratios, tables and files of them.
import { readFileSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { here } from './peers.js';

/** @param {number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** @param {number[]} values above 0 @returns {number | undefined} undefined when there are none */
export const geometricMean = (values) =>
  values.length === 0
    ? undefined
    : Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);

/** @param {number | undefined} value @param {number} digits */
export const figure = (value, digits) => (value === undefined ? '-' : value.toFixed(digits));

/** @param {number | undefined} value @param {number | undefined} by */
export const quotient = (value, by) =>
  value === undefined || by === undefined ? undefined : value / by;

/** @param {number | undefined} value @param {number | undefined} by */
export const ratio = (value, by) =>
  value === undefined || by === undefined ? '-' : `${(value / by).toFixed(2)}x`;

/** @param {string[][]} rows the first one is the heading */
export function table(rows) {
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  const pad = (/** @type {string} */ cell, /** @type {number} */ i) =>
    i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]);
  return rows.map((row) => row.map(pad).join('  ')).join('\n');
}

/** The processor and Node, for a heading. */
export const machine = () =>
  `${cpus()[0]?.model.trim() ?? 'unknown CPU'}, Node ${process.versions.node}`;

/** Tells somebody who waits that a part is done. @param {string} what */
export function progress(what) {
  if (process.stderr.isTTY) process.stderr.write(`${what} done\n`);
}

/**
 * Writes all figures, with what they were measured on.
 * @param {string} path
 * @param {object} figures
 */
export function writeReport(path, figures) {
  const { version } = JSON.parse(readFileSync(here('../package.json'), 'utf8'));
  writeFileSync(path, `${JSON.stringify({ version, machine: machine(), ...figures }, null, 1)}\n`);
}
