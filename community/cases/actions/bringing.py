"""The verb by which "a case I could bring" becomes a case: a sketch, once, with what was said of it in it."""

import re

from sqlalchemy import select

from community.cases import state
from community.cases.actions import writing
from community.cases.besides import BroughtCase
from community.cases.models import Case
from community.cases.rules import TITLE_LENGTH
from community.database import session
from community.errors import Absent
from community.groups.models import Group, Introduction
from community.groups.viewer import Audience, Viewer
from community.rendering import render

TITLE_AIM = 90
SUMMARY = "summary"

_SENTENCE = re.compile(r"(?s)(.+?[.?!…])(?:\s|$)")


def bring(community: Group, *, by: Viewer) -> Case:
    """Make a sketch of the case that a member said they could bring; return the one that there is where it was done before."""
    introduction = session().scalar(
        select(Introduction)
        .where(Introduction.person_id == by.person_id, Introduction.group_id == community.id)
        .with_for_update()
    )
    if introduction is None or not introduction.bring:
        raise Absent
    brought = session().get(BroughtCase, (by.person_id, community.id))
    if brought is not None:
        return brought.case
    case = writing.create(
        community,
        title=title_of(introduction.bring),
        sections=_sections(introduction.bring),
        by=by,
        audience=Audience.COMMUNITY,
    )
    session().add(BroughtCase(person_id=by.person_id, group_id=community.id, case_id=case.id))
    session().flush()
    return case


def title_of(text: str) -> str:
    """Return the first words of a text as a title: a sentence where it is short enough, and else as many as fit."""
    words = render(text).text.split("\n")[0] or text
    sentence = _SENTENCE.match(words)
    title = sentence.group(1) if sentence else words
    if len(title) > TITLE_AIM:
        cut = title[:TITLE_AIM].rsplit(" ", 1)[0]
        return f"{cut.rstrip(',;:–- ')}…"
    return title.removesuffix(".")[:TITLE_LENGTH]


def _sections(text: str) -> dict[str, str]:
    """Return what was said as the sections of the case; the last question in it is the one that it opens with."""
    said = re.split(r"(?<=[.!?…])\s+", render(text).text.strip())
    asked = [sentence for sentence in said if sentence.endswith("?") and len(sentence) > 3]
    return {**({state.QUESTION: asked[-1]} if asked else {}), SUMMARY: text}
