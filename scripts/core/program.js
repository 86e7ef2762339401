import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import ts from 'typescript';

// The sources as TypeScript sees them, and as they run: what their constants are is asked of the running ones.

/** The name that each file's constants are exported by where they are run. */
const CONSTANTS = '__constants';

/**
 * Something of the sources that the core cannot have.
 *
 * @param {ts.Node} node where it stands
 * @param {string} text what is wrong, and what to write instead
 */
export function refusal(node, text) {
  const file = node.getSourceFile();
  const { line, character } = file.getLineAndCharacterOfPosition(node.getStart());
  const place = `${relative('.', file.fileName)}:${line + 1}:${character + 1}`;
  return new Refusal(`${place}: ${text}\n    ${node.getText().split('\n')[0].slice(0, 110)}`);
}

export class Refusal extends Error {}

/** @param {string} root file whose imports are the program */
export function readProgram(root) {
  const { config } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, '.');
  return ts.createProgram([root], { ...options, noEmit: true });
}

/**
 * Runs the sources of a program.
 *
 * @param {ts.Program} program
 * @param {string} folder where they are put for it
 * @returns {Promise<(file: string) => any>} what gives a file's exports; its constants are in `CONSTANTS`
 */
export async function runProgram(program, folder) {
  const files = program
    .getSourceFiles()
    .filter((f) => !f.isDeclarationFile && !f.fileName.includes('node_modules'));
  rmSync(folder, { recursive: true, force: true });
  const places = new Map();
  for (const file of files) {
    const place = join(folder, relative('.', file.fileName)).replace(/\.ts$/, '.js');
    const { outputText } = ts.transpileModule(file.text, {
      compilerOptions: {
        target: ts.ScriptTarget.ES2023,
        module: ts.ModuleKind.ESNext,
        verbatimModuleSyntax: true,
      },
    });
    const names = constantNames(file);
    mkdirSync(dirname(place), { recursive: true });
    writeFileSync(place, `${outputText}\nexport const ${CONSTANTS} = {${names.join()}};\n`);
    places.set(file.fileName, place);
  }
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const modules = new Map();
  for (const [file, place] of places) modules.set(file, await import(pathToFileURL(place).href));
  return (file) => modules.get(file);
}

/** @param {ts.SourceFile} file */
function constantNames(file) {
  const names = [];
  for (const statement of file.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    if ((statement.declarationList.flags & ts.NodeFlags.Const) === 0) continue;
    if (statement.modifiers?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword)) continue;
    for (const { name } of statement.declarationList.declarations) {
      if (ts.isIdentifier(name)) names.push(name.text);
    }
  }
  return names;
}

/** The value of a constant of a module. */
export const constantOf = (modules, declaration) =>
  modules(declaration.getSourceFile().fileName)[CONSTANTS][declaration.name.text];
