import subprocess
import sys

import pytest

from app.errors import DatabaseUnavailable
from app.gateways.locks import DatabaseLock

HOLD = """
import sys, time
from pathlib import Path
from app.gateways.locks import DatabaseLock
lock = DatabaseLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
time.sleep(60)
"""


ROUNDS = [pytest.param(n, marks=() if n < 2 else pytest.mark.nightly) for n in range(50)]


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_second_program_is_refused_and_told_who_holds_it(tmp_path, _round):
    database = tmp_path / "coach.db"
    holder = subprocess.Popen([sys.executable, "-c", HOLD, str(database)], stdout=subprocess.PIPE, text=True)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(DatabaseUnavailable, match=f"process {holder.pid}"):
            DatabaseLock(database).acquire()
    finally:
        holder.kill()
        holder.communicate()
    # The holder was killed without a word: its lock died with it.
    lock = DatabaseLock(database)
    lock.acquire()
    assert lock.is_held
    lock.release()
    assert not lock.is_held


def test_holding_twice_through_one_object_is_one_hold(tmp_path):
    lock = DatabaseLock(tmp_path / "coach.db")
    with lock.held():
        with lock.held():
            pass
        assert lock.is_held
    assert not lock.is_held
    lock.release()
