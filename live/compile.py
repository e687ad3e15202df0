"""Compile the engine: python live/compile.py OUTPUT. It needs the package ziglang.

C for no system, with vectors of 128 bits; the same source gives the same bytes on every machine.
"""

import subprocess
import sys
from pathlib import Path

SOURCE = Path(__file__).with_name("engine.c")
COMMAND = [
    *(sys.executable, "-m", "ziglang", "cc", "-target", "wasm32-freestanding"),
    *("-mcpu=generic+simd128+bulk_memory", "-O3", "-fno-math-errno", "-nostdlib"),
    *("-Wl,--no-entry", "-Wl,--export-dynamic", "-Wl,--strip-all"),
]

if __name__ == "__main__":
    subprocess.run([*COMMAND, "-o", sys.argv[1], str(SOURCE)], check=True)
