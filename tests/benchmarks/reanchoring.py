"""How many passages a second are found again in a case that was edited: what the worker does after a save."""

import random
import time
from dataclasses import dataclass, field

from community.lessons.anchoring import Quoted, find

PASSAGES, WORDS, LONG, AROUND = 1_000, 700, 20, 60


@dataclass
class Reanchoring:
    """Passages a second, round by round: where the words stand as they stood, and where a sixth of the words went."""

    same: list[float] = field(default_factory=list)
    edited: list[float] = field(default_factory=list)


def measure(*, rounds: int) -> Reanchoring:
    """Look for passages of one text in it and in an edit of it; the first round warms up."""
    dice = random.Random(7)
    words = [f"{dice.choice('abcdefghijklmnop')}{dice.randrange(300)}" for _ in range(WORDS)]
    then, later = " ".join(words), " ".join(word for word in words if dice.random() > 0.15)
    passages = [_marked(words, dice.randrange(WORDS - LONG), then) for _ in range(PASSAGES)]
    found = Reanchoring()
    for n in range(rounds + 1):
        taken = [_rate(passages, text) for text in (then, later)]
        if n:
            found.same.append(taken[0])
            found.edited.append(taken[1])
    return found


def _marked(words: list[str], at: int, text: str) -> Quoted:
    exact = " ".join(words[at : at + LONG])
    place = len(" ".join(words[:at])) + bool(at)
    before, after = text[max(0, place - AROUND) : place], text[place + len(exact) :][:AROUND]
    return Quoted(exact=exact, before=before, after=after, section="done")


def _rate(passages: list[Quoted], text: str) -> float:
    begun = time.process_time()
    for passage in passages:
        find(passage, {"done": text})
    return len(passages) / (time.process_time() - begun)
