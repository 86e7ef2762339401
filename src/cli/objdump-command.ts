import type { Artifact, BoundsMode } from '../artifact/artifact.js';
import type { CompileOptions } from '../codegen/module-compiler.js';
import { type Disassembler, loadDisassembler } from '../disassembly/disassembler.js';
import { functionNames, listing } from '../disassembly/listing.js';
import { CompileTrace } from '../disassembly/trace.js';
import { compileFile, loadArtifact, resolveFeatures, resolveTarget } from './compiling.js';
import { CliError, EXIT_USAGE } from './failure.js';
import { readInput } from './files.js';

export interface ObjdumpOptions {
  readonly target: string;
  readonly features?: string;
  readonly bounds?: BoundsMode;
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
    wanted === undefined || wanted === name || wanted === String(index);
  const quiet = options.quiet === true;
  const compileOptions = async (): Promise<CompileOptions> => ({
    target: resolveTarget(options.target),
    ...(await resolveFeatures(options.features)),
    bounds: options.bounds ?? 'guard',
  });
  const artifact = await loadArtifact(path, compileOptions, quiet);
  const disassembler = await loadDisassembler(artifact.target);
  try {
    const { target, bounds, features } = artifact;
    const head = `${path}: ${target}, bounds checks: ${bounds}, features: ${features.join(' ') || 'none'}`;
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
      const lines = await trace(
        path,
        artifact,
        await compileOptions(),
        disassembler,
        quiet,
        (index) => filter(index, names.get(index)),
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
  let text = `${head}\n\n`;
  for (const line of lines) {
    text += `${line}\n`;
    if (text.length < PIECE) continue;
    await write(text);
    text = '';
  }
  check();
  await write(text);
}

/** Waits until the reader has taken what was written, so that it does not pile up. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
