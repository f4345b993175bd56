"""Arranging the form of a community's cases: its sections, their order, and what each asks."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from slugify import slugify

from community import clock
from community.audit.actions import record
from community.cases import form, rules
from community.cases.events import FormArranged
from community.cases.form import Outline, Section, Texts
from community.cases.outlines import OwnForm
from community.cases.queries.forms import own_form
from community.database import session
from community.errors import Invalid, NotAllowed, Outdated
from community.events import publish
from community.folding import fold
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lines import clean_line
from community.rendering import normalise

OWN = "own_"


class TypedSection(NamedTuple):
    """A section as a coordinator typed it, in one language; one whose key is not in the form yet is new."""

    key: str
    label: str
    ask: str = ""
    help: str = ""
    example: str = ""
    is_left_out: bool = False

    @classmethod
    def of(cls, section: Section, language: str) -> "TypedSection":
        """Return a section as it stands on the page in a language, before anything is typed."""
        of = (section.labels, section.asks, section.helps, section.examples)
        label, ask, help_, example = (texts.get(language, "") for texts in of)
        return cls(section.key, label, ask, help_, example, section.is_left_out)


class ShapedMeanwhile(Outdated):
    """Another coordinator arranged the form first; `current` is what they saved."""

    def __init__(self, current: OwnForm) -> None:
        super().__init__(gettext("Somebody else changed the form meanwhile. Nothing was overwritten."))
        self.current = current


def shape(community: Group, typed: Sequence[TypedSection], *, language: str, based_on: int, by: Viewer) -> None:
    """Have the form of a community's cases as it was typed, in one language; raise ShapedMeanwhile where `based_on` is outdated.

    Cases keep what they hold. A section is never deleted, only left out: so none that a case holds is ever without its name.
    """
    if not rules.can_shape(by, community) or by.person_id is None:
        raise NotAllowed(gettext("Only a coordinator changes the form of a community’s cases."))
    session().refresh(community, ["id"], with_for_update={"key_share": True})
    present = own_form(community)
    if present is not None and based_on != present.number:
        raise ShapedMeanwhile(present)
    before = form.arranged(present.sections) if present else form.shipped()
    after = reshape(before, typed, language)
    if after == before:
        return
    number = (present.number if present else 0) + 1
    state = OwnForm(
        group_id=community.id,
        number=number,
        sections=after.rows,
        edition=(present.edition if present else secrets.randbits(40)) + 1 + secrets.randbits(20),
        changed_by_id=by.person_id,
        changed_at=clock.now(),
    )
    session().add(state)
    record("form.arranged", by_id=by.person_id, community_id=community.id, group_id=community.id, state=number)
    session().flush()
    publish(FormArranged(community.id, by.person_id))


def reshape(before: Outline, typed: Sequence[TypedSection], language: str) -> Outline:
    """Return the form as it would be; raise Invalid, naming the field, where it cannot be."""
    after: list[Section] = []
    typed_as: dict[str, str] = {}
    for row in map(_clean, typed):
        section = before.find(row.key)
        if section is None and not any((row.label, row.ask, row.help, row.example)):
            continue
        key = section.key if section else _free_key(row.label, {*typed_as, *(known.key for known in before.every)})
        typed_as[key] = row.key
        after.append(_said(section or Section(key, {}, {}, {}, {}), row, language))
    outline = Outline((*after, *(section for section in before.every if section.key not in typed_as)))
    _check(outline, before, typed_as, language)
    return outline


def _clean(row: TypedSection) -> TypedSection:
    label = clean_line(normalise(row.label[:5000]))
    ask, help_, example = (normalise(text[:20_000]).strip() for text in (row.ask, row.help, row.example))
    for (part, most), text in zip(rules.FORM_LENGTHS.items(), (label, ask, help_, example), strict=True):
        if len(text) > most:
            raise Invalid(f"{part}_{row.key}", gettext("Write at most %(n)d characters here.", n=most))
    return TypedSection(row.key, label, ask, help_, example, row.is_left_out)


def _said(section: Section, row: TypedSection, language: str) -> Section:
    """Return a section as it is with these words in a language; a name that was taken out is ours again."""
    ours = form.shipped().find(section.key)
    labels = {**section.labels, language: row.label or (ours.labels.get(language, "") if ours else "")}
    labels = {code: text for code, text in labels.items() if text}
    if not labels:
        raise Invalid(f"label_{row.key}", gettext("Give the section a name."))
    asks, helps, examples = (
        _with(getattr(section, part), language, text, is_ours=ours is not None and language in getattr(ours, part))
        for part, text in (("asks", row.ask), ("helps", row.help), ("examples", row.example))
    )
    return replace(section, labels=labels, asks=asks, helps=helps, examples=examples, is_left_out=row.is_left_out)


def _with(present: Texts, language: str, text: str, *, is_ours: bool) -> Texts:
    """Return texts with this one in a language; one that is ours and was taken out is kept as empty, so that it stays out."""
    others = {code: said for code, said in present.items() if code != language}
    return {**others, language: text} if text or is_ours else others


def _check(outline: Outline, before: Outline, typed_as: dict[str, str], language: str) -> None:
    opening = outline.find(form.QUESTION)
    if opening is None or opening.is_left_out:
        said = gettext("A case opens with its question: this section stays, though you may ask it in other words.")
        raise Invalid(f"out_{form.QUESTION}", said)
    if len(outline.every) > rules.SECTIONS:
        raise Invalid("sections", gettext("A form can have at most %(n)d sections.", n=rules.SECTIONS))
    seen: dict[str, Section] = {}
    for section in outline.sections():
        label = section.label(language)
        other = seen.setdefault(fold(label), section)
        if other is not section:
            former = before.find(section.key)
            wrong = other if former is not None and former.label(language) == label else section
            field = f"label_{typed_as.get(wrong.key, wrong.key)}"
            raise Invalid(field, gettext("Another section is called “%(label)s” already.", label=label))


def _free_key(label: str, taken: set[str]) -> str:
    stem = OWN + (slugify(label, max_length=28, word_boundary=True, separator="_") or "section")
    key, n = stem, 1
    while key in taken:
        n += 1
        key = f"{stem}_{n}"
    return key
