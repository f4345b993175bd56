"""Words in lines of a picture: as wide as any of the usual typefaces may set them, and cut where there is no room for more."""

from functools import lru_cache
from unicodedata import east_asian_width

_NARROW = frozenset("iljtfrI.,:;!|'’‘`()[]/\\- \u00a0")
_WIDE = frozenset("mwMWQOG@%&—…")
_CUT = "…"


def width_of(text: str, size: float) -> float:
    """Return how wide a line may become, in the widest of the typefaces that a page may be read in."""
    return sum(map(_share, text)) * size


def fit(text: str, *, width: float, lines: int, size: float) -> tuple[str, ...]:
    """Return a text in at most so many lines of this width; one that is longer ends with three dots."""
    found: list[str] = []
    rest = " ".join(text.split())
    while rest and len(found) < lines:
        room = _room_in(rest, width, size)
        if room >= len(rest):
            found.append(rest)
            return tuple(found)
        cut = rest.rfind(" ", 0, room + 1)
        cut = cut if cut > 0 else room
        found.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    if rest and found:
        last = found[-1][: _room_in(found[-1] + _CUT, width - width_of(_CUT, size), size)]
        found[-1] = last.rstrip(" ,;:.") + _CUT
    return tuple(found)


def _room_in(text: str, width: float, size: float) -> int:
    """Return how many characters have room, one at least."""
    left = width
    for n, character in enumerate(text):
        left -= _share(character) * size
        if left < 0:
            return max(1, n)
    return len(text)


@lru_cache(maxsize=2048)
def _share(character: str) -> float:
    if character in _NARROW:
        return 0.38
    if character in _WIDE:
        return 0.98
    if east_asian_width(character) in "WF":
        return 1.05
    return 0.72 if character.isupper() else 0.62
