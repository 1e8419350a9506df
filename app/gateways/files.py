"""Files people hand us: read whole, decoded, with errors that speak."""

from pathlib import Path
from typing import Final

from app.errors import UnreadableFile

LIMIT_BYTES: Final = 256 * 1024 * 1024


def read_text(file: Path) -> str:
    """The text of an export: UTF-8 (with or without mark), or UTF-16 where a mark says so.

    Raises `UnreadableFile` naming the file and, for bytes that are no text, the line.
    """
    try:
        if file.stat().st_size > LIMIT_BYTES:
            raise UnreadableFile(f"{file.name} is larger than {LIMIT_BYTES // 2**20} MB, which no training log is.")
        content = file.read_bytes()
    except IsADirectoryError:
        raise UnreadableFile(f"{file} is a folder.", advice="Name the exported CSV file inside it.") from None
    except OSError as error:
        raise UnreadableFile(f"{file} could not be read: {error.strerror}.", advice="Check the path.") from None
    encoding = "utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise UnreadableFile(
            f"{file.name}, line {line}: this is not UTF-8 text.", advice="Export it again as CSV; nothing was imported."
        ) from None
