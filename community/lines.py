"""One line of text as a person typed it, made safe to store and to show: names, titles, organisations."""

import re
import unicodedata

# Joiners are part of words in several scripts; every other invisible character only misleads.
_JOINERS = frozenset("\u200c\u200d")
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})


def clean_line(text: str) -> str:
    """Return the text on one line, composed, without control, direction and other invisible characters."""
    composed = unicodedata.normalize("NFC", text[:2000])
    kept = "".join(c for c in composed if c.isspace() or c in _JOINERS or unicodedata.category(c) not in _HIDDEN)
    line = re.sub(r"\s+", " ", kept).strip()
    return line if line.strip("".join(_JOINERS)) else ""


def says_something(text: str) -> bool:
    """Say whether there is anything to be seen in a text."""
    return any(not c.isspace() and unicodedata.category(c) not in _HIDDEN for c in text)


def storable(text: str) -> str:
    """Return the text without what no database takes: NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
