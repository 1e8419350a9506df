"""What the command line asked of the window; a value, so that parsing it needs no Qt."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """The window's options as parsed."""

    database: str | None = None
    demo: bool = False
    screenshot: Path | None = None
    theme: str | None = None
    size: tuple[int, int] | None = None
    exit_after_paint: bool = False
