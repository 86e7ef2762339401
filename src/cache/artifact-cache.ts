import { readdirSync, rmSync, type Stats, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Artifact } from '../artifact/artifact.js';
import { ArtifactError } from '../artifact/artifact-error.js';
import { bytesOf } from '../artifact/buffer-source.js';
import { loadCompiler } from '../compiler/load.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { getStore, hostModule, openArtifact, platform } from '../runtime/node.js';
import { BUILD } from '../util/build.js';
import { VERSION } from '../util/version.js';
import { checkFolder, defaultFolder, prepareFolder, reasonOf } from './folder.js';
import { ASIDE, writeAtExit, writeNow, writeSoon } from './writes.js';

/** Bytes that a cache may have when nobody says. */
const DEFAULT_SIZE = 1 << 30;
const ENDING = '.winch';
/** A file that was being written for so many milliseconds will not be finished any more. */
const ABANDONED = 15 * 60 * 1000;
const ENTRY = /^[0-9a-f]{64}\.winch$/;

export interface CacheOptions {
  /** Where it is; the platform's folder for a user's caches if left out. */
  readonly folder?: string | undefined;
  /** Bytes that the files may have together, 1 GiB if left out: beyond, those go that were not used for longest. */
  readonly maxBytes?: number | undefined;
}

/** A file of a cache. */
export interface CacheEntry {
  /** Of the module, the compiler and its options: 64 hexadecimal digits. */
  readonly key: string;
  readonly path: string;
  /** Bytes of the file. */
  readonly size: number;
  /** When it was used last, as `Date.now()` counts. */
  readonly lastUsed: number;
}

/** What the code of a module depends on besides its bytes. */
export type CacheChoice = Pick<CompileOptions, 'target' | 'features' | 'bounds'>;

/**
 * Compiled modules in files of a folder, for the next process that has the same bytes to compile.
 *
 * A file is named by a hash (SHA-256) of the module, the compiler and its options, and says so inside too; it is written
 * under another name, synced and renamed, so that under its name there is always a whole file, whoever writes at the same time
 * or is killed. All of it is checked before it is used; what is not as it was written is removed, and compiled again.
 *
 * Nothing here throws for what is wrong with folder or files: then modules are compiled, and {@link problem} says why.
 *
 * The folder is as trusted as a folder of executables: see docs/security.md.
 */
export class ArtifactCache {
  /** Undefined where there is no place for one. */
  readonly folder: string | undefined;
  readonly #maxBytes: number;
  #problem: string | undefined;
  /** Whether the folder can be trusted; undefined before anybody has looked. */
  #trusted: boolean | undefined;
  /** Bytes that the files have, as far as that is known: nobody has looked yet. */
  #total = Infinity;
  #hits = 0;
  #misses = 0;

  /** @throws TypeError, RangeError for options that cannot be */
  constructor(options: CacheOptions = {}) {
    const { folder, maxBytes = DEFAULT_SIZE } = options;
    if (folder !== undefined && (typeof folder !== 'string' || folder === '')) {
      throw new TypeError('the folder of a cache must be a path');
    }
    if (typeof maxBytes !== 'number' || !(maxBytes >= 0)) {
      throw new RangeError('maxBytes of a cache must be a number from 0 on');
    }
    this.folder = folder ?? defaultFolder();
    this.#maxBytes = maxBytes;
    if (this.folder === undefined) this.#problem = 'there is no folder for it';
  }

  /** Why the cache is not used, or what went wrong last; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem;
  }

  /** Modules that were found, by this object. */
  get hits(): number {
    return this.#hits;
  }

  /** Modules that were not. */
  get misses(): number {
    return this.#misses;
  }

  /**
   * What a module's code is looked for by: a hash of its bytes, the compiler and the options.
   *
   * @param bytes the module
   * @param choice for this machine
   */
  keyOf(bytes: Uint8Array, { target, features, bounds }: CacheChoice): Uint8Array {
    const list = features === undefined ? 'all' : [...features].sort();
    const rest = JSON.stringify([VERSION, BUILD, target, bounds, list]);
    // SHA-256: a module's author must not be able to make one that is taken for another.
    const { createHash } = hostModule<typeof import('node:crypto')>('node:crypto');
    return createHash('sha256').update(rest).update('\0').update(bytes).digest();
  }

  /** The artifact that a key stands for; undefined where there is none that can be used. */
  find(key: Uint8Array): Artifact | undefined {
    const artifact = this.#isThere() ? this.#open(key) : undefined;
    if (artifact === undefined) this.#misses++;
    else this.#hits++;
    return artifact;
  }

