"""A plenary of the community PSC, with what is needed to bring something to it."""

from datetime import datetime

from community.cases.actions import writing
from community.database import session, unit_of_work
from community.lessons.actions import passages
from community.lessons.blocks import blocks_of
from community.lessons.passages import Passage
from community.plenaries.actions import agreeing, collecting, opening, theming
from community.plenaries.models import PHASES, Plenary
from community.plenaries.voices import Draft
from tests import world

QUESTION = "What makes companies listen?"
LESSON = {"when": "you negotiate", "do": "bring figures", "because": "they listen to them"}


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


def agree_on(*, audience: str = "community", kinds: tuple[str, ...] = ("lesson",), quorum: int = 0) -> list[Draft]:
    """Bring a plenary with a draft of each kind, resting on two passages of Ana’s, to where it agrees."""
    plenary = open_plenary(audience=audience, quorum=quorum)
    passages = mark("psc", "They came with figures.", "Nobody asked the workers.", by="ana", audience=audience)
    cleo = world.viewer("cleo")
    with unit_of_work():
        cards = [collecting.bring_passage(plenary, passage, by=world.viewer("ana")).id for passage in passages]
        opening.move_on(plenary, to="cluster", based_on="collect", by=cleo)
        themes = [
            theming.make_theme(plenary, name=f"Facts {n}", cards=() if n else cards, by=cleo) for n in range(len(kinds))
        ]
        opening.move_on(plenary, to="draft", based_on="cluster", by=cleo)
        stances = dict(zip(cards, ("supports", "contradicts"), strict=True))
        for kind, theme in zip(kinds, themes, strict=True):
            said = LESSON if kind == "lesson" else {"question": "Who pays for the figures?"}
            theming.draft_theme(theme, kind=kind, said=said, stances=stances, by=cleo)
        opening.move_on(plenary, to="agree", based_on="draft", by=cleo)
    return session().query(Draft).order_by(Draft.id).all()


def say(draft: Draft, name: str, stand: str, because: str = "") -> None:
    """Let somebody say where they stand on the present text."""
    with unit_of_work():
        agreeing.speak(draft, stand=stand, because=because, seen=draft.lesson.revision_count, by=world.viewer(name))


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
