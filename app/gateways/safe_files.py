"""Files that are whole or not there: written as `*.partial`, flushed to the disk, then renamed."""

import contextlib
import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from app.errors import DatabaseUnavailable, UnreadableFile

PARTIAL: Final = ".partial"
_CHUNK: Final = 1 << 20
_FULL: Final = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@contextlib.contextmanager
def written_whole(target: Path) -> Iterator[Path]:
    """Give the block a file to write, which becomes `target` when the block ends and vanishes when it raises.

    An existing file is never overwritten (`UnreadableFile`). A full disk is `DatabaseUnavailable`
    naming what is free.
    """
    if target.exists():
        raise UnreadableFile(f"{target} is already there.", advice="Choose another name; nothing was overwritten.")
    partial = target.with_name(target.name + PARTIAL)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        flush(partial)
        partial.replace(target)
        flush(target.parent)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise unwritable(error, target.parent) from None
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def unwritable(error: OSError, folder: Path) -> DatabaseUnavailable:
    """What to say when a file could not be written."""
    if error.errno in _FULL:
        return no_room(folder)
    return DatabaseUnavailable(f"{folder} cannot be written to: {error.strerror}.", advice="Nothing was changed.")


def no_room(folder: Path, missing: int = 1_000_000) -> DatabaseUnavailable:
    """What to say when `missing` more bytes are needed."""
    return DatabaseUnavailable(
        f"There is no room in {folder}: {max(1, -(-missing // 1_000_000))} MB more are needed.",
        advice="Free some space or choose another folder; the database was not changed.",
    )


def free_bytes(folder: Path) -> int | None:
    """Free space where a folder is or would be; None where that cannot be told."""
    found = next((each for each in (folder, *folder.absolute().parents) if each.exists()), None)
    try:
        return None if found is None else shutil.disk_usage(found).free
    except OSError:
        return None


def sha256(file: Path, progress: Callable[[float], None] = lambda _share: None) -> str:
    """The hash of a file's bytes; `progress` is told the share read so far and may raise."""
    digest, read, size = hashlib.sha256(), 0, file.stat().st_size
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            read += len(chunk)
            progress(min(1.0, read / max(1, size)))
    return digest.hexdigest()


def flush(path: Path) -> None:
    """Make sure a file or a folder's entries are on the disk; Windows has no such thing for folders."""
    if path.is_dir() and os.name == "nt":
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
