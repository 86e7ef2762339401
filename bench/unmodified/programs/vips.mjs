import { createRequire } from 'node:module';

const vips = await createRequire(import.meta.url)('wasm-vips')({ dynamicLibraries: [] });
console.log(vips.version());
const image = vips.Image.gaussnoise(64, 48, { sigma: 0, mean: 100 }).add(
  vips.Image.xyz(64, 48).extractBand(0),
);
const out = image.gaussblur(1.5).resize(0.5).cast('uchar');
console.log(
  out.width,
  out.height,
  out.writeToMemory().reduce((a, b) => (a * 31 + b) % 1_000_003, 7),
);
console.log(out.writeToBuffer('.png').length);
try {
  vips.Image.newFromBuffer(Buffer.from('no image'));
} catch (error) {
  console.log('caught', String(error.message).trim());
}
vips.shutdown();
process.exit(0);
