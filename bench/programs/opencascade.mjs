// OpenCASCADE (C++) cuts a sphere out of a box: node opencascade.mjs --engine v8|winch
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { compileFunction } from 'node:vm';
import { installEngine } from '../../test/programs/engine.mjs';
import { finishWarm } from './warm.mjs';

const engine = await installEngine();
const require = createRequire(import.meta.url);
// Made for a bundler: a module by its syntax, not by its name, that uses `require` and `__dirname`.
const script = require.resolve('opencascade.js/dist/opencascade.wasm.js');
const source = readFileSync(script, 'utf8').replace(/\bexport default (\w+);\s*$/, 'return $1;');
const load = compileFunction(source, ['require', '__dirname', '__filename'], { filename: script });
const create = load(require, dirname(script), script);
const oc = await create({ wasmBinary: readFileSync(script.replace(/\.js$/, '.wasm')) });

await finishWarm(engine, () => {
  const center = new oc.gp_Pnt_3(0.5, 0.5, 0.5);
  const box = new oc.BRepPrimAPI_MakeBox_1(1, 1, 1);
  const sphere = new oc.BRepPrimAPI_MakeSphere_5(center, 0.65);
  const cut = new oc.BRepAlgoAPI_Cut_3(box.Shape(), sphere.Shape());
  cut.Build();
  const properties = new oc.GProp_GProps_1();
  oc.BRepGProp.VolumeProperties_1(cut.Shape(), properties, false, false, false);
  const volume = properties.Mass();
  for (const object of [properties, cut, sphere, box, center]) object.delete();
  return volume;
});
process.exit(0);
