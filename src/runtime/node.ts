/** The runtime in Node: as `index.ts`, on this process's machine. */
export * from './index.js';
export { noMachineCode, useTarget } from './native/choose.js';
export { hostModule } from './native/host-module.js';
export { type HostMachine, hostMachine } from './native/machine.js';
export { openArtifact } from './native/open-artifact.js';
export { type RunningProfile, startProfile } from './native/profile.js';
