"""Words of a text in any script, and the same words without their accents."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import chain

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


def find_words_from(text: str, letters: frozenset[str]) -> Iterator[tuple[int, int, str]]:
    """Yield, as `find_words` does, the words whose first letter without its accent is one of these; most others cost nothing."""
    for match in _beginnings(letters).finditer(text):
        start = match.start()
        if start and text[start - 1] in _MARKS:  # within a word
            continue
        word = _WORD.match(text, start)
        assert word is not None
        yield start, word.end(), word.group()[:MAX_WORD].lower()


@lru_cache(maxsize=256)
def _beginnings(letters: frozenset[str]) -> re.Pattern[str]:
    forms = {form for letter in letters for form in (letter, letter.upper()[0], *_forms()[letter])}
    # What stands before is looked at last, because a set of letters is sought three times as fast.
    return re.compile(rf"[{re.escape(''.join(sorted(forms)))}](?<![^\W_].)", re.S)


@cache
def _forms() -> defaultdict[str, list[str]]:
    """Return the letters that fold to each letter, among those that people write with accents or join."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for code in chain(range(0x41, 0x5B), range(0xAA, 0x530), range(0x1E00, 0x2000), range(0xFB00, 0xFB07)):
        if _WORD.match(letter := chr(code)):
            found[fold(letter.lower())[:1]].append(letter)
    return found


def fold(word: str) -> str:
    """Return a lower-case word without accents."""
    if word.isascii():
        return word
    bare = _ACCENT.sub("", unicodedata.normalize("NFKD", word.translate(_LIGATURES)))
    return unicodedata.normalize("NFC", bare)
