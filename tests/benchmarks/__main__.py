"""Runs every benchmark beside this file, each in a process of its own, and reports the ones that broke."""

import subprocess
import sys
from pathlib import Path


def main(words: list[str]) -> int:
    """Run the benchmarks whose name contains one of the words, or all of them where none is given."""
    files = sorted(Path(__file__).parent.glob("bench_*.py"))
    chosen = [file for file in files if not words or any(word in file.stem for word in words)]
    if not chosen:
        print(f"No benchmark is called {' or '.join(words)}; there are: {', '.join(file.stem for file in files)}.")
        return 2
    broken = [file.stem for file in chosen if not _run(file)]
    if broken:
        print(f"\nDid not finish: {', '.join(broken)}")
    return len(broken) > 0


def _run(file: Path) -> bool:
    print(f"\n{file.stem.removeprefix('bench_')}\n", flush=True)
    return subprocess.run([sys.executable, str(file)], check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
