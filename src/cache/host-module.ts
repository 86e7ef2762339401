import { createRequire } from 'node:module';

/** A module of Node's, loaded when it is first needed: some load dozens of others, which takes milliseconds. */
export function hostModule<M>(name: `node:${string}`): M {
  return createRequire('/')(name) as M;
}
