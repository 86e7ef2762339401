import type { Command } from 'commander';

/** What begins a number rather than an option: `-1`, `-.5`, `-inf`, `-nan:0x1`. */
const NEGATIVE = /^-(?:\d|\.\d|inf|nan)/i;

/**
 * Puts the arguments of a command that takes a file, and then arguments which are not its own, in an
 * order in which nothing can be mistaken: its options, `--`, the file, the rest. Options end at the
 * first argument behind the file that is none, or at `--`; negative numbers are none.
 */
export function optionsFirst(command: Command, args: readonly string[]): string[] {
  const options: string[] = [];
  const file: string[] = [];
  let at = 0;
  for (; at < args.length; at++) {
    const arg = args[at]!;
    if (arg === '--') {
      at++;
      break;
    }
    if (!/^-./.test(arg) || (file.length > 0 && NEGATIVE.test(arg))) {
      if (file.length > 0) break;
      file.push(arg);
      continue;
    }
    options.push(arg);
    const takesValue = command.options.some(
      (option) => option.required && (arg === option.long || arg === option.short),
    );
    if (!takesValue) continue;
    // What follows would be its value, so nothing does: that is for the parser to say.
    if (at + 1 === args.length) return [...file, ...options];
    options.push(args[++at]!);
  }
  return [...options, '--', ...file, ...args.slice(at)];
}

/**
 * Refuses an option that is given twice, whatever its values: which of them was meant cannot be known.
 *
 * @param repeatable names of options that collect their values
 */
export function refuseRepetition(command: Command, repeatable: readonly string[] = []): void {
  for (const option of command.options) {
    if (repeatable.includes(option.name())) continue;
    let given = false;
    command.on(`option:${option.name()}`, () => {
      if (given) command.error(`error: option '${option.flags}' is given more than once`);
      given = true;
    });
  }
}
