/** The version of the package; `version.test.ts` compares it with `package.json`. */
export const VERSION = '0.1.0';
