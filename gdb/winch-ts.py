"""
gdb commands for programs that run artifacts of winch-ts, which map their files themselves.

  (gdb) source winch-ts.py
  (gdb) winch-ts wait       start or continue the program until code of an artifact has been mapped
  (gdb) winch-ts symbols    look which artifacts are mapped, and load their symbols

Linux; the files are those that `winch-ts compile`, best with -g, has written.
"""

import struct

import gdb

HEADER_SECTION = b".winch"
known = set()


def is_artifact(path):
    """Whether a file is an ELF file with sections of ours."""
    try:
        with open(path, "rb") as file:
            head = file.read(64)
            if len(head) < 64 or head[:5] != b"\x7fELF\x02":
                return False
            table, = struct.unpack_from("<Q", head, 40)
            size, count, names = struct.unpack_from("<HHH", head, 58)
            file.seek(table + size * names)
            at, length = struct.unpack_from("<QQ", file.read(size), 24)
            file.seek(at)
            return HEADER_SECTION in file.read(min(length, 1 << 16))
    except (OSError, struct.error):
        return False


def load_symbols():
    """Adds the symbols of artifacts whose code is mapped; returns whether there was a new one."""
    found = False
    pid = gdb.selected_inferior().pid
    if pid == 0:
        return False
    with open("/proc/%d/maps" % pid, encoding="utf-8", errors="surrogateescape") as maps:
        lines = maps.read().split("\n")
    for line in lines:
        fields = line.split(None, 5)
        if len(fields) < 6 or "x" not in fields[1] or not fields[5].startswith("/"):
            continue
        path = fields[5]
        start = int(fields[0].split("-")[0], 16)
        base = start - int(fields[2], 16)
        if (path, base) in known or not is_artifact(path):
            continue
        known.add((path, base))
        gdb.execute('add-symbol-file "%s" -o 0x%x' % (path, base), to_string=True)
        print("%s at 0x%x" % (path, base))
        found = True
    return found


class Winch(gdb.Command):
    """Commands for artifacts of winch-ts."""

    def __init__(self):
        super().__init__("winch-ts", gdb.COMMAND_FILES, prefix=True)


class Symbols(gdb.Command):
    """Load the symbols of artifacts that are mapped."""

    def __init__(self):
        super().__init__("winch-ts symbols", gdb.COMMAND_FILES)

    def invoke(self, argument, from_tty):
        load_symbols()


class Wait(gdb.Command):
    """Start or continue the program until code of an artifact has been mapped."""

    def __init__(self):
        super().__init__("winch-ts wait", gdb.COMMAND_RUNNING)

    def invoke(self, argument, from_tty):
        # Traps of WebAssembly, timers, and what Node.js has for its own use.
        names = ["SIGSEGV", "SIGBUS", "SIGFPE", "SIGILL", "SIGUSR1", "SIGUSR2", "SIGPROF"]
        for signal in names + ["SIG%d" % number for number in range(34, 64)]:
            gdb.execute("handle %s nostop noprint pass" % signal, to_string=True)
        gdb.execute("set breakpoint pending on")
        catch = gdb.execute("catch syscall mmap", to_string=True)
        number = catch.split()[1]
        gdb.execute("commands %s\nsilent\nend" % number)
        try:
            gdb.execute("continue" if gdb.selected_inferior().pid != 0 else "run", to_string=True)
            while gdb.selected_inferior().pid != 0 and not load_symbols():
                gdb.execute("continue", to_string=True)
        finally:
            gdb.execute("delete %s" % number, to_string=True)


Winch()
Symbols()
Wait()
