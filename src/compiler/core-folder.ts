/** Where the build puts cores, seen from the folder of the library's files. `core-folder-esm.ts` is for modules. */
export function coreFolder(): string {
  return `${__dirname}/../core`;
}
