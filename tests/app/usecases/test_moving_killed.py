"""Moving tokens, killed between any two steps."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]


def test_moving_and_dying_between_any_two_steps_loses_no_token(sqlite_template, tmp_path):
    """A child is killed at each step in turn; its keyring is a folder here, so that it survives."""
    command = [sys.executable, "-c", CHILD, str(sqlite_template), str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "whole\n" * 10), done.stderr


CHILD = """
import json, os, shutil, sys
from pathlib import Path
from sqlalchemy import insert, select
from app.gateways.database import Database
from app.usecases import integrations
from models.tables.athletes import user
from models.tables.integrations import user_integration
from models.values.integrations import Reference, Secret
from tests.fakes.vault import MemoryVault

class FolderVault(MemoryVault):
    def __init__(self, folder, steps):
        super().__init__()
        self.folder, self.steps = folder, steps
    def step(self):
        self.steps -= 1
        if self.steps == 0:
            os._exit(9)
    def write(self, reference, secret):
        self.step()
        (self.folder / reference.owner).write_text(json.dumps(secret.reveal()))
        self.step()
    def read(self, reference):
        self.step()
        return Secret(**json.loads((self.folder / reference.owner).read_text()))

def leave(connection, row):
    done = original(connection, row)
    vault.step()
    return done

original = integrations.leave_reference
people = ("anna", "ben")
for last in range(1, 11):
    folder = Path(sys.argv[2]) / str(last)
    folder.mkdir()
    file = folder / "peakline.db"
    shutil.copyfile(sys.argv[1], file)
    database = Database(f"sqlite:///{file}")
    with database.write() as connection:
        for name in people:
            connection.execute(insert(user).values(id=name, email=name + "@example.org"))
            row = dict(id=name, user_id=name, provider="whoop", access_token="token of " + name)
            connection.execute(insert(user_integration).values(row))
    database.close()
    if (child := os.fork()) == 0:
        vault = FolderVault(folder, last)
        integrations.leave_reference = leave
        integrations.move_tokens(database, vault)
        os._exit(0)
    _, status = os.waitpid(child, 0)
    assert os.waitstatus_to_exitcode(status) == (9 if last <= 8 else 0), (last, status)

    integrations.move_tokens(database, FolderVault(folder, 10_000))
    with database.read() as connection:
        rows = dict(connection.execute(select(user_integration.c.id, user_integration.c.access_token)).all())
    database.close()
    assert rows == {name: "keyring:whoop/" + name for name in people}, rows
    assert {name: json.loads((folder / name).read_text())["access"] for name in people} == {
        name: "token of " + name for name in people
    }
    print("whole")
"""
