import type { TargetName } from '../../targets/index.js';
import { isPlatformChosen, type Platform, platform, providePlatform } from '../platform.js';
import { loadPortable } from '../portable/load.js';
import { native } from './load.js';
import { hostMachine } from './machine.js';
import { NativePlatform } from './native-platform.js';
import { countPassages } from './passages.js';

/** Why machine code does not run in this process, and byte code does instead; undefined where it is the other way round. */
export function noMachineCode(): string | undefined {
  const { WINCH_TS_NATIVE: wanted = 'auto' } = process.env;
  if (wanted === 'none') return 'WINCH_TS_NATIVE is none';
  // Whoever asks for one way to C is to be told that it is not there.
  if (wanted !== 'auto') return undefined;
  try {
    native();
    // This runs code, where there are features to ask for.
    hostMachine().features();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

function portable(instead: string): Platform {
  const PortablePlatform = loadPortable();
  return new PortablePlatform({ instead, countPassages });
}

function choose(): Platform {
  const reason = noMachineCode();
  return reason === undefined ? new NativePlatform() : portable(reason);
}

/**
 * Says what this thread's WebAssembly is to run on, before anything of it has run: machine code, or `portable` byte code.
 *
 * @throws Error where it runs on the other already
 */
export function useTarget(target: TargetName): void {
  if (!isPlatformChosen()) {
    providePlatform(() =>
      target === 'portable'
        ? portable(noMachineCode() ?? 'it was asked for')
        : new NativePlatform(),
    );
  }
  const { target: now } = platform();
  if (now === target) return;
  throw new Error(`this thread's WebAssembly runs on ${now} already, and cannot on ${target}`);
}

providePlatform(choose);
