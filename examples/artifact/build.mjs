// The build step: compiles SQLite (sql.js) for the machines that it will run on, into artifacts to be shipped.
//
//   node build.mjs FOLDER [TARGET...]      targets: x64, aarch64; when not said, this machine
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compileModule, featureNames, hostTarget, serializeArtifact } from 'winch-ts';

const [folder = '.', ...targets] = process.argv.slice(2);
const bytes = readFileSync(createRequire(import.meta.url).resolve('sql.js/dist/sql-wasm.wasm'));
const host = hostTarget();

// For another machine: what all of its kind have. CPU features of this one may be missing there.
const options = targets.length === 0 ? [host] : targets.map((target) => ({ target, features: [] }));

for (const option of options) {
  const artifact = compileModule(bytes, option);
  const path = join(folder, `sql-${option.target}.winch`);
  writeFileSync(path, serializeArtifact(artifact));
  const { length } = featureNames(option.target);
  console.log(
    `${path}: ${artifact.code.length} bytes of code, ${option.features.length} of ${length} CPU features`,
  );
}
