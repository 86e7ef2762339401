import { visible } from '../text/visible.js';
import { CliError, EXIT_USAGE } from './failure.js';

/** A module to be instantiated before the main one, which imports from it. */
export interface Preload {
  /** What other modules call it. */
  readonly name: string;
  readonly path: string;
}

/** @throws CliError for what is not NAME=FILE, and a name that is there twice */
export function preloadsOf(given: readonly string[]): Preload[] {
  const names = new Set<string>();
  return given.map((text) => {
    const at = text.indexOf('=');
    const [name, path] = [text.slice(0, at), text.slice(at + 1)];
    if (at <= 0 || path === '') {
      throw new CliError(`--preload ${visible(text)}: expected NAME=FILE`, EXIT_USAGE);
    }
    if (names.has(name)) {
      throw new CliError(`--preload: two modules are called ${visible(name)}`, EXIT_USAGE);
    }
    names.add(name);
    return { name, path };
  });
}
