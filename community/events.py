"""The event bus: actions publish what happened, wiring says which reactions follow, all in one transaction."""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

_reactions: defaultdict[type, list[Callable[[Any], None]]] = defaultdict(list)


def subscribe(event: type, *reactions: Callable[[Any], None]) -> None:
    """Let reactions follow every event of this kind; saying it twice changes nothing."""
    for reaction in reactions:
        if reaction not in _reactions[event]:
            _reactions[event].append(reaction)


def publish(event: object) -> None:
    """Run the reactions to an event, inside the transaction that it belongs to."""
    for reaction in _reactions[type(event)]:
        reaction(event)
