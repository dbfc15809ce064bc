"""What `import engine` adds to `import numpy`, each in a fresh process."""

from __future__ import annotations

import subprocess
import sys
from statistics import median

CODE = """
from time import perf_counter
import numpy
start = perf_counter()
import engine
print(perf_counter() - start)
"""


def milliseconds(rounds: int = 9) -> float:
    """The median of some runs, after one that compiles."""
    found = [
        float(subprocess.run([sys.executable, "-c", CODE], capture_output=True, text=True, check=True).stdout)
        for _ in range(rounds + 1)
    ]
    return 1000 * median(found[1:])
