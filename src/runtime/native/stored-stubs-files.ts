import { existsSync, readFileSync } from 'node:fs';
import type { StubGenerator } from '../../stubs/layout.js';
import { type StoredStubs, storedStubs } from '../../stubs/stored.js';
import { nativeOf, type Target } from '../../targets/index.js';

/** The stubs of a machine, as the build has made them: it takes no assembler then. Where they are missing they are made now. */
export function stubsOf(target: Target): StubGenerator {
  const { convention, native } = target;
  const path = `${__dirname}/stubs-${native?.nodeArch}.json`;
  if (!existsSync(path)) return nativeOf(target).stubs;
  const stored = JSON.parse(readFileSync(path, 'utf8')) as Omit<StoredStubs, 'code'> & {
    code: string;
  };
  const code = Buffer.from(stored.code, 'base64');
  return storedStubs(convention, { ...stored, code }, () => nativeOf(target).stubs);
}
