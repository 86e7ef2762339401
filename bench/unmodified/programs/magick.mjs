import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  ImageMagick,
  initializeImageMagick,
  Magick,
  MagickColors,
  MagickFormat,
} from '@imagemagick/magick-wasm';

await initializeImageMagick(
  readFileSync(createRequire(import.meta.url).resolve('@imagemagick/magick-wasm/magick.wasm')),
);
console.log(Magick.imageMagickVersion);
ImageMagick.read(MagickColors.Fuchsia, 60, 40, (image) => {
  image.blur(3, 2);
  image.rotate(30);
  image.resize(33, 21);
  image.write(MagickFormat.Png, (data) => console.log(image.width, image.height, data.length));
  image.write(MagickFormat.Rgb, (data) =>
    console.log(data.reduce((a, b) => (a * 31 + b) % 1_000_003, 7)),
  );
});
try {
  ImageMagick.read(Buffer.from('no image'), () => {});
} catch (error) {
  console.log('caught', error.message);
}
