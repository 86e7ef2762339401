# As `wasmtime run`, through the Python package: wasmtime_run.py [--dir HOST::GUEST]... [--env NAME=VALUE]... MODULE [ARGUMENT]...
# The exit code is the guest's, 134 for a trap, 1 for other errors.
import os
import sys

import wasmtime

args = sys.argv[1:]
wasi = wasmtime.WasiConfig()
variables = []
while args and args[0] in ("--dir", "--env"):
    option, value, *args = args
    if option == "--dir":
        host, _, guest = value.partition("::")
        wasi.preopen_dir(host, guest or host)
    else:
        name, has_value, text = value.partition("=")
        if has_value or name in os.environ:
            variables.append((name, text if has_value else os.environ[name]))
path = args[0]
wasi.argv = [os.path.basename(path), *args[1:]]
wasi.env = variables
wasi.inherit_stdin()
wasi.inherit_stdout()
wasi.inherit_stderr()

engine = wasmtime.Engine()
store = wasmtime.Store(engine)
store.set_wasi(wasi)
linker = wasmtime.Linker(engine)
linker.define_wasi()
try:
    instance = linker.instantiate(store, wasmtime.Module.from_file(engine, path))
    instance.exports(store)["_start"](store)
except wasmtime.ExitTrap as end:
    sys.exit(end.code)
except wasmtime.Trap as trap:
    print("Error:", trap, file=sys.stderr)
    sys.exit(134)
except wasmtime.WasmtimeError as error:
    print("Error:", error, file=sys.stderr)
    sys.exit(1)
