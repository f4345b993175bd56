"""What the people of the demonstration were told a while ago they have read: only what is fresh is new to them."""

from collections.abc import Iterator
from functools import partial

from community import clock
from community.demo import reading
from community.demo.pieces import Piece, id_of, viewer
from community.notifications.actions import read_until

READ_DAYS_AGO = 10


def reading_pieces() -> Iterator[Piece]:
    """Yield, for each person, their last look at what they were told."""
    for row in reading.facts("demo", "people.yml")["people"]:
        yield Piece(f"person/{row['handle']}/told", READ_DAYS_AGO, partial(_look, row["handle"]))


def _look(handle: str) -> int:
    read_until(clock.now(), by=viewer(handle))
    return id_of(f"person/{handle}")
