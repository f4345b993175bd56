"""How well passages hold: words of early revisions looked for in later ones, through real histories of Markdown.

`python -m tests.benchmarks.anchoring <git directory>`; it only reads. What is right is known without the code that is
measured: words that stand once then and now stand where they stand; all others are followed from each revision to the
next, word by word, which a passage cannot be, because between two of its looks lie all the revisions that it skipped.
"""

import argparse
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import process_time
from typing import NamedTuple

from rapidfuzz.distance import Indel

from community.lessons.anchoring import Quoted, Standing, find, flat
from community.rendering import TooComplex, TooLong, render

NEIGHBOUR = 200
SEED = 20
OVERLAP = 0.5  # of both, from which two places are the same one
REWRITTEN = 0.4  # of the words; where so many stand together, something of a passage may be left
_FRONT = re.compile(r"\A---\n.*?\n---\n", re.DOTALL)
_HEADING = re.compile(r"^#{1,3} +(.+?)#*\s*$", re.MULTILINE)
_WORD = re.compile(r"\S+")


class Text(NamedTuple):
    """One revision as it is read: its sections, and its words one after the other with the place of each."""

    sections: dict[str, str]
    words: list[str]
    places: list[tuple[str, int, int]]


@dataclass
class Passage:
    """Words that were marked, and the numbers that those of them have which can still be followed."""

    quoted: Quoted
    count: int
    is_single: bool
    followed: list[int]


@dataclass
class Tally:
    """What came of all looks."""

    looks: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    false_exact: int = 0
    not_there: int = 0
    seconds: float = 0.0
    wrong: list[tuple[str, str, str, str]] = field(default_factory=list)


