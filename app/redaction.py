"""Texts that leave the program (logs, details, reports) without passwords and tokens in them."""

import re
from typing import Final

_RULES: Final = (
    (re.compile(r"(\w[\w+.-]*://[^\s:/@]+):[^\s@]*@"), r"\1:***@"),
    (re.compile(r"([?&](?:code|state|client_secret|code_verifier)=)[^&\s\"']+"), r"\1***"),
    (re.compile(r"(?i)\b(bearer|basic)\s+[\w.~+/=-]+"), r"\1 ***"),
    (
        re.compile(r"(?i)([\"']?\b(?:password|passwd|pwd|(?:client_)?secret|(?:access|refresh|id)?_?token|api_?key)[\"']?\s*[=:]\s*)"
                   r"(\"[^\"]*\"|'[^']*'|[^\s,;&)}\]]+)"),
        r"\1***",
    ),
)  # fmt: skip


def without_secrets(text: str) -> str:
    """The text with every password, token and credential of a URL replaced by asterisks."""
    for pattern, replacement in _RULES:
        text = pattern.sub(replacement, text)
    return text
