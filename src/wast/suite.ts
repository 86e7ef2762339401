import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import type { TextReader } from '../text/wat.js';
import type { Engine } from './engine.js';
import { type CommandResult, type OnCommand, runScript } from './runner.js';

/** A script to run. */
export interface ScriptFile {
  readonly path: string;
  /** As shown: relative to the folder that was asked for. */
  readonly label: string;
  /** The group that names it, or undefined. */
  readonly group: string | undefined;
}

/** A path or group that is not there; the message names it. */
export class SuiteError extends Error {
  override readonly name = 'SuiteError';
}

/** In a folder of scripts: its map of groups. */
export const GROUPS_FILE = 'groups.json';

/**
 * The scripts of files and folders. A folder's `groups.json` maps names of groups to scripts; without
 * `groups`, a folder stands for all scripts in it, at any depth.
 * @throws SuiteError
 */
export async function collectScripts(
  paths: readonly string[],
  groups: readonly string[],
): Promise<ScriptFile[]> {
  const found: ScriptFile[] = [];
  const missing = new Set(groups);
  for (const path of paths) {
    const isFolder = await isDirectory(path);
    if (!isFolder) {
      found.push({ path, label: path, group: undefined });
      continue;
    }
    const table = await readGroups(path, groups.length > 0);
    if (groups.length === 0) {
      const names = (await readdir(path, { recursive: true })).filter((f) => f.endsWith('.wast'));
      const groupOf = new Map<string, string>();
      for (const [group, files] of table) for (const file of files) groupOf.set(file, group);
      for (const name of names.sort()) {
        found.push({ path: join(path, name), label: name, group: groupOf.get(name) });
      }
      continue;
    }
    for (const group of groups) {
      const files = table.get(group);
      if (files === undefined) continue;
      missing.delete(group);
      for (const file of files) found.push({ path: join(path, file), label: file, group });
    }
  }
  if (missing.size > 0) {
    throw new SuiteError(
      `no group ${[...missing].join(', ')} in groups.json of ${paths.join(' ')}`,
    );
  }
  if (found.length === 0) throw new SuiteError(`no .wast scripts in ${paths.join(' ')}`);
  return found;
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new SuiteError(`cannot read ${path}: ${code === 'ENOENT' ? 'no such file' : code}`);
  }
}

async function readGroups(
  folder: string,
  needed: boolean,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const path = join(folder, GROUPS_FILE);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch {
    if (needed) throw new SuiteError(`no groups.json in ${folder}`);
    return new Map();
  }
  const table = new Map<string, readonly string[]>();
  try {
    const parsed: unknown = JSON.parse(text);
    for (const [group, files] of Object.entries(parsed as object)) {
      if (!Array.isArray(files)) throw new Error(`${group} is no list`);
      table.set(group, files.map(String));
    }
  } catch (error) {
    throw new SuiteError(`${path} is no map of groups to scripts: ${(error as Error).message}`);
  }
  return table;
}

/** Counts of assertions. */
export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  /** Of the text library, counted apart. */
  textPassed: number;
  textFailed: number;
}

export interface ScriptReport extends ScriptFile {
  readonly counts: Counts;
  /** All that did not pass, in order. */
  readonly problems: readonly CommandResult[];
  readonly milliseconds: number;
}

export interface SuiteReport {
  readonly engine: string;
  readonly counts: Counts;
  readonly scripts: readonly ScriptReport[];
  /** Failures for want of a proposal, by proposal. */
  readonly needs: ReadonlyMap<string, number>;
  /** Modules that were to be refused and were, but for want of a proposal; they count as passed. */
  readonly refusedForNeeds: ReadonlyMap<string, number>;
}

export interface SuiteOptions {
  /** Makes the engine for one script. */
  readonly makeEngine: () => Engine;
  readonly reader: () => Promise<TextReader>;
  /** Called after each script, and waited for. */
  readonly onScript?: (report: ScriptReport, done: number, total: number) => void | Promise<void>;
  readonly onCommand?: OnCommand;
}

