"""A plenary of the community PSC, with what is needed to bring something to it."""

from datetime import datetime

from community.cases.actions import writing
from community.database import unit_of_work
from community.lessons.actions import passages
from community.lessons.blocks import blocks_of
from community.lessons.passages import Passage
from community.plenaries.actions import opening
from community.plenaries.models import PHASES, Plenary
from tests import world

QUESTION = "What makes companies listen?"


def open_plenary(
    *, phase: str = "collect", audience: str = "community", ends: dict[str, datetime] | None = None, **more
) -> Plenary:
    """Open a plenary about both subgroups and bring it to a phase."""
    with unit_of_work():
        plenary = opening.open_plenary(
            world.group("psc"),
            title="Our first plenary",
            question=QUESTION,
            audience=audience,
            ends=ends or {},
            groups=[world.group("stone").id, world.group("broken").id],
            by=world.viewer("cleo"),
            **more,
        )
        for following in PHASES[1 : [step.value for step in PHASES].index(phase) + 1]:
            opening.move_on(plenary, to=following, based_on=plenary.phase, by=world.viewer("cleo"))
    return plenary


def mark(group: str, *texts: str, by: str, audience: str = "community") -> list[Passage]:
    """Write a case in a group and mark each of its paragraphs."""
    with unit_of_work():
        case = writing.create(
            world.group(group),
            title=f"Told in {group}",
            by=world.viewer(by),
            audience=audience,
            sections={"question": "Who?", "summary": "\n\n".join(texts)},
        )
        blocks = blocks_of("summary", case.revision.sections["summary"])
        places = [("summary", block.anchor) for block in blocks]
        return passages.harvest_paragraphs(case, case.revision, places=places, by=world.viewer(by))
