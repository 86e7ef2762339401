import { createRequire } from 'node:module';

type Koffi = typeof import('koffi').default;

/**
 * Loads koffi, which calls native functions. Late and not by an `import`, so that the compiler works
 * where koffi has no build or is not installed. Bundlers leave it out for the same reason: it brings
 * a native library of its own, and is found from where the bundle lies.
 *
 * @throws Error saying what to do
 */
export function loadKoffi(): Koffi {
  // Bundles in CommonJS have no URL, or that of the file they were made of, but a name.
  const places: unknown[] = [import.meta.url, typeof __filename === 'string' ? __filename : ''];
  for (const place of places) {
    if (typeof place !== 'string' || place === '') continue;
    const require = createRequire(place);
    try {
      require.resolve('koffi');
    } catch {
      continue;
    }
    try {
      return require('koffi') as Koffi;
    } catch (error) {
      const { message } = error as Error;
      throw new Error(
        `running WebAssembly needs the package koffi, which does not load: ${message}`,
        {
          cause: error,
        },
      );
    }
  }
  throw new Error(
    'running WebAssembly needs the package koffi, which is not found; bundles do not contain it: install it where the bundle lies (npm install koffi)',
  );
}