export function emptyCounts(): Counts {
  return { passed: 0, failed: 0, skipped: 0, textPassed: 0, textFailed: 0 };
}

/** Runs scripts one after another, each on an engine of its own. */
export async function runSuite(
  files: readonly ScriptFile[],
  options: SuiteOptions,
): Promise<SuiteReport> {
  const counts = emptyCounts();
  const needs = new Map<string, number>();
  const refusedForNeeds = new Map<string, number>();
  const scripts: ScriptReport[] = [];
  let engineName = '';
  for (const file of files) {
    const source = await readScript(file.path);
    const start = performance.now();
    const engine = options.makeEngine();
    engineName = engine.name;
    const { results } = await runScript(source, engine, options.reader, options.onCommand);
    const own = emptyCounts();
    for (const result of results) {
      count(own, result);
      if (result.needs === undefined) continue;
      const table = result.outcome === 'passed' ? refusedForNeeds : needs;
      table.set(result.needs, (table.get(result.needs) ?? 0) + 1);
    }
    add(counts, own);
    const problems = results.filter((r) => r.outcome !== 'passed' && r.outcome !== 'text-passed');
    const report = { ...file, counts: own, problems, milliseconds: performance.now() - start };
    scripts.push(report);
    await options.onScript?.(report, scripts.length, files.length);
  }
  return { engine: engineName, counts, scripts, needs, refusedForNeeds };
}

async function readScript(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new SuiteError(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`);
  }
}

function count(counts: Counts, result: CommandResult): void {
  switch (result.outcome) {
    case 'passed':
      counts.passed++;
      break;
    case 'failed':
      counts.failed++;
      break;
    case 'skipped':
      counts.skipped++;
      break;
    case 'text-passed':
      counts.textPassed++;
      break;
    case 'text-failed':
      counts.textFailed++;
      break;
  }
}

function add(sum: Counts, more: Counts): void {
  sum.passed += more.passed;
  sum.failed += more.failed;
  sum.skipped += more.skipped;
  sum.textPassed += more.textPassed;
  sum.textFailed += more.textFailed;
}

/** One line for each thing that did not pass: `script:line: command: why`. */
export function problemLines(report: ScriptReport): string[] {
  return report.problems.map(
    (p) => `${report.label}:${p.line}: ${p.command}: ${p.reason ?? p.outcome}`,
  );
}

/**
 * The end of a report. The last line is `N passed, N failed, N skipped`; the one before it counts
 * the text library's assertions.
 */
export function summaryLines(report: SuiteReport): string[] {
  const { counts, needs, refusedForNeeds } = report;
  const lines: string[] = [];
  for (const [proposal, n] of sorted(needs)) lines.push(`failed for want of ${proposal}: ${n}`);
  for (const [proposal, n] of sorted(refusedForNeeds)) {
    lines.push(`passed, refused for want of ${proposal}: ${n}`);
  }
  lines.push(`text parser: ${counts.textPassed} passed, ${counts.textFailed} failed`);
  lines.push(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return lines;
}

function sorted(table: ReadonlyMap<string, number>): [string, number][] {
  return [...table].sort((a, b) => b[1] - a[1]);
}

/** The report as plain data, for JSON: totals, groups, scripts with their problems. */
export function reportData(report: SuiteReport): object {
  const groups: Record<string, Counts> = {};
  for (const script of report.scripts) {
    if (script.group === undefined) continue;
    groups[script.group] ??= emptyCounts();
    add(groups[script.group]!, script.counts);
  }
  return {
    engine: report.engine,
    ...report.counts,
    needs: Object.fromEntries(report.needs),
    refusedForNeeds: Object.fromEntries(report.refusedForNeeds),
    groups,
    scripts: report.scripts.map((script) => ({
      script: script.label,
      group: script.group ?? null,
      ...script.counts,
      milliseconds: Math.round(script.milliseconds * 10) / 10,
      problems: script.problems,
    })),
  };
}
