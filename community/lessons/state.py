"""What one state of a lesson holds, taken from what was typed: cleaned, held to the limits, and rendered."""

import re
from collections.abc import Container, Mapping, Sequence
from typing import Any

from community.errors import Invalid
from community.groups.viewer import Audience
from community.languages import gettext
from community.lessons import rules
from community.lessons.models import Kind
from community.lines import says_something
from community.rendering import TooComplex, TooLong, normalise, render

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,4})?")
_PARTS = {Kind.LESSON: ("when", "do", "because"), Kind.ISSUE: ("question",)}


def take(
    kind: str,
    *,
    explanation: str,
    themes: Sequence[str],
    known_themes: Container[str],
    holds: str = "",
    holds_not: str = "",
    **parts: str,
) -> dict[str, Any]:
    """Return what a revision says; raise Invalid, naming the field. A part that this kind has no place for is left out."""
    own = _PARTS[Kind(kind)]
    said: dict[str, Any] = {name: _part(name, text) if name in own else "" for name, text in parts.items()}
    if kind == Kind.LESSON and not said["do"]:
        raise Invalid("do", gettext("Say what to do: a lesson is advice that somebody can follow."))
    if kind == Kind.ISSUE and not said["question"]:
        raise Invalid("question", gettext("Write the question that is shared."))
    for name, text in (("holds", holds), ("holds_not", holds_not)):
        said[name] = take_line(name, text, rules.HOLDS_LENGTH) if kind == Kind.LESSON else ""
    if len(explanation) > rules.EXPLANATION_LENGTH:
        raise Invalid("explanation", gettext("Write at most %(n)d characters here.", n=rules.EXPLANATION_LENGTH))
    try:
        said["explanation"] = normalise(explanation).strip()
        rendered = render(said["explanation"])
    except (TooComplex, TooLong) as error:
        raise Invalid("explanation", gettext("This text is too tangled to show: %(why)s", why=str(error))) from error
    return said | {"html": rendered.html, "text": rendered.text, "themes": _themes(themes, known_themes)}


def check_whole(kind: str, said: Mapping[str, Any]) -> None:
    """Refuse to publish a lesson that leaves out a part of its sentence."""
    for name in _PARTS[Kind(kind)]:
        if not said[name]:
            raise Invalid(name, gettext("A published lesson says when it holds, what to do, and because of what."))


def take_line(field: str, text: str, length: int) -> str:
    """Return a text as one line, nothing where none of it is to be seen; raise Invalid where it is too long."""
    if len(text) <= 2 * length:
        text = " ".join(normalise(text).split())
    if len(text) > length:
        raise Invalid(field, gettext("Write at most %(n)d characters here.", n=length))
    return text if says_something(text) else ""


def take_kind(kind: str) -> Kind:
    """Return the kind; raise Invalid where there is none of this name."""
    if kind not in tuple(Kind):
        raise Invalid("kind", gettext("It is a lesson or a common issue."))
    return Kind(kind)


def take_audience(audience: str) -> Audience:
    """Return the audience; raise Invalid where there is none of this name."""
    if audience not in tuple(Audience):
        raise Invalid("audience", gettext("Choose who may read it from the list."))
    return Audience(audience)


def take_language(language: str) -> str:
    """Return the code of a language; raise Invalid where it can't be one."""
    if not _LANGUAGE.fullmatch(language):
        raise Invalid("language", gettext("Choose the language from the list."))
    return language


def _part(name: str, text: str) -> str:
    """Return a part of the sentence without the punctuation that the sentence itself puts."""
    line = take_line(name, text, rules.SENTENCE_LENGTH)
    return line if name == "question" else line.rstrip(" .,;")


def _themes(themes: Sequence[str], known: Container[str]) -> list[str]:
    kept = list(dict.fromkeys(themes))
    if len(kept) > rules.THEMES or any(theme not in known for theme in kept):
        raise Invalid("themes", gettext("Choose at most %(n)d themes from the list.", n=rules.THEMES))
    return kept
