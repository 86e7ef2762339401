import { BridgeUnavailableError } from './bridge.js';
import { bridgeForeign } from './bridge-foreign.js';
import type { Foreign } from './foreign.js';
import { koffiForeign } from './koffi-foreign.js';

/**
 * Opens the way to C: the project's own bridge, or where that cannot be loaded the package koffi. The
 * environment variable WINCH_TS_NATIVE asks for one of them: `bridge`, `koffi`, or `auto`.
 *
 * @throws Error saying why there is none
 */
export function openForeign(): Foreign {
  const { WINCH_TS_NATIVE: wanted = 'auto' } = process.env;
  if (wanted === 'koffi') return koffiForeign();
  if (wanted === 'none') throw new Error('WINCH_TS_NATIVE is none: machine code cannot run');
  if (wanted !== 'auto' && wanted !== 'bridge') {
    throw new Error(`WINCH_TS_NATIVE=${wanted}: expected auto, bridge, koffi or none`);
  }
  try {
    return bridgeForeign();
  } catch (error) {
    if (!(error instanceof BridgeUnavailableError)) throw error;
    const reason = `the native bridge does not load (${error.message})`;
    if (wanted === 'bridge') throw new Error(reason, { cause: error });
    try {
      return koffiForeign();
    } catch (other) {
      throw new Error(`${reason}; without it, ${(other as Error).message}`, { cause: error });
    }
  }
}
