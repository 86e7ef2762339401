import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

/** The file of a bridge that the build has made, undefined where there is none. */
export function storedBridge(arch: string): string | undefined {
  const path = `${__dirname}/bridge-${arch}.node`;
  return existsSync(path) ? path : undefined;
}

/** A bridge that is made now, by what is loaded for it. */
export function makeBridge(arch: string): Uint8Array {
  const { bridgeObject } = createRequire(__filename)('./compiler.cjs') as {
    bridgeObject(arch: string): Uint8Array;
  };
  return bridgeObject(arch);
}
