"""The front door: opens the window, or hands a subcommand to the side door.

Qt is imported inside the functions that need it, so that the command line never pays for it.
"""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ui.kit.options import Options

_TAKES_VALUE: Final = ("--database", "--screenshot", "--theme", "--size")
_FLAGS: Final = ("--demo", "--exit-after-paint")
_THEMES: Final = ("light", "dark")

_NO_DISPLAY: Final = (
    "Peakline needs a display and found none (neither DISPLAY nor WAYLAND_DISPLAY is set). "
    "`peakline --screenshot DIR` draws every page to a picture instead."
)
_NO_QT: Final = (
    "Qt could not be loaded ({problem}). On Debian and Ubuntu these packages bring what it needs: "
    "libglib2.0-0 libegl1 libgl1 libdbus-1-3 libfontconfig1 libxkbcommon0 libxkbcommon-x11-0 "
    "libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-xkb1 libxcb-shape0"
)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program; returns the exit status: 0 done, 1 failed, 2 wrong usage or nothing to show it on."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if _subcommand(arguments) is not None:
        from app import cli  # noqa: PLC0415 - the window does not need it

        return cli.main(arguments)
    try:
        options = _parse(arguments)
    except SystemExit as asked:
        return int(asked.code or 0)
    if options.screenshot is not None:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    elif not has_display():
        print(_NO_DISPLAY, file=sys.stderr)
        return 2
    launch = _load_window()
    return 2 if launch is None else launch(options)


def has_display() -> bool:
    """Whether Qt would find a screen; without one it aborts the process, and nobody could catch that."""
    platform = os.environ.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform in ("offscreen", "minimal", "vnc") or not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _load_window() -> Callable[[Options], int] | None:
    import builtins  # noqa: PLC0415 - only here
    import gc  # noqa: PLC0415

    # Collecting garbage while everything is being built finds none and costs a tenth of the start;
    # `launch` turns it on again when the first page is there.
    gc.disable()
    plain_import = builtins.__import__
    try:
        import PySide6.QtCore  # noqa: F401, PLC0415 - first, alone: see below
    except ImportError as problem:
        print(_NO_QT.format(problem=problem), file=sys.stderr)
        return None
    # PySide6 replaces the import function with one that reads the source text of every module imported
    # later, to look for its __feature__ switch. We never use the switch, and SQLAlchemy would load in
    # 0.29 s instead of 0.20 s.
    builtins.__import__ = plain_import
    try:
        from ui.launch import launch  # noqa: PLC0415 - loads Qt's widgets
    except ImportError as problem:
        if "lib" not in str(problem):
            raise
        print(_NO_QT.format(problem=problem), file=sys.stderr)
        return None
    return launch


def _subcommand(arguments: Sequence[str]) -> str | None:
    """The first word that is neither an option nor an option's value."""
    skip = False
    for argument in arguments:
        if skip:
            skip = False
        elif argument in _TAKES_VALUE:
            skip = True
        elif not argument.startswith("-"):
            return argument
    return None


def _parse(arguments: Sequence[str]) -> Options:
    try:
        return _plain(arguments)
    except ValueError:
        # Somebody wants help, or needs it.
        import argparse  # noqa: PLC0415 - five milliseconds that a start without a question does not pay

    parser = argparse.ArgumentParser(
        "peakline",
        description="Plan, explain and protect a strength season. Without a subcommand the window opens.",
        epilog="Subcommands (each has --help): db, athlete, import, plan, workout, readiness, whoop, export.",
    )
    parser.add_argument("--database", metavar="URL", help="SQLAlchemy address of the database to open")
    parser.add_argument("--demo", action="store_true", help="open a throwaway database with a made-up roster")
    parser.add_argument("--screenshot", type=Path, metavar="DIR", help="draw every page to PNG files and end")
    parser.add_argument("--theme", choices=_THEMES, help="the theme to wear")
    parser.add_argument("--size", type=_size, metavar="WxH", help="size of the window, for example 1280x720")
    parser.add_argument("--exit-after-paint", action="store_true", help="end when the first page shows its data")
    return Options(**vars(parser.parse_args(list(arguments))))


def _plain(arguments: Sequence[str]) -> Options:
    """The options where each is written out and right; anything else is a `ValueError`."""
    readers: Mapping[str, Callable[[str], object]] = {
        "--database": str,
        "--screenshot": Path,
        "--theme": lambda word: _THEMES[_THEMES.index(word)],
        "--size": _size,
    }
    told: dict[str, Any] = {}
    words = iter(arguments)
    for word in words:
        name = word.removeprefix("--").replace("-", "_")
        if word in _FLAGS:
            told[name] = True
            continue
        value = next(words, "-")
        if word not in readers or value.startswith("-"):
            raise ValueError(word)
        told[name] = readers[word](value)
    return Options(**told)


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    size = int(width), int(height)
    if not all(100 <= side <= 10_000 for side in size):
        raise ValueError(text)
    return size


if __name__ == "__main__":
    sys.exit(main())
