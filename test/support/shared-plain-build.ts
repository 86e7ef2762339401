import { plainBuild, SHARED_BUILD } from './plain-build.js';

/** Set-up of a test run whose workers are slow: the plain build is made here, once for all of them. */
export default function setUp(): () => void {
  const { folder, remove } = plainBuild();
  process.env[SHARED_BUILD] = folder;
  return remove;
}
