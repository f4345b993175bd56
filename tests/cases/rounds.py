"""Choosing rounds of the test world."""

from datetime import timedelta

from community import clock
from community.cases.actions import choosing, writing
from tests import world

HERE = "/c/psc/choosing"


def cases_on_offer(many: int, *, by: str = "ana"):
    """Let somebody write and offer cases."""
    made = [
        writing.create(
            world.group("psc"),
            title=f"Title {n}",
            by=world.viewer(by),
            audience="public",
            sections={"question": f"What of {n}?"},
        )
        for n in range(1, many + 1)
    ]
    for case in made:
        choosing.offer(case, by=world.viewer(by))
    return made


def open_round(cases):
    """Let Cleo open a round on these cases, for three days."""
    return choosing.open_round(
        world.group("psc"),
        cases=[case.id for case in cases],
        closes_at=clock.now() + timedelta(days=3),
        intro="",
        by=world.viewer("cleo"),
    )
