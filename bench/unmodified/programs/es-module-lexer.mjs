import { init, parse } from 'es-module-lexer';

await init;
const source = `import a, { b } from 'one'; export const c = await import('two'); export { d as e } from "three"; import.meta.url;`;
console.log(JSON.stringify(parse(source)));
