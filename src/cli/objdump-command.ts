import { loadDisassembler } from '../disassembly/disassembler.js';
import { listing } from '../disassembly/listing.js';
import { loadArtifact, resolveFeatures, resolveTarget } from './compiling.js';
import { CliError } from './failure.js';

export interface ObjdumpOptions {
  readonly target: string;
  readonly features?: string;
  /** Name or index of the only function to show. */
  readonly function?: string;
  readonly bytes: boolean;
  readonly quiet?: boolean;
}

/** Lines are written in pieces of about this many characters. */
const PIECE = 64 * 1024;

/** `winch-ts objdump`: prints the machine code of a module or an artifact. */
export async function objdumpCommand(path: string, options: ObjdumpOptions): Promise<void> {
  const wanted = options.function;
  const artifact = await loadArtifact(
    path,
    async () => ({
      target: resolveTarget(options.target),
      ...(await resolveFeatures(options.features)),
    }),
    options.quiet === true,
  );
  const disassembler = await loadDisassembler(artifact.target);
  try {
    const { target, bounds, features } = artifact;
    let text = `${path}: ${target}, bounds checks: ${bounds}, features: ${features.join(' ') || 'none'}\n\n`;
    let found = wanted === undefined;
    const lines = listing(artifact, disassembler, {
      bytes: options.bytes,
      filter: (index, name) => {
        const shown = wanted === undefined || wanted === name || wanted === String(index);
        found ||= shown;
        return shown;
      },
    });
    for (const line of lines) {
      text += `${line}\n`;
      if (text.length < PIECE) continue;
      await write(text);
      text = '';
    }
    if (!found) throw new CliError(`${path}: no function ${wanted} is defined`);
    await write(text);
  } finally {
    disassembler.close();
  }
}

/** Waits until the reader has taken what was written, so that it does not pile up. */
function write(text: string): Promise<void> {
  return new Promise((resolve) => {
    process.stdout.write(text, () => resolve());
  });
}
