# Winch and Cranelift, through the Python package wasmtime, on one thread. Prints a line of JSON.
#   python3 wasmtime_peer.py                                            is the package there?
#   python3 wasmtime_peer.py compile winch|cranelift MODULE RUNS WARM-UP   times of compiling
#       WARM-UP: milliseconds, and one compile at least, that go before; 0 for none
#   python3 wasmtime_peer.py run winch|cranelift MODULE ARGUMENT RUNS   times of its export `run`
import json
import sys
import time

import wasmtime
from wasmtime import _bindings as bindings

STRATEGIES = {"cranelift": 1, "winch": 2}


def engine(name):
    config = wasmtime.Config()
    # The Python setter does not know Winch; the C function does.
    bindings.wasmtime_config_strategy_set(config.ptr(), STRATEGIES[name])
    config.parallel_compilation = False
    if name == "winch":
        # Winch has neither.
        config.wasm_tail_call = False
        config.wasm_relaxed_simd = False
    return wasmtime.Engine(config)


def milliseconds(what):
    start = time.perf_counter()
    result = what()
    return (time.perf_counter() - start) * 1000, result


def compile_times(name, data, runs, warm_up):
    one = engine(name)
    end = time.perf_counter() + warm_up / 1000
    try:
        while time.perf_counter() < end:
            wasmtime.Module(one, data)
        return {"milliseconds": [milliseconds(lambda: wasmtime.Module(one, data))[0] for _ in range(runs)]}
    except wasmtime.WasmtimeError as error:
        return {"milliseconds": [], "refused": str(error).strip().split("\n")[-1]}


def run_times(name, data, argument, runs):
    one = engine(name)
    try:
        module = wasmtime.Module(one, data)
    except wasmtime.WasmtimeError as error:
        return {"refused": str(error).strip().split("\n")[-1]}
    store = wasmtime.Store(one)
    run = wasmtime.Instance(store, module, []).exports(store)["run"]
    # The first run is left out: it touches memory for the first time.
    checksum = run(store, argument)
    times = []
    for _ in range(runs):
        took, again = milliseconds(lambda: run(store, argument))
        times.append(took)
    return {"milliseconds": times, "checksums": [str(checksum), str(again)]}


def main():
    if len(sys.argv) == 1:
        engine("winch")
        return {}
    what, name, path = sys.argv[1:4]
    with open(path, "rb") as file:
        data = file.read()
    if what == "compile":
        return compile_times(name, data, int(sys.argv[4]), float(sys.argv[5]))
    return run_times(name, data, int(sys.argv[4]), int(sys.argv[5]))


print(json.dumps(main()))
