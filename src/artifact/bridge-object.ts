import { BRIDGE_IMPORTS } from '../stubs/bridge.js';
import { nativeOf, targetOfArch } from '../targets/index.js';
import { ElfContents, writeSharedObject } from './elf/index.js';

/**
 * The bridge as a shared object.
 * @param arch as `process.arch` names it
 * @throws RangeError on machines that there is none for
 */
export function bridgeObject(arch: string): Uint8Array {
  const target = targetOfArch(arch);
  if (target === undefined) {
    throw new RangeError(`there is no bridge for ${arch} machines`);
  }
  const { code, register, version } = nativeOf(target).bridge(0);
  const contents = new ElfContents(target.elf);
  const text = contents.addSection({ name: '.text', bytes: code, use: 'code', align: 64 });
  const zeros = new Uint8Array(8 * BRIDGE_IMPORTS.length);
  const table = contents.addSection({ name: '.data', bytes: zeros, use: 'data', align: 8 });
  BRIDGE_IMPORTS.forEach((name, i) => {
    const symbol = contents.addSymbol({ name, kind: 'function' });
    contents.addRelocation(table, 8 * i, 'abs64', symbol);
  });
  for (const [name, value] of [
    ['napi_register_module_v1', register],
    ['node_api_module_get_api_version_v1', version],
  ] as const) {
    contents.addSymbol({ name, section: text, value, kind: 'function' });
  }
  return writeSharedObject(contents, {
    pageSize: target.pageSize,
    separate: false,
    // Now it is known how far away the table is; the code is of one length wherever that is.
    finish({ bytes, addressOf, offsetOf }) {
      bytes.set(nativeOf(target).bridge(addressOf(table) - addressOf(text)).code, offsetOf(text));
    },
  }).bytes;
}
