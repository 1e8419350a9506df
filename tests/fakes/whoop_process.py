"""One more Peakline: asks the fake Whoop something each time a line comes in, and answers how it went."""

import os
import sys
from contextlib import nullcontext
from pathlib import Path

from app.errors import PeaklineError
from app.gateways.device_tokens import TokenKeeper
from app.gateways.vault import KeyringVault
from app.gateways.whoop import Whoop
from tests.fakes.keyrings import FileKeyring


def main(address: str, folder: Path) -> None:
    # With a bus in the environment it is the real keyring that all share.
    real = "DBUS_SESSION_BUS_ADDRESS" in os.environ
    vault = KeyringVault() if real else KeyringVault(lambda: [FileKeyring(folder / "keyring")])
    if os.environ.get("PEAKLINE_TEST_UNLOCKED"):
        TokenKeeper.locked = lambda _self, _athlete: nullcontext()  # type: ignore[method-assign,assignment]
    print(f"ready {vault.available()}", flush=True)
    for _line in sys.stdin:
        device = Whoop(address)
        keeper = TokenKeeper("whoop", "Whoop", vault, folder / "locks")
        try:
            account = keeper.use(device, "anna", lambda token, device=device: device.account(lambda use: use(token)))
            print(f"ok {account.id}", flush=True)
        except PeaklineError as problem:
            print(f"failed {problem}", flush=True)
        device.close()


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
