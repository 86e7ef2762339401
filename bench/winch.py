# Compiles a module with Winch, through the Python package wasmtime, on one thread.
#   python3 winch.py MODULE RUNS   (no module: only says whether the package is there)
import json
import sys
import time

import wasmtime
from wasmtime import _bindings as bindings

WINCH = 2


def engine():
    config = wasmtime.Config()
    # The Python setter does not know Winch; the C function does.
    bindings.wasmtime_config_strategy_set(config.ptr(), WINCH)
    config.parallel_compilation = False
    # Winch has neither.
    config.wasm_tail_call = False
    config.wasm_relaxed_simd = False
    return wasmtime.Engine(config)


def main():
    if len(sys.argv) < 3:
        engine()
        print(json.dumps({}))
        return
    with open(sys.argv[1], "rb") as file:
        data = file.read()
    milliseconds = []
    one = engine()
    for _ in range(int(sys.argv[2])):
        start = time.perf_counter()
        wasmtime.Module(one, data)
        milliseconds.append((time.perf_counter() - start) * 1000)
    print(json.dumps({"milliseconds": milliseconds}))


main()
