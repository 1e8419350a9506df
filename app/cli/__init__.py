"""The side door: the same use cases without a window."""

import sys
import traceback
from datetime import UTC, datetime
from typing import TextIO

from app.cli.parser import SUBCOMMANDS, build_parser
from app.errors import PeaklineError
from app.paths import user_paths
from app.redaction import without_secrets

__all__ = ["SUBCOMMANDS", "main"]


def main(argv: list[str]) -> int:
    """Run one subcommand; 0 done, 1 failed (a sentence stands on standard error), 2 wrong usage."""
    try:
        arguments = build_parser().parse_args(argv)
    except SystemExit as exit_request:
        return int(exit_request.code or 0)
    try:
        return int(arguments.run(arguments))
    except PeaklineError as error:
        _say(sys.stderr, f"{error.title}: {error}")
        return 1
    except BrokenPipeError:
        # Whoever read our output (head, less) has gone: that is no failure of ours.
        sys.stderr.close()
        return 0
    except KeyboardInterrupt:
        _say(sys.stderr, "Stopped. Nothing was left half written.")
        return 1
    except Exception as error:  # noqa: BLE001 - the last line before the user: no traceback gets past it
        _say(sys.stderr, _unexpected(error))
        return 1


def _unexpected(error: Exception) -> str:
    """The sentence for a fault nobody thought of; the traceback goes to the log, without secrets."""
    sentence = f"Something unexpected went wrong ({type(error).__name__}); what was not finished was undone."
    file = user_paths().logs / "peakline.log"
    report = without_secrets("".join(traceback.format_exception(error)))
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("a", encoding="utf-8") as log:
            log.write(f"{datetime.now(UTC).isoformat(timespec='seconds')} {report}\n")
    except OSError:
        return f"{sentence} Nothing could be written to {file}."
    return f"{sentence} Details are in {file}."


def _say(stream: TextIO, sentence: str) -> None:
    print(sentence, file=stream)
