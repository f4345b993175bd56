"""How long a text of full length takes to be rendered or refused: what people write, and the worst that we know."""

import time
from contextlib import suppress
from dataclasses import dataclass, field

from community.rendering import TooComplex, TooLong, render
from tests.hostile_texts import HONEST, HOSTILE


@dataclass
class Rendering:
    """Seconds of CPU of the slowest text, round by round, and of prose as the floor."""

    prose: list[float] = field(default_factory=list)
    honest: list[float] = field(default_factory=list)
    hostile: list[float] = field(default_factory=list)


def measure(*, rounds: int) -> Rendering:
    """Render all of them; the first round warms up."""
    found = Rendering()
    for n in range(rounds + 1):
        taken = _seconds(HONEST["prose"]), max(map(_seconds, HONEST.values())), max(map(_seconds, HOSTILE))
        if n:
            for kept, seconds in zip((found.prose, found.honest, found.hostile), taken, strict=True):
                kept.append(seconds)
    return found


def _seconds(source: str) -> float:
    begun = time.process_time()
    with suppress(TooComplex, TooLong):
        render(source)
    return time.process_time() - begun
