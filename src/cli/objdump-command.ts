import type { Artifact } from '../artifact/artifact.js';
import type { CompileOptions } from '../compiler/module-compiler.js';
import { type Disassembler, loadDisassembler } from '../disassembly/disassembler.js';
import { functionNames, listing } from '../disassembly/listing.js';
import { CompileTrace } from '../disassembly/trace.js';
import { visible } from '../text/visible.js';
import {
  type CompilingOptions,
  compileFile,
  loadArtifact,
  resolveFeatures,
  resolveTarget,
} from './compiling.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { readInput } from './files.js';
import { complain, print } from './output.js';

export interface ObjdumpOptions extends CompilingOptions {
  /** Name or index of the only function to show. */
  readonly function?: string;
  readonly bytes: boolean;
  /** Shows each operator with the abstract stack behind it and its code. */
  readonly trace?: boolean;
  readonly quiet?: boolean;
}

/** Lines are written in pieces of about this many characters. */
const PIECE = 64 * 1024;

/** `winch-ts objdump`: prints the machine code of a module or an artifact. */
export async function objdumpCommand(path: string, options: ObjdumpOptions): Promise<void> {
  const wanted = options.function;
  const isWanted = (index: number, name: string | undefined) =>
    wanted === undefined ||
    wanted === String(index) ||
    (name !== undefined && (wanted === name || wanted === visible(name)));
  const quiet = options.quiet === true;
  const target = resolveTarget(options.target ?? 'host');
  const compileOptions: CompileOptions = {
    target,
    ...(await resolveFeatures(options.features, target)),
    bounds: options.bounds ?? 'guard',
  };
  const artifact = await loadArtifact(path, async () => compileOptions, options);
  if (options.trace === true && !options.bytes) {
    await complain('winch-ts: --no-bytes has no effect: a trace shows no bytes\n');
  }
  const disassembler = await loadDisassembler(artifact.target);
  try {
    const { bounds, features } = artifact;
    const head = `${path}: ${artifact.target}, bounds checks: ${bounds}, features: ${features.join(' ') || 'none'}`;
    let found = wanted === undefined;
    const checkFound = () => {
      if (!found) throw new CliError(`${path}: no function ${wanted} is defined`);
    };
    const filter = (index: number, name: string | undefined) => {
      const shown = isWanted(index, name);
      found ||= shown;
      return shown;
    };
    if (options.trace === true) {
      const names = functionNames(artifact);
      const lines = await trace(path, artifact, compileOptions, disassembler, quiet, (index) =>
        filter(index, names.get(index)),
      );
      await writeLines(head, lines, checkFound);
    } else
      await writeLines(
        head,
        listing(artifact, disassembler, { bytes: options.bytes, filter }),
        checkFound,
      );
  } finally {
    disassembler.close();
  }
}

/** Compiles the module again, watching; the names of functions are known by now. */
async function trace(
  path: string,
  artifact: Artifact,
  options: CompileOptions,
  disassembler: Disassembler,
  quiet: boolean,
  filter: (index: number) => boolean,
): Promise<Iterable<string>> {
  const input = await readInput(path);
  if (input.kind !== 'module') {
    throw new CliError(
      `${path}: --trace needs a module, an artifact is compiled already`,
      EXIT_USAGE,
    );
  }
  const observer = new CompileTrace(filter);
  compileFile(path, input.bytes, { ...options, observer }, quiet);
  return observer.lines(artifact.code, disassembler);
}

/** @param check called before the last of it is written */
async function writeLines(head: string, lines: Iterable<string>, check: () => void): Promise<void> {
  let text = `${visible(head)}\n\n`;
  for (const line of lines) {
    text += `${visible(line)}\n`;
    if (text.length < PIECE) continue;
    await print(text);
    text = '';
  }
  check();
  await print(text);
}