  /**
   * Keeps an artifact: its file is written once the current job has ended, or as the process exits; that of a module whose functions are
   * compiled when they are called, as the process exits. What is too
   * large for the cache is not kept.
   */
  add(key: Uint8Array, artifact: Artifact): void {
    const { folder } = this;
    if (folder === undefined || !this.#prepare(folder)) return;
    // Functions that nobody has called yet are compiled for it: not while the program runs.
    const write = artifact.functions === undefined ? writeSoon : writeAtExit;
    write(
      pathOf(folder, key),
      () => this.#fileOf(key, artifact),
      (error) => this.#written(error),
    );
  }

  /** As {@link add}; when this returns, the file is there, or {@link problem} says why not. */
  addNow(key: Uint8Array, artifact: Artifact): void {
    const { folder } = this;
    if (folder === undefined || !this.#prepare(folder)) return;
    try {
      const file = this.#fileOf(key, artifact);
      if (file !== undefined) writeNow(pathOf(folder, key), file);
      this.#written(undefined);
    } catch (error) {
      this.#written(error);
    }
  }

  /** Whether something can be kept in the folder, which is made if it is not there. */
  #prepare(folder: string): boolean {
    this.#problem = prepareFolder(folder);
    this.#trusted = this.#problem === undefined;
    return this.#trusted;
  }

  /** Undefined where it is too large. */
  #fileOf(key: Uint8Array, artifact: Artifact): Uint8Array | undefined {
    const file = loadCompiler().serializeArtifact(artifact, undefined, key);
    if (file.length > this.#maxBytes) return undefined;
    this.#total += file.length;
    return file;
  }

  #written(error: unknown): void {
    if (error === undefined) this.#makeRoom();
    else this.#problem = reasonOf(error);
  }

  /**
   * The artifact of a module for this machine: from the cache, or compiled now and kept.
   *
   * @param source an ArrayBuffer, a SharedArrayBuffer or a view of any kind
   * @throws what {@link compileModule} throws
   */
  compile(
    source: ArrayBufferLike | ArrayBufferView,
    options: CacheChoice = platform().compiling,
  ): Artifact {
    const bytes = bytesOf(source, 'compile: the argument');
    const key = this.keyOf(bytes, options);
    const found = this.find(key);
    if (found !== undefined) return found;
    const artifact = loadCompiler().compileModule(bytes, options);
    this.add(key, artifact);
    return artifact;
  }

  /** What it holds, in the order of last use, the last first. */
  entries(): CacheEntry[] {
    const { folder } = this;
    if (folder === undefined) return [];
    const entries: CacheEntry[] = [];
    for (const name of namesIn(folder)) {
      if (!ENTRY.test(name)) continue;
      const path = join(folder, name);
      const stat = statOf(path);
      if (stat?.isFile() !== true) continue;
      const key = name.slice(0, -ENDING.length);
      entries.push({ key, path, size: stat.size, lastUsed: stat.mtimeMs });
    }
    return entries.sort((a, b) => b.lastUsed - a.lastUsed);
  }

  /** Removes all files. @returns how many there were */
  clean(): number {
    const entries = this.entries();
    for (const { path } of entries) remove(path);
    this.#sweep(0);
    return entries.length;
  }

  /** Looks once whether the folder can be trusted. It is not made before there is something to keep. */
  #isThere(): boolean {
    const { folder } = this;
    if (folder === undefined) return false;
    if (this.#trusted !== undefined) return this.#trusted;
    const problem = checkFolder(folder);
    if (problem === 'ENOENT') return false;
    this.#problem = problem;
    this.#trusted = problem === undefined;
    return this.#trusted;
  }

  #open(key: Uint8Array): Artifact | undefined {
    const path = pathOf(this.folder!, key);
    try {
      const artifact = openArtifact(getStore(), path, true);
      if (Buffer.compare(artifact.key, key) !== 0) throw new ArtifactError('of another module');
      markUsed(path);
      return artifact;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      this.#problem = reasonOf(error);
      if (error instanceof ArtifactError) {
        // It will be there again in a moment.
        this.#problem = undefined;
        remove(path);
      }
      return undefined;
    }
  }

  /** Removes what was used longest ago, until the rest fits. */
  #makeRoom(): void {
    // What others have written since is seen by the next process.
    if (this.#total <= this.#maxBytes) return;
    let sum = 0;
    this.#total = 0;
    for (const { path, size } of this.entries()) {
      sum += size;
      if (sum > this.#maxBytes) remove(path);
      else this.#total = sum;
    }
    this.#sweep(ABANDONED);
  }

  /** Removes what processes that were killed have left. */
  #sweep(age: number): void {
    const folder = this.folder!;
    for (const name of namesIn(folder)) {
      if (!ASIDE.test(name)) continue;
      const path = join(folder, name);
      const stat = statOf(path);
      if (stat !== undefined && Date.now() - stat.mtimeMs >= age) remove(path);
    }
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Undefined where nothing can be told of it. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** Removes a file, where that can be done. */
function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // It is in the way of nobody: what is in it was looked at, and is not used.
  }
}

function pathOf(folder: string, key: Uint8Array): string {
  return join(folder, `${Buffer.from(key).toString('hex')}${ENDING}`);
}

/** The time of the last change is that of the last use: times of reading are not kept on many machines. */
function markUsed(path: string): void {
  const now = new Date();
  try {
    utimesSync(path, now, now);
  } catch {
    // It is used all the same.
  }
}
