"""Where words that were marked stand in a later state of their text: as they were, elsewhere, changed, or nowhere.

Pure, and measured: `python -m tests.benchmarks.anchoring` follows passages through real histories of Markdown.
"""

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz import fuzz
from rapidfuzz.distance import LCSseq

from community.lessons.bounds import bounds, keys

AT_MOST = 200  # places of the same words that are told apart; of words that stand more often the first ones are
_BESIDE = 60  # characters of the surroundings that are held side by side
_PROBE = 30  # the same, where they are sought for themselves
_FAR = 200  # the same, where several places look alike
_SAME_PLACE = 60  # per cent of them, on one side: it is still the same place
_UNTOUCHED = 108  # the same, of both sides: there is nothing to weigh
_ALIKE = 60  # per cent of the words: they changed, where nothing but they themselves tell
_ALIKE_IN_PLACE = 45  # the same, where the words on both sides stand as they stood
_BETWEEN = 50  # what this weighs against likeness
_KEPT = 0.5  # share of the words that are left in their order: that is enough too, where it is
_KEPT_WORDS = 4  # of them at least
_CERTAIN = 25  # characters from which words do not stand in another place by chance
_UNSPACED = 0x0E00  # from here on, scripts are many that put no spaces between words


class Standing(StrEnum):
    """How a passage stands in a later state of its text."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    GONE = "gone"


class Quoted(NamedTuple):
    """Words as they were marked, with the end of those before them and the beginning of those after."""

    exact: str
    before: str = ""
    after: str = ""
    section: str = ""


class Place(NamedTuple):
    """How words stand now; where, in the text of a section; and what is said there."""

    standing: Standing
    section: str = ""
    start: int = 0
    end: int = 0
    words: str = ""


class _Spot(NamedTuple):
    section: str
    start: int
    end: int
    likeness: float


GONE = Place(Standing.GONE)


def flat(text: str) -> str:
    """Return a text as words with single spaces: how texts are held side by side."""
    return " ".join(text.split())


def find(quoted: Quoted, sections: Mapping[str, str]) -> Place:
    """Return where marked words stand in a text, given by its sections, each flat.

    Nothing is called exact or moved but the very words; repeated ones are told apart by what stands around them.
    """
    exact = flat(quoted.exact)
    if not exact:
        return GONE
    quoted = Quoted(exact, flat(quoted.before)[-_FAR:], flat(quoted.after)[:_FAR], quoted.section)
    spots = list(_same_words(quoted, sections))
    best = _likest(quoted, spots, sections)
    if best is not None and best.likeness >= _UNTOUCHED:
        return _as_it_was(best, exact, _here_or_moved(best, quoted))
    changed = _changed(quoted, sections)
    if best is None:
        return changed or GONE
    if changed is not None and _is_likelier(quoted, sections, changed, best):
        return changed  # the same words elsewhere are others: those that were marked stand here, in another form
    if best.likeness >= _SAME_PLACE:
        return _as_it_was(best, exact, _here_or_moved(best, quoted))
    if best.section == quoted.section and len(spots) == 1 and not _stand_elsewhere(quoted, sections):
        return _as_it_was(best, exact, Standing.EXACT)  # what stood around it was rewritten; it stayed
    if len(exact) < _CERTAIN and len(spots) > 1:
        return changed or GONE
    return _as_it_was(best, exact, Standing.MOVED)


def _likest(quoted: Quoted, spots: Sequence[_Spot], sections: Mapping[str, str]) -> _Spot | None:
    """Return the place that looks most like the one marked; where several do, more of what is around them is read."""

    def rank(spot: _Spot) -> tuple[float, bool]:
        far = _surroundings(quoted, sections[spot.section], spot.start, spot.end, _FAR) if len(spots) > 1 else 0
        return (spot.likeness >= _SAME_PLACE) * 1000 + far, spot.section == quoted.section

    return max(spots, key=rank, default=None)


def _here_or_moved(spot: _Spot, quoted: Quoted) -> Standing:
    return Standing.EXACT if spot.section == quoted.section else Standing.MOVED


def _as_it_was(spot: _Spot, exact: str, standing: Standing) -> Place:
    return Place(standing, spot.section, spot.start, spot.end, exact)


def _same_words(quoted: Quoted, sections: Mapping[str, str]) -> Iterator[_Spot]:
    """Yield where the very words stand as words of their own, and how much around them is as it was."""
    exact, left = quoted.exact, AT_MOST
    own_first = sorted(sections, key=lambda key: key != quoted.section)
    for key in own_first:
        text = sections[key]
        start = text.find(exact)
        while start >= 0 and left:
            end = start + len(exact)
            if not (_joined(text, start) or _joined(text, end)):
                yield _Spot(key, start, end, _surroundings(quoted, text, start, end))
                left -= 1
            start = text.find(exact, start + 1)


def _joined(text: str, at: int) -> bool:
    """Say whether a word goes on across this place."""
    return 0 < at < len(text) and all(char.isalnum() and ord(char) < _UNSPACED for char in text[at - 1 : at + 1])


def _surroundings(quoted: Quoted, text: str, start: int, end: int, reach: int = _BESIDE) -> float:
    """Return how much of the surroundings is as it was, on the side where more is, and a little for the other one."""
    one, other = sorted(_sides(quoted, text, start, end, reach))
    return other + one / 10


def _sides(quoted: Quoted, text: str, start: int, end: int, reach: int = _BESIDE) -> tuple[float, float]:
    before, after = text[max(0, start - reach) : start].strip(), text[end : end + reach].strip()
    return _beside(quoted.before, before, is_end=True), _beside(quoted.after, after, is_end=False)


def _beside(then: str, now: str, *, is_end: bool) -> float:
    if not then or not now:
        return 75.0 if then == now else 0.0  # the edge of a text is a surrounding too, though a weaker one
    length = min(len(then), len(now))
    then, now = (then[-length:], now[-length:]) if is_end else (then[:length], now[:length])
    if then == now:
        return 100.0 if length >= _BESIDE / 3 else 80.0
    return fuzz.ratio(then, now)


def _stand_elsewhere(quoted: Quoted, sections: Mapping[str, str]) -> bool:
    """Say whether what stood around the words stands somewhere still, away from them."""
    probes = [probe for probe in (quoted.before[-_PROBE:], quoted.after[:_PROBE]) if len(probe) > 12]
    return any(probe in text for probe in probes for text in sections.values())


def _changed(quoted: Quoted, sections: Mapping[str, str]) -> Place | None:
    """Return the words that took the place of the marked ones, None where none did."""
    spots = [spot for key, text in sections.items() for spot in _likely(quoted, key, text)]
    best = max(spots, key=lambda spot: spot.likeness + 10 * (spot.section == quoted.section), default=None)
    if best is None:
        return None
    return Place(Standing.CHANGED, best.section, best.start, best.end, sections[best.section][best.start : best.end])


def _likely(quoted: Quoted, key: str, text: str) -> Iterator[_Spot]:
    """Yield places in one section where the words may stand in another form."""
    guesses = []
    found = fuzz.partial_ratio_alignment(quoted.exact, text, score_cutoff=_ALIKE - 10)
    if found is not None:
        guesses.append((found.dest_start, found.dest_end))
    if (gap := _gap(quoted, text)) is not None:
        guesses.append(gap)
    for start, end in dict.fromkeys(guesses):
        start, end = bounds(quoted.before, quoted.exact, quoted.after, text, start, end)
        if start >= end:
            continue
        likeness = fuzz.ratio(quoted.exact, text[start:end])
        is_between = _is_between(quoted, text, start, end)
        if likeness >= (_ALIKE_IN_PLACE if is_between else _ALIKE) or _are_kept(quoted.exact, text[start:end]):
            yield _Spot(key, start, end, likeness + _BETWEEN * is_between)


def _are_kept(exact: str, now: str) -> bool:
    """Say whether most of the words are left, in their order."""
    words = keys(exact.split())
    kept = LCSseq.similarity(words, keys(now.split()))
    return kept >= _KEPT_WORDS and kept >= _KEPT * len(words)


def _gap(quoted: Quoted, text: str) -> tuple[int, int] | None:
    """Return what stands now between the words that stood on both sides."""
    before, after = quoted.before[-_PROBE:], quoted.after[:_PROBE]
    start = text.find(before) + len(before) if before else 0
    if before and (start < len(before) or text.find(before, start) >= 0):
        return None
    end = text.find(after, start) if after else len(text)
    if end < start or end - start > 4 * len(quoted.exact) + _BESIDE:
        return None
    return start, end


def _is_likelier(quoted: Quoted, sections: Mapping[str, str], place: Place, other: _Spot) -> bool:
    """Say whether a place lies between what stood on both sides of the words, more than another one does."""
    if place.section == other.section and place.start < other.end and other.start < place.end:
        return False
    text = sections[place.section]
    is_between = _is_between(quoted, text, place.start, place.end)
    return is_between and _surroundings(quoted, text, place.start, place.end) > other.likeness


def _is_between(quoted: Quoted, text: str, start: int, end: int) -> bool:
    """Say whether the words on both sides of a place are those that stood on both sides of what was marked."""
    return min(_sides(quoted, text, start, end)) >= _SAME_PLACE
