"""The words that a Dutch compound is made of, so that "vakbond" finds a text about "vakbondsleiders"."""

from functools import cache, lru_cache

import simplemma

LANGUAGE = "nl"
SHORTEST = 4  # letters of a part: shorter words stand in others by chance
_LINKS = ("", "s", "e", "en", "n")  # what may stand between two parts
# Endings that are words as well.
_ENDINGS = frozenset(
    {"heid", "schap", "loos", "baar", "lijk", "ingen", "achtig", "chap", "zaam", "aars", "ende", "erij"}
)


@lru_cache(maxsize=100_000)
def parts_of(word: str) -> tuple[str, ...]:
    """Return the two words that a lower-case compound is most evenly made of, and theirs in turn; none where it is none."""
    if len(word) < 2 * SHORTEST or not word.isalpha():
        return ()
    best: tuple[int, str, str] | None = None
    for place in range(SHORTEST, len(word) - SHORTEST + 1):
        first, second = _head(word[:place]), word[place:]
        if first and second not in _ENDINGS and _is_word(second):
            unevenness = abs(len(first) - len(second))
            if best is None or unevenness < best[0]:
                best = unevenness, first, second
    if best is None:
        return ()
    _, first, second = best
    return (first, *parts_of(first), second, *parts_of(second))


def _head(begun: str) -> str:
    """Return the word that the beginning of a compound holds, without what links it to the next; nothing where it is none."""
    for link in _LINKS:
        head = begun.removesuffix(link) if link else begun
        if (not link or head != begun) and len(head) >= SHORTEST and _is_word(head):
            return head
    return ""


@cache
def _is_word(word: str) -> bool:
    return bool(simplemma.is_known(word, lang=LANGUAGE))
