"""How a state of a case is named where somebody writes on from it: "12", or "12.2" once its author amended it twice."""

from datetime import timedelta

from community.addresses import read_number

AMENDABLE_FOR = timedelta(minutes=10)
FORMER_KEPT_FOR = timedelta(days=90)  # as long as a draft that was begun from it


def read(version: str | int) -> tuple[int, int] | None:
    """Return the number of a version and its amendments; None where it names none."""
    number, point, amendments = str(version).partition(".")
    read_both = read_number(number), read_number(amendments) if point else 0
    return None if None in read_both else read_both  # type: ignore[return-value]
