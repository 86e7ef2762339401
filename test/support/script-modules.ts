/** The text of all `(module …)` forms at the top level of a script, but quoted and binary ones. */
export function sexprsOfModules(script: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let start = 0;
  // Strings and comments may hold parentheses.
  for (const { 0: token, index } of script.matchAll(/"(?:[^"\\]|\\.)*"|;;[^\n]*|[()]/g)) {
    if (token === '(') {
      if (depth++ === 0) start = index;
    } else if (token === ')' && --depth === 0) {
      const text = script.slice(start, index + 1);
      if (/^\(module\s/.test(text) && !/^\(module\s+(\$\S+\s+)?(quote|binary)/.test(text)) {
        found.push(text);
      }
    }
  }
  return found;
}
