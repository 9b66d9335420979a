#!/usr/bin/env python3
"""Runs a command and prints how much memory it needed beyond a number of bytes, as JSON.

    tests/bench/peak_memory.py INPUT_BYTES BASES COMMAND...

bytes_per_base: peak of the resident memory, less the input's bytes, divided by the number of bases.
"""
import json
import os
import subprocess
import sys


def main() -> None:
    beyond, bases = int(sys.argv[1]), int(sys.argv[2])
    process = subprocess.Popen(sys.argv[3:], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(process.returncode)
    peak = usage.ru_maxrss * 1024
    print(json.dumps({"peak_bytes": peak, "bytes_per_base": (peak - beyond) / bases}))


if __name__ == "__main__":
    main()
