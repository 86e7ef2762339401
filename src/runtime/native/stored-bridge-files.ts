import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

/** The file of a bridge that the build has made, undefined where there is none. */
export function storedBridge(arch: string): string | undefined {
  const path = fileURLToPath(new URL(`bridge-${arch}.node`, import.meta.url));
  return existsSync(path) ? path : undefined;
}

/** A bridge that is made now, by what is loaded for it. */
export function makeBridge(arch: string): Uint8Array {
  const { bridgeObject } = createRequire(import.meta.url)('./compiler.cjs') as {
    bridgeObject(arch: string): Uint8Array;
  };
  return bridgeObject(arch);
}
