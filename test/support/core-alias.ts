import { fileURLToPath } from 'node:url';

const path = (name: string): string => fileURLToPath(new URL(`../../${name}`, import.meta.url));

/** For vitest's configurations: the sources run the cores that `npm run build` has made, as the built library does. */
export const coreAlias = [
  { find: /^\.\/core-file\.js$/, replacement: path('src/compiler/core-file-stored.ts') },
  { find: /^\.\/core-folder\.js$/, replacement: path('test/support/core-folder.ts') },
];