def main() -> None:
    """Measure on the documents of a repository that were revised most."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("git", type=Path, help="the git directory of a collection of Markdown documents")
    parser.add_argument("--files", type=int, default=40)
    parser.add_argument("--passages", type=int, default=25, help="of each document")
    parser.add_argument("--revisions", type=int, default=60, help="of each document, at most, from its first on")
    parser.add_argument("--wrong", type=int, default=0, help="how many of the wrong ones to print")
    given = parser.parse_args()
    dice, tally = random.Random(SEED), Tally()
    for path in _most_revised(given.git, given.files):
        texts = list(_states(given.git, path, given.revisions))
        if len(texts) > 2:
            _follow(texts, given.passages, dice, tally, path)
    _report(tally, given.wrong)


def _most_revised(git: Path, count: int) -> list[str]:
    listed = _git(git, "log", "--format=", "--name-only", "--no-renames", "--diff-filter=AM", "--", "*.md")
    return [path for path, _times in Counter(line for line in listed.splitlines() if line).most_common(count)]


def _states(git: Path, path: str, most: int) -> Iterator[Text]:
    commits = _git(git, "log", "--format=%H", "--no-renames", "--diff-filter=AM", "--reverse", "--", path).split()
    former = ""
    for commit in commits[:most]:
        source = _git(git, "show", f"{commit}:{path}")
        if source == former:
            continue
        former = source
        try:
            text = _read(_FRONT.sub("", source))
        except (TooComplex, TooLong):
            continue
        if len(text.words) > 150:
            yield text


def _git(git: Path, *what: str) -> str:
    done = subprocess.run(["git", "--git-dir", git, *what], capture_output=True, check=True)
    return done.stdout.decode("utf-8", "replace")


def _read(source: str) -> Text:
    """Return a document in the sections that its headings make of it, as a case has sections."""
    pieces = _HEADING.split(source)
    sections: dict[str, str] = {}
    for heading, body in zip(["", *pieces[1::2]], pieces[::2], strict=True):
        blocks = render(body).blocks
        sections[heading] = flat(" ".join([sections.get(heading, ""), *(block.text for block in blocks)]))
    found = [(key, word) for key, text in sections.items() for word in _WORD.finditer(text)]
    return Text(
        {key: text for key, text in sections.items() if text},
        [word.group() for _key, word in found],
        [(key, word.start(), word.end()) for key, word in found],
    )


def _follow(texts: Sequence[Text], count: int, dice: random.Random, tally: Tally, path: str) -> None:
    first = texts[0]
    passages = [passage for passage in (_drawn(first, dice) for _ in range(count)) if passage]
    before = first
    for text in texts[1:]:
        stayed = dict(_stayed(before.words, text.words))
        for passage in passages:
            passage.followed = [stayed[number] for number in passage.followed if number in stayed]
        for passage in passages:
            _look(passage, text, tally, path)
        before = text


def _drawn(text: Text, dice: random.Random) -> Passage | None:
    """Return words as people mark them: a sentence, some sentences, or a few words out of one."""
    key = dice.choice(list(text.sections))
    numbers = [number for number, place in enumerate(text.places) if place[0] == key]
    length = dice.choice((3, 6, 12, 20, 30, 60))
    if len(numbers) < length + 2:
        return None
    begin = dice.randrange(len(numbers) - length)
    chosen = numbers[begin : begin + length]
    start, end, whole = text.places[chosen[0]][1], text.places[chosen[-1]][2], text.sections[key]
    exact = whole[start:end]
    quoted = Quoted(exact, whole[max(0, start - NEIGHBOUR) : start], whole[end : end + NEIGHBOUR], key)
    return Passage(quoted, length, _times(exact, text) == 1, chosen)


def _stayed(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    for tag, i, i_end, j, _j_end in Indel.opcodes(old, new):
        if tag == "equal":
            yield from ((i + n, j + n) for n in range(i_end - i))


def _times(exact: str, text: Text) -> int:
    own = re.compile(rf"(?<!\w){re.escape(exact)}(?!\w)")
    return sum(len(own.findall(whole)) for whole in text.sections.values())


def _look(passage: Passage, text: Text, tally: Tally, path: str) -> None:
    begun = process_time()
    place = find(passage.quoted, text.sections)
    tally.seconds += process_time() - begun
    exact, times = passage.quoted.exact, _times(passage.quoted.exact, text)
    share = len(passage.followed) / passage.count
    found = (place.section, place.start, place.end)
    there = text.sections.get(place.section, "")[place.start : place.end]
    if place.standing in (Standing.EXACT, Standing.MOVED) and there != exact:
        tally.not_there += 1
    if passage.is_single and times == 1:
        kind, is_right = "survived", there == exact and place.standing in (Standing.EXACT, Standing.MOVED)
    elif share == 1 and times:
        kind, is_right = "survived, repeated", place.standing != Standing.CHANGED and _is_same(passage, text, found)
    elif times:
        return  # the words stand somewhere, those that were marked do not all: nobody can say which these are
    elif share >= 0.5:
        kind, is_right = "changed", place.standing == Standing.CHANGED and _is_same(passage, text, found)
    elif share == 0:
        if _most_shared(exact, text) > REWRITTEN:
            return  # something like it stands somewhere: moved and rewritten, or never the same; nobody can say
        kind, is_right = "gone", place.standing == Standing.GONE
    else:
        kind, is_right = "hardly left", place.standing in (Standing.CHANGED, Standing.GONE)
    tally.looks[kind] += 1
    tally.right[kind] += is_right
    if place.standing == Standing.EXACT and kind not in ("survived", "survived, repeated"):
        tally.false_exact += 1
    if place.standing == Standing.EXACT and kind == "survived, repeated" and not is_right:
        tally.false_exact += 1
    if not is_right:
        tally.wrong.append((kind, path, exact, f"{place.standing}: {there}"))


def _most_shared(exact: str, text: Text) -> float:
    """Return the largest share of the words that stands together anywhere, in whatever order."""
    wanted = Counter(exact.casefold().split())
    length, most = wanted.total(), 0
    words = [word.casefold() for word in text.words]
    for start in range(max(1, len(words) - length)):
        most = max(most, (wanted & Counter(words[start : start + length])).total())
    return most / length


def _is_same(passage: Passage, text: Text, found: tuple[str, int, int]) -> bool:
    """Say whether a place is the one that the words were followed to."""
    expected = [text.places[number] for number in passage.followed if text.places[number][0] == found[0]]
    if not expected:
        return False
    low, high = min(place[1] for place in expected), max(place[2] for place in expected)
    shared = min(high, found[2]) - max(low, found[1])
    return shared > 0 and shared >= OVERLAP * max(high - low, found[2] - found[1])


def _report(tally: Tally, wrong: int) -> None:
    looks = tally.looks.total()
    print(f"{looks} looks, {1000 * tally.seconds / max(1, looks):.2f} ms each")
    for kind, count in tally.looks.most_common():
        print(f"  {kind:<20} {count:>7}   right {100 * tally.right[kind] / count:6.2f} %")
    print(f"  called exact or moved where the words are not: {tally.not_there}")
    print(f"  called exact in a place that is another one:   {tally.false_exact}")
    for kind, path, exact, said in random.Random(SEED).sample(tally.wrong, min(wrong, len(tally.wrong))):
        print(f"\n[{kind}] {path}\n  then: {exact}\n  said: {said}")


if __name__ == "__main__":
    main()
