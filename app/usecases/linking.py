"""Links between athletes and their devices: consent asked for, tokens kept in the vault, links cut again."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final, TypeVar

from app.errors import DeviceUnavailable, InvalidInput, PeaklineError
from app.gateways import device_days as stored_days
from app.gateways import device_links as links
from app.gateways.database import Database
from app.gateways.device_consent import PATIENCE_SECONDS, PORTS, ask_for_consent
from app.gateways.device_tokens import TokenKeeper
from app.gateways.device_words import RECONNECT, device_problem, reason_of, told
from app.gateways.devices import Client, Device, Grant, Pause, Unauthorised
from app.gateways.loopback import redirect_uri
from app.gateways.tokens import forget_tokens
from app.gateways.vault import Vault
from app.gateways.whoop import Whoop, chosen_address
from models.values.devices import Connected, Disconnected, LinkStatus

T = TypeVar("T")
Progress = Callable[[float, str], None]
"""Called all the time, also while waiting; it may raise `Cancelled`, and what was stored before stays."""
MakeDevice = Callable[[Pause], Device]

_TICK_SECONDS: Final = 0.1
_NOT_RENEWABLE: Final = "{title} gave no permission to renew the link: it ends within the hour. Connect again for more."
_MISSING: Final = "Not allowed, and so not fetched: {scopes}. Connect again to allow it."
_NEW_ACCOUNT: Final = "If it really is a new account, disconnect the earlier one first and delete the days it brought."


class Meter:
    """Progress that remembers how far it is, so that waiting can be told and cancelled as well."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._fraction = 0.0

    def __call__(self, fraction: float, sentence: str) -> None:
        self._fraction = fraction
        if self._progress is not None:
            self._progress(fraction, sentence)

    def pause(self, seconds: float, sentence: str) -> None:
        """Wait that long, unless the progress raises `Cancelled`."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0:
            self(self._fraction, sentence)
            time.sleep(min(left, _TICK_SECONDS))


class Linking:
    """The links of athletes with one provider, Whoop unless another is given."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        folder: Path,
        *,
        make: MakeDevice | None = None,
        ports: Sequence[int] = PORTS,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        """`folder` is where this computer's locks lie; what follows it is another in tests only."""
        self._database = database
        self._make: MakeDevice = make or (lambda pause: Whoop(chosen_address(), pause))
        self._ports, self._patience = ports, patience
        self._about = self._make(Meter(None).pause)
        self.provider, self.title, self.dashboard = self._about.word, self._about.title, self._about.dashboard
        self._keeper = TokenKeeper(self.provider, self.title, vault, folder / "locks")

    @property
    def redirect_uris(self) -> Sequence[str]:
        """What has to be entered at the provider, letter by letter."""
        return [redirect_uri(port) for port in self._ports]

    @property
    def scopes(self) -> Sequence[str]:
        """What athletes are asked to allow."""
        return self._about.scopes

    # The coach's own app

    def client_known(self) -> bool:
        """Whether an app has been entered; `VaultUnavailable` where the keyring cannot be asked."""
        return self._keeper.client() is not None

    def save_client(self, client_id: str, client_secret: str) -> None:
        """Keep the app in the keyring; it is the same for every athlete."""
        parts = client_id.strip(), client_secret.strip()
        if not all(part and part.isascii() and part.isprintable() and " " not in part for part in parts):
            raise InvalidInput(f"A {self.title} app has a client id and a client secret, both without blanks.")
        self._keeper.save_client(Client(*parts))

    def forget_client(self) -> None:
        """Take the app out of the keyring; the links stay, but cannot be renewed without it."""
        self._keeper.forget_client()

    # The links

    def status(self, athlete_id: str) -> LinkStatus:
        """How the link fares; asks neither the provider nor the keyring. `NotFound` for an unknown athlete."""
        with self._database.read() as connection:
            link = links.read_link(connection, athlete_id, self.provider)
            days = stored_days.count_days(connection, athlete_id, self.provider)
        sentence, advice = told(link.problem, self.title) if link.problem else ("", "")
        return LinkStatus(
            self.provider,
            self.title,
            link.is_active,
            link.account_id,
            link.last_sync,
            link.history_from,
            days,
            sentence,
            advice,
            needs_connecting=reason_of(link.problem) in RECONNECT,
        )

    def connect(
        self, athlete_id: str, open_browser: Callable[[str], object], progress: Progress | None = None
    ) -> Connected:
        """Ask the athlete for consent in the browser, and keep what is granted.

        Nothing is kept of an attempt that fails, and an earlier link stays as it is. Another account
        than before is refused, and so is one that is connected with another athlete.
        """
        meter = Meter(progress)
        with self._database.read() as connection:
            link = links.read_link(connection, athlete_id, self.provider)
        client = self._keeper.needed_client()
        with self._opened(meter) as device:
            grant = ask_for_consent(
                device,
                client,
                open_browser,
                lambda: meter(0.0, f"Waiting for the browser to come back from {self.title}…"),
                ports=self._ports,
                seconds=self._patience,
            )
            meter(0.9, f"Asking {self.title} whose account this is…")
            account = device.account(_Just(grant.access, self.title))
        self._refuse_others(athlete_id, account.id, link)
        with self._keeper.locked(athlete_id):
            tokens = self._keeper.keep(athlete_id, grant, account.id)
            with self._database.write() as connection:
                links.save_link(connection, self._keeper.reference(athlete_id), account.id, tokens.expires)
        meter(1.0, f"Connected as {account.name}.")
        return Connected(account.id, account.name, self._lacking(grant))

    def disconnect(self, athlete_id: str, *, delete_days: bool = False) -> Disconnected:
        """Have the provider take the link back, and forget the tokens here, also where it cannot be reached.

        `VaultUnavailable` comes at the end of it all where the keyring may still hold them.
        """
        with self._keeper.locked(athlete_id):
            with self._database.read() as connection:
                links.read_link(connection, athlete_id, self.provider)
            problem = self._revoke(athlete_id)
            with self._database.write() as connection:
                forget_tokens(connection, self._keeper.reference(athlete_id))
                links.note_problem(connection, athlete_id, self.provider, None)
                removed = stored_days.forget_days(connection, athlete_id, self.provider) if delete_days else 0
                if delete_days:
                    links.forget_account(connection, athlete_id, self.provider)
            self._keeper.forget(athlete_id)
        if not problem:
            return Disconnected(True, f"{self.title} has taken the link back, and its tokens are forgotten.", removed)
        sentence = (
            f"The tokens are forgotten here, but {self.title} could not be told: {problem}"
            f" To be certain, remove Peakline's access in the {self.title} app as well."
        )
        return Disconnected(False, sentence, removed)

    @contextmanager
    def _opened(self, meter: Meter) -> Iterator[Device]:
        device = self._make(meter.pause)
        try:
            yield device
        finally:
            device.close()

    def _refuse_others(self, athlete_id: str, account_id: str, link: links.Link) -> None:
        if link.account_id not in (None, account_id):
            error = device_problem("account", self.title)
            error.advice = f"{error.advice} {_NEW_ACCOUNT}"
            raise error
        with self._database.read() as connection:
            if links.linked_with(connection, self.provider, account_id, besides=athlete_id):
                raise device_problem("taken", self.title)

    def _lacking(self, grant: Grant) -> Sequence[str]:
        """What was not granted, in sentences."""
        warnings = []
        if grant.refresh is None:
            warnings.append(_NOT_RENEWABLE.format(title=self.title))
        renewing = self._about.renewing_scope
        missing = [scope for scope in self.scopes if grant.scopes is not None and scope not in grant.scopes]
        missing = [scope for scope in missing if scope != renewing]
        if missing:
            warnings.append(_MISSING.format(scopes=", ".join(missing)))
        return warnings

    def _revoke(self, athlete_id: str) -> str:
        """Why the provider could not be told, empty where it was."""
        try:
            with self._opened(Meter(None)) as device:
                device.revoke(Access(self._keeper, device, athlete_id))
        except DeviceUnavailable as problem:
            # What the provider has revoked by itself need not be revoked again.
            return "" if problem.reason == "revoked" else problem.message
        except PeaklineError as problem:
            return str(problem)
        return ""


class Access:
    """The tokens of one athlete, for `Device`."""

    def __init__(self, keeper: TokenKeeper, device: Device, athlete_id: str) -> None:
        self._keeper, self._device, self._athlete_id = keeper, device, athlete_id

    def __call__(self, use: Callable[[str], T]) -> T:
        return self._keeper.use(self._device, self._athlete_id, use)


class _Just:
    """A token that is not kept yet."""

    def __init__(self, token: str, title: str) -> None:
        self._token, self._title = token, title

    def __call__(self, use: Callable[[str], T]) -> T:
        try:
            return use(self._token)
        except Unauthorised:
            pass
        raise device_problem("code", self._title)
