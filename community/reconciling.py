"""Two people who changed the same fields: what each changed is kept, and what both changed otherwise is told."""

from collections.abc import Mapping
from typing import NamedTuple


class Clash(NamedTuple):
    """A field that both changed, each in another way."""

    field: str
    mine: str
    theirs: str


def reconcile(
    was: Mapping[str, str], mine: Mapping[str, str], theirs: Mapping[str, str]
) -> tuple[dict[str, str], list[Clash]]:
    """Return the values to go on with: mine where I changed something and else theirs; and the clashes among them."""
    values, clashes = {}, []
    for field in dict.fromkeys([*theirs, *mine]):
        before, own, other = was.get(field, ""), mine.get(field), theirs.get(field)
        is_mine = own is not None and own != before
        values[field] = own if is_mine and own is not None else other if other is not None else own or ""
        if is_mine and other is not None and other != before and own != other:
            clashes.append(Clash(field, own or "", other))
    return values, clashes
