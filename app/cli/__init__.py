"""The side door: the same use cases without a window."""

import sys
from typing import TextIO

from app.cli.parser import SUBCOMMANDS, build_parser
from app.errors import PeaklineError

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


def _say(stream: TextIO, sentence: str) -> None:
    print(sentence, file=stream)
