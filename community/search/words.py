"""Words of a text in any script, and the same words without their accents."""

import re
import unicodedata
from collections.abc import Iterator

# Longer "words" are addresses, keys and noise; their beginning finds them, and no key of the index grows past it.
MAX_WORD = 64

# Vowel signs of Indic, Hebrew, Arabic and other scripts are marks, which \w leaves out: words would fall apart at them.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1200) if unicodedata.category(chr(code)).startswith("M"))
_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}])*")
# What is written with or without: Latin, Greek and Cyrillic accents, Hebrew points, Arabic short vowels.
_ACCENT = re.compile("[\u0300-\u036f\u0591-\u05c7\u064b-\u065f]")
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})


def find_words(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each word in lower case, with where it starts and ends."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), match.group()[:MAX_WORD].lower()


def fold(word: str) -> str:
    """Return a lower-case word without accents."""
    if word.isascii():
        return word
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", word.translate(_LIGATURES)))
    return unicodedata.normalize("NFC", bare)
