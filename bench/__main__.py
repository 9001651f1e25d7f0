"""`make bench`: every promise about speed, one after the other."""

import subprocess
import sys

PARTS = ["bench.pages", "bench.rounds", "bench.roll_up", "bench.clock", "bench.submissions"]

if __name__ == "__main__":
    for part in PARTS:
        print(f"== {part}", flush=True)
        subprocess.run([sys.executable, "-m", part], check=True)
