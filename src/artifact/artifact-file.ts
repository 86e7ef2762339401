import type { ModuleInfo } from '../module/module-info.js';
import type { Artifact, BoundsMode, CompileStats, TargetName } from './artifact.js';
import type { ArtifactBytes } from './artifact-bytes.js';
import type { ArtifactHeader } from './header.js';
import { FileTables } from './tables.js';

/** An artifact in the bytes of a file, of which nothing is decoded before it is needed. */
export class ArtifactFile implements Artifact {
  readonly target: TargetName;
  readonly bounds: BoundsMode;
  readonly features: readonly string[];
  readonly tableForm = 'pointers';
  /** What explains addresses. It does not keep the artifact. */
  readonly tables: FileTables;
  #code: Uint8Array | undefined;

  constructor(
    private readonly file: ArtifactBytes,
    readonly header: ArtifactHeader,
  ) {
    this.target = header.target;
    this.bounds = header.bounds;
    this.features = header.features;
    this.tables = new FileTables(file, header);
  }

  get code(): Uint8Array {
    const { offset, length } = this.header.code;
    this.#code ??= this.file.view(offset, length);
    return this.#code;
  }

  get info(): ModuleInfo {
    return this.tables.info;
  }

  get moduleBytes(): Uint8Array {
    return this.tables.moduleBytes;
  }

  get funcOffsets(): Uint32Array {
    return this.tables.funcOffsets;
  }

  get trapSites(): Int32Array {
    return this.tables.trapSites;
  }

  get trapKinds(): Uint8Array {
    return this.tables.trapKinds;
  }

  get callSites(): Int32Array {
    return this.tables.callSites;
  }

  get handlers(): Int32Array {
    return this.tables.handlers;
  }

  get handlerSpans(): Int32Array {
    return this.tables.handlerSpans;
  }

  get frameStates(): Int32Array {
    return this.tables.frameStates;
  }

  get accessors(): Int32Array {
    return this.tables.accessors;
  }

  /** What a cache looks for it by; empty where none wrote it. */
  get key(): Uint8Array {
    return this.tables.key;
  }

  /** Counters of the compile are not kept. */
  get stats(): CompileStats {
    return {
      bytesIn: 0,
      bytesOut: this.header.code.length,
      functions: this.funcOffsets.length - 1,
      operators: 0,
      spills: 0,
      merges: 0,
      moves: 0,
      nanoseconds: 0,
    };
  }

  /** Reads all tables. @throws ArtifactError when one is not in order */
  readAll(): void {
    const { tables } = this;
    for (const table of [
      tables.funcOffsets,
      tables.trapKinds,
      tables.callSites,
      tables.accessors,
      tables.frameStates,
      tables.handlerSpans,
    ]) {
      void table.length;
    }
    void tables.start;
  }
}
