# What an interpreter of Python says of its host. Argument: its exit code.
import hashlib
import json
import os
import random
import re
import sys

print(sys.version, sys.argv, sys.platform)
print(os.environ.get("A"), sorted(os.environ))
print(sys.stdin.read().splitlines())
print(sorted(os.listdir("/data")), os.path.exists("/data/none"), os.getcwd())
with open("/data/out.txt", "w") as file:
    file.write("x" * 100000)
print(os.stat("/data/out.txt").st_size, hashlib.sha256(open("/data/out.txt", "rb").read()).hexdigest())
os.rename("/data/out.txt", "/data/moved")
os.mkdir("/data/new")
print(sorted(os.listdir("/data")))
os.remove("/data/moved")
os.rmdir("/data/new")
for path in ["/data/in.txt", "/data/../secret.txt", "/etc/passwd", "/data/link", "/data/absolute", "/data/sub"]:
    try:
        print(path, open(path).read())
    except OSError as error:
        print(path, type(error).__name__, error.errno, error.strerror)
for top, folders, files in sorted(os.walk("/data")):
    print(top, sorted(folders), sorted(files))


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def deep(n):
    return deep(n + 1)


print(fib(18), 2**200, json.dumps({"a": [1, 2.5, None]}), re.sub("a+", "b", "caaat"), random.Random(1).random())
try:
    deep(0)
except RecursionError as error:
    print(type(error).__name__)
print("an error", file=sys.stderr)
sys.exit(int(sys.argv[1]))
