/** The runtime in Node: as `index.ts`, on this process's machine. */
import './native/choose.js';

export * from './index.js';
export { type HostMachine, hostMachine } from './native/machine.js';
export { openArtifact } from './native/open-artifact.js';
export { type RunningProfile, startProfile } from './native/profile.js';
