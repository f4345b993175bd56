"""What must outlive a refused request (throttle counts, drafts, denials) waits here and is written in a unit of its own."""

from collections.abc import Callable

from flask import g, has_request_context

from community.database import unit_of_work


def outlive(write: Callable[[], None]) -> None:
    """Run a write after this request's own transaction has ended, whatever its end; at once in a command."""
    if has_request_context():
        g.setdefault("survivors", []).append(write)
        return
    with unit_of_work():
        write()


def write_survivors() -> None:
    """Run the writes that wait, in one unit of work."""
    survivors = g.pop("survivors", [])
    if survivors:
        with unit_of_work():
            for write in survivors:
                write()
