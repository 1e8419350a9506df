"""Errors that speak: what happened, what was kept, what to do. Caught once, at the window or the command line."""


class PeaklineError(Exception):
    """The root of everything we raise on purpose; `title` heads the message, the text is for people."""

    title = "Something went wrong"

    def __init__(self, message: str, *, advice: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class NotFound(PeaklineError):
    title = "Not found"


class InvalidInput(PeaklineError):
    """A value outside its limits; the message names the field and the limit."""

    title = "This value cannot be used"


class UnreadableFile(PeaklineError):
    """A file that is not what it should be; the message names the line where one is known."""

    title = "The file could not be read"


class UnitNeeded(UnreadableFile):
    """A log that does not say kg or lb; `examples` are lines of it to decide by."""

    title = "Kilograms or pounds?"

    def __init__(self, message: str, *, examples: tuple[str, ...] = (), advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.examples = examples


class DatabaseUnavailable(PeaklineError):
    title = "The database cannot be reached"


class DatabaseBusy(DatabaseUnavailable):
    """Another program was in the way; nothing was changed, and the same again may work."""

    title = "The database is busy"


class RowsChanged(PeaklineError):
    """An upgrade or a roll back changed rows it had to leave alone, and was undone."""

    title = "Rows would have changed"


class WrongSchema(PeaklineError):
    """A database that is empty, behind, newer or foreign where a current one is needed."""

    title = "The database does not fit this version"


class VaultUnavailable(PeaklineError):
    """The operating system's keyring cannot be used; `reason` is missing, locked, silent or refused."""

    title = "The keyring cannot be used"

    def __init__(self, message: str, *, reason: str, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.reason = reason


class DeviceUnavailable(PeaklineError):
    """A connected device's provider cannot be read; `reason` is one of app.gateways.device_words.

    `noted` is what a link's row keeps of it, from which the words can be made again; empty where it is
    no matter of the link but of this computer just now.
    """

    title = "The device could not be read"

    def __init__(self, message: str, *, reason: str, advice: str = "", noted: str = "") -> None:
        super().__init__(message, advice=advice)
        self.reason = reason
        self.noted = noted


class Conflict(PeaklineError):
    title = "This is already there"


class Cancelled(PeaklineError):
    title = "Cancelled"
