"""What stands beside every backup, to judge it by: `<file>.json`."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from app.gateways.safe_files import PARTIAL, flush
from models.values.upgrading import Manifest


def read_manifest(file: Path) -> Manifest:
    """The manifest beside a backup; `OSError`, `ValueError`, `KeyError` or `TypeError` where it is not one."""
    stored: dict[str, Any] = json.loads(manifest_file(file).read_text("utf-8"))
    return Manifest(
        made_at=datetime.fromisoformat(stored["made_at"]),
        revision=stored["revision"],
        sha256=stored["sha256"],
        size_bytes=stored["size_bytes"],
        rows=dict(stored["rows"]),
        method=stored.get("method", "copy"),
        location=stored.get("location", ""),
    )


def manifest_file(file: Path) -> Path:
    return file.with_name(file.name + ".json")


def write_manifest(target: Path, manifest: Manifest) -> None:
    """Put a manifest beside a backup, whole or not at all."""
    document = {
        "made_at": manifest.made_at.isoformat(),
        "revision": manifest.revision,
        "sha256": manifest.sha256,
        "size_bytes": manifest.size_bytes,
        "rows": dict(manifest.rows),
        "method": manifest.method,
        "location": manifest.location,
    }
    file = manifest_file(target)
    partial = file.with_name(file.name + PARTIAL)
    partial.write_text(json.dumps(document, indent=2), "utf-8")
    flush(partial)
    partial.replace(file)
