"""Simulates many seasons and writes build/simulation/report.html; ends with 1 where a limit is not kept.

python tests/simulation [ATHLETES [WEEKS]]
"""

import json
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.simulation.findings import findings  # noqa: E402 - run as a script, the root comes first
from tests.simulation.living import Life, live  # noqa: E402 - as above
from tests.simulation.people import WEEKS, person  # noqa: E402 - as above
from tests.simulation.report import page, rows  # noqa: E402 - as above

ATHLETES = 200


def one(number: int, weeks: int) -> Life:
    """The life of an athlete by number, for a process of its own."""
    return live(person(number), weeks)


def main(words: list[str]) -> int:
    athletes = int(words[0]) if words else ATHLETES
    weeks = int(words[1]) if len(words) > 1 else WEEKS
    started = time.monotonic()
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        lives = list(pool.map(partial(one, weeks=weeks), range(athletes), chunksize=4))
    found = findings(lives)
    folder = ROOT / "build" / "simulation"
    folder.mkdir(parents=True, exist_ok=True)
    report = folder / "report.html"
    report.write_text(page(found, lives), "utf-8")
    told = {name: value if kept is None else f"{value} ({'kept' if kept else 'NOT KEPT'}: {limit})"
            for name, value, limit, kept in rows(found)}  # fmt: skip
    print(json.dumps(told, indent=2))
    print(f"{time.monotonic() - started:.0f} s; the report with its plots is {report}")
    for trouble in [*found.crashes, *found.over][:10]:
        print(trouble)
    return 0 if found.holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
