import type { ModuleInfo } from '../module/module-info.js';
import { visible } from '../text/visible.js';
import { ExternKind, type FuncType } from '../wasm/types.js';
import { typeName } from '../wasm/value-types.js';
import { CliError, EXIT_USAGE, shorten } from './failure.js';
import { parseArgument } from './values.js';

/** A call of an export, checked. */
export interface PreparedCall {
  readonly name: string;
  readonly type: FuncType;
  /** The arguments' bits. */
  readonly words: readonly bigint[];
}

const KINDS: Record<ExternKind, string> = {
  [ExternKind.Function]: 'function',
  [ExternKind.Table]: 'table',
  [ExternKind.Memory]: 'memory',
  [ExternKind.Global]: 'global',
  [ExternKind.Tag]: 'tag',
};

/**
 * Checks that a module has the function that is asked for, and that the arguments are its own.
 *
 * @param name the export, or undefined for `_start` where there is one
 * @returns undefined when there is nothing to call
 * @throws CliError
 */
export function prepareCall(
  path: string,
  info: ModuleInfo,
  name: string | undefined,
  args: readonly string[],
): PreparedCall | undefined {
  // No value is written like an option.
  const late = args.find((arg) => /^--[a-z]/.test(arg));
  if (late !== undefined) {
    throw new CliError(`${late}: options go before the function's arguments`, EXIT_USAGE);
  }
  const wanted = name ?? '_start';
  const shown = shorten(visible(wanted), MAX_NAME);
  const found = info.exports.find((item) => item.name === wanted);
  if (found === undefined && name === undefined && args.length === 0) return undefined;
  if (found === undefined) {
    const message = `${path}: no exported function "${shown}" (${functionsOf(info)})`;
    throw new CliError(message, EXIT_USAGE);
  }
  if (found.kind !== ExternKind.Function) {
    throw new CliError(
      `${path}: "${shown}" is a ${KINDS[found.kind]}, not a function (${functionsOf(info)})`,
      EXIT_USAGE,
    );
  }
  const type = info.funcType(found.index);
  const { params } = type;
  if (args.length !== params.length) {
    const types = shorten(params.map(typeName).join(' '), MAX_TYPES);
    const takes = params.length === 0 ? 'no arguments' : `${counted(params.length)} (${types})`;
    throw new CliError(`"${shown}" takes ${takes}, not ${args.length}`, EXIT_USAGE);
  }
  const words = args.map((arg, i) => parseArgument(arg, params[i]!));
  return { name: wanted, type, words };
}

function counted(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`;
}

/** Functions that an error lists at most, and characters of what it says of one. */
const MAX_LISTED = 10;
const MAX_NAME = 60;
const MAX_TYPES = 200;

function functionsOf(info: ModuleInfo): string {
  const names: string[] = [];
  let count = 0;
  for (const { kind, name } of info.exports) {
    if (kind !== ExternKind.Function) continue;
    if (count++ < MAX_LISTED) names.push(shorten(visible(name), MAX_NAME));
  }
  if (count === 0) return 'it exports no functions';
  const more = count > names.length ? ` and ${count - names.length} more` : '';
  return `functions: ${names.join(', ')}${more}`;
}
