/**
 * Set-up of tests in an arm64 process: what they start in turn must go through the emulator, too.
 */
const runner = process.env.WINCH_TS_AARCH64_NODE ?? '';
if (runner !== '') process.execPath = runner;
