import { encodeUtf8 } from '../../util/utf8.js';
import { type CFunction, type Foreign, isDetached } from './foreign.js';
import { Mappings } from './mappings.js';
import type { Libuv, Native } from './native.js';

/** The operating system's and the C library's part of the runtime, by whatever calls C. */
export function nativeOn(foreign: Foreign): Native {
  const symbol = (name: string): number => {
    const address = foreign.symbol(name);
    if (address === 0) throw new Error(`the C library has no ${name}`);
    return address;
  };
  const int = (name: string, parameters: number): CFunction =>
    foreign.bind(symbol(name), parameters, 'int');

  const mmap = foreign.bind(symbol('mmap'), 6, 'word');
  const munmap = int('munmap', 2);
  const mprotect = int('mprotect', 3);
  const madvise = int('madvise', 3);
  const memfdCreate = int('memfd_create', 2);
  const ftruncate = int('ftruncate', 2);
  const close = int('close', 1);
  const sigaction = int('sigaction', 3);
  const sigaltstack = int('sigaltstack', 2);
  const usleep = int('usleep', 1);
  const clockGettime = int('clock_gettime', 2);
  const gettid = int('gettid', 0);
  const keyCreate = int('pthread_key_create', 2);
  const keyDelete = int('pthread_key_delete', 1);
  const setSpecific = int('pthread_setspecific', 2);
  const timerCreate = int('timer_create', 3);
  const timerSettime = int('timer_settime', 4);

  // What functions read or fill by address: kept, so that nothing ends it meanwhile.
  const scratch = new Uint8Array(64);
  const scratchAddress = foreign.addressOf(scratch);
  const scratchView = new DataView(scratch.buffer);
  const writeString = (text: string): number => {
    const bytes = encodeUtf8(text);
    if (bytes.length >= scratch.length) throw new RangeError(`${text}: too long a name`);
    scratch.fill(0);
    scratch.set(bytes);
    return scratchAddress;
  };

  let mappings: Mappings | undefined;
  const self: Native = {
    pageSize: int('getpagesize', 0)() ?? 0,
    // MAP_FAILED is all ones: -1.
    mmap: (address, length, prot, flags, fd, offset = 0) =>
      mmap(address, length, prot, flags, fd, offset) ?? -1,
    munmap: (address, length) => munmap(address, length) === 0,
    mprotect: (address, length, prot) => mprotect(address, length, prot) === 0,
    madvise: (address, length, advice) => madvise(address, length, advice) === 0,
    memoryFile(name, length) {
      const MFD_CLOEXEC = 1;
      const fd = memfdCreate(writeString(name), MFD_CLOEXEC) ?? -1;
      if (fd >= 0 && ftruncate(fd, length) !== 0) {
        close(fd);
        return -1;
      }
      return fd;
    },
    close(fd) {
      close(fd);
    },
    symbol,
    find: finder(foreign),
    rawSigaction: sigaction,
    get libuv() {
      return libuvOn(foreign);
    },
    usleep(microseconds) {
      usleep(microseconds);
    },
    threadId: () => gettid() ?? 0,
    threadCpuTime() {
      const CLOCK_THREAD_CPUTIME_ID = 3;
      clockGettime(CLOCK_THREAD_CPUTIME_ID, scratchAddress);
      const seconds = Number(scratchView.getBigInt64(0, true));
      return seconds * 1e6 + Number(scratchView.getBigInt64(8, true)) / 1000;
    },
    threadKey: (destructor) =>
      keyCreate(scratchAddress, destructor) === 0 ? scratchView.getUint32(0, true) : -1,
    deleteThreadKey(key) {
      keyDelete(key);
    },
    setThreadValue: (key, value) => setSpecific(key, value) === 0,
    timerCreate: (clock, event, timer) => timerCreate(clock, event, timer) === 0,
    timerSettime: (timer, time) => timerSettime(timer, 0, time, 0) === 0,
    get mappings() {
      mappings ??= new Mappings(self);
      return mappings;
    },
    sigaltstack: (stack, old) => sigaltstack(stack, old) === 0,
    // An array: Node 20 refuses shared buffers themselves.
    addressOf: (buffer) => foreign.addressOf(new Uint8Array(buffer)),
    copyTo(address, bytes) {
      if (bytes.length > 0) foreign.copyTo(address, bytes);
    },
    view: (address, length) => (length === 0 ? new ArrayBuffer(0) : foreign.view(address, length)),
    viewUntil: foreign.viewUntil,
    detach(buffer) {
      if (!isDetached(buffer)) foreign.detach(buffer);
    },
    callable: foreign.callable,
    probe: (address) => foreign.bind(address, 3, 'word'),
  };
  return self;
}

/** `dlsym(3)` on a library that `dlopen(3)` opens. */
function finder(foreign: Foreign): Native['find'] {
  const open = (name: string, parameters: number) =>
    foreign.bind(foreign.symbol(name), parameters, 'word');
  const RTLD_NOW = 2;
  return (name, library) => {
    if (name.includes('\0') || library?.includes('\0')) return 'a name has no zero in it';
    const dlopen = open('dlopen', 2);
    const dlsym = open('dlsym', 2);
    const where = library === undefined ? 'the process' : library;
    // With room of its own each: dlopen reads the name while it runs constructors.
    const text = (value: string) => encodeUtf8(`${value}\0`);
    let handle = 0;
    if (library !== undefined) {
      const path = text(library);
      handle = dlopen(foreign.addressOf(path), RTLD_NOW) ?? 0;
      if (path.length === 0 || handle === 0) return `${library} cannot be loaded`;
    }
    const symbol = text(name);
    const address = dlsym(handle, foreign.addressOf(symbol)) ?? 0;
    return symbol.length > 0 && address !== 0 ? address : `${where} has no symbol ${name}`;
  };
}

/** Of Node only: other hosts have functions of the same names that end the process. */
function libuvOn(foreign: Foreign): Libuv | undefined {
  const { versions } = process;
  if (versions.uv === undefined || 'bun' in versions || 'deno' in versions) return undefined;
  const int = (name: string, parameters: number) => {
    const address = foreign.symbol(name);
    return address === 0 ? undefined : foreign.bind(address, parameters, 'int');
  };
  const loopSize = int('uv_loop_size', 0);
  const handleSize = int('uv_handle_size', 1);
  const loopInit = int('uv_loop_init', 1);
  const signalInit = int('uv_signal_init', 2);
  const signalStart = int('uv_signal_start', 3);
  const signalStop = int('uv_signal_stop', 1);
  if (!loopSize || !handleSize || !loopInit || !signalInit || !signalStart || !signalStop) {
    return undefined;
  }
  const UV_SIGNAL = 16;
  // Never called.
  const callback = foreign.symbol('abort');
  const done = (result: number | undefined) => result ?? -1;
  return {
    fits: (loop, handle) => done(loopSize()) <= loop && done(handleSize(UV_SIGNAL)) <= handle,
    loopInit: (loop) => done(loopInit(loop)),
    signalInit: (loop, handle) => done(signalInit(loop, handle)),
    signalStart: (handle, signal) => done(signalStart(handle, callback, signal)),
    signalStop: (handle) => done(signalStop(handle)),
  };
}
