import {
  columnOf,
  escapeNonAscii,
  loadPackage,
  TextError,
  type TextReader,
} from './text-reader.js';

/** The package with wabt's reader; 6 MB. */
export const WABT = 'wabt';

interface WabtModule {
  toBinary(options: { write_debug_names: boolean }): { buffer: Uint8Array };
  destroy(): void;
}

/** What is used of it. */
interface Wabt {
  parseWat(name: string, text: string, features: Readonly<Record<string, boolean>>): WabtModule;
}

/** All that it knows: what of it can be compiled is for the compiler to say. */
const FEATURES = Object.fromEntries(
  `exceptions mutable_globals sat_float_to_int sign_extension simd threads function_references multi_value tail_call
  bulk_memory reference_types annotations code_metadata gc memory64 multi_memory extended_const relaxed_simd`
    .split(/\s+/)
    .map((name) => [name, true]),
);

/** What it calls the text in its messages: any name without a colon. */
const NAME = 'text';

let loading: Promise<TextReader> | undefined;

/**
 * Loads wabt, once.
 * @throws TextReaderMissingError when its package is not installed
 */
export function loadWabt(): Promise<TextReader> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TextReader> {
  const { default: start } = (await loadPackage(WABT)) as { default: () => Promise<Wabt> };
  const wabt = await start();
  return {
    async parse(text) {
      let module: WabtModule | undefined;
      try {
        module = wabt.parseWat(NAME, escapeNonAscii(text), FEATURES);
        // A section of names is written where there are none, too.
        return module.toBinary({ write_debug_names: text.includes('$') }).buffer.slice();
      } catch (error) {
        throw textErrorOf(error, text);
      } finally {
        module?.destroy();
      }
    },
  };
}

/** The first of the errors that a message lists. */
function textErrorOf(error: unknown, text: string): TextError {
  const raw = error instanceof Error ? error.message : String(error);
  const found = /^text:(\d+):(\d+): error: (.*)$/m.exec(raw);
  if (found === null) return new TextError(raw.split('\n', 1)[0]!, 0, 0);
  const line = Number(found[1]);
  // Errors name the last line of a text that ends in the middle of something: there may be no such line.
  return new TextError(found[3]!, line, columnOf(text, line, Number(found[2]) - 1));
}
