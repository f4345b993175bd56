"""How far a case has been told, in a sentence: what stands there, what is open, and what to ask next. Never a percentage."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from flask_babel.speaklater import LazyString

from community.cases.form import PARTNERS, QUESTION, Outline, Section
from community.languages import gettext, ngettext
from community.languages import lazy_gettext as _

# What is asked next: the question first, then the story, then what can be learnt from it, then what a reader checks.
_IN_THIS_ORDER: dict[str, LazyString] = {
    QUESTION: _("nobody has asked its question yet"),
    "summary": _("nobody has told it in short yet"),
    "done": _("nobody has said what was done yet"),
    "happened": _("nobody has said what came of it yet"),
    "why": _("nobody has said why yet"),
    "expected": _("nobody has said what was hoped for yet"),
    "helped": _("nobody has said what helped yet"),
    "hindered": _("nobody has said what got in the way yet"),
    "conditions": _("nobody has said where it would hold yet"),
    "context": _("nobody has said what went on around it yet"),
    PARTNERS: _("nobody has said who took part yet"),
    "ask": _("readers have not been asked for anything yet"),
    "sources": _("nobody has said where it can be checked yet"),
}
_TELLING = frozenset({"summary", "context", PARTNERS, "expected", "done", "happened"})
_NUMBERS = (
    _("No"), _("One"), _("Two"), _("Three"), _("Four"), _("Five"), _("Six"), _("Seven"), _("Eight"), _("Nine"),
    _("Ten"), _("Eleven"), _("Twelve"),
)  # fmt: skip


class Completeness(NamedTuple):
    """What to say of a case, and its first open section, if there is one."""

    sentence: str
    next_key: str = ""
    next_label: str = ""


def completeness_of(outline: Outline, held: Mapping[str, Any], partners: Sequence[Any], language: str) -> Completeness:
    """Return how far a case has been told that holds these sections and partners."""
    written = {key for key, text in held.items() if text} | ({PARTNERS} if partners else set())
    open_ones = _in_order([section for section in outline.sections() if section.key not in written])
    so_far = _so_far(written)
    if not open_ones:
        said = gettext("Every section says something. Read it once as somebody who was not there.")
        return Completeness(said)
    following = open_ones[0]
    sentence = gettext("%(so_far)s; %(open)s.", so_far=so_far, open=_missing(following, language))
    return Completeness(sentence, following.key, following.label(language))


def _so_far(written: Collection[str]) -> str:
    count = len([key for key in written if key != QUESTION])
    if not count:
        return gettext("The question is asked") if QUESTION in written else gettext("There is a title")
    number = str(_NUMBERS[count]) if count < len(_NUMBERS) else str(count)
    if _TELLING & set(written):
        return ngettext(
            "%(number)s section says what happened", "%(number)s sections say what happened", count, number=number
        )
    return ngettext("%(number)s section is written", "%(number)s sections are written", count, number=number)


def _missing(section: Section, language: str) -> str:
    if section.key in _IN_THIS_ORDER and section.is_as_shipped:
        return str(_IN_THIS_ORDER[section.key])
    return gettext("nobody has written “%(section)s” yet", section=section.label(language))


def _in_order(sections: Sequence[Section]) -> list[Section]:
    places = {key: n for n, key in enumerate(_IN_THIS_ORDER)}
    return sorted(sections, key=lambda section: places.get(section.key, len(places)))
