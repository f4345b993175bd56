"""What one state of a case holds, taken from what was typed: cleaned, held to the limits, and rendered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from community import places
from community.cases import form, period, rules
from community.errors import Invalid
from community.languages import gettext
from community.lines import clean_line
from community.rendering import Rendered, TooComplex, TooLong, normalise, render

VOCABULARIES = ("purposes", "themes", "sectors", "stages")
KINDS, ROLES, PLACES, PERIOD = "partner-kinds", "roles", "places", "period"
QUESTION = form.QUESTION


@dataclass(frozen=True)
class State:
    """Everything that a revision saves, apart from who and when."""

    title: str
    sections: dict[str, str]
    partners: list[dict[str, str]]
    choices: dict[str, list[str]]


def held_by(revision: Any) -> State:
    """Return the state that a revision holds."""
    return State(revision.title, revision.sections, revision.partners, revision.choices)


def take(
    *,
    title: str,
    sections: Mapping[str, str],
    partners: Iterable[Mapping[str, str]],
    choices: Mapping[str, Sequence[str]],
    known: Mapping[str, frozenset[str]],
    outline: form.Outline | None = None,
    held: State | None = None,
) -> State:
    """Return the state that was typed; raise Invalid, naming the field, where it cannot be taken.

    `known` holds the keys of each vocabulary, `outline` the form of the community, ours unless told. What the case `held`
    already may stay, though no form or vocabulary offers it.
    """
    return State(
        _title(title),
        _sections(sections, outline or form.shipped(), held.sections if held else {}),
        _partners(partners, known, held.partners if held else []),
        _choices(choices, known, held.choices if held else {}),
    )


def show(state: State) -> tuple[dict[str, str], str, str]:
    """Return a state as it is shown and read: the HTML of each section, all of its words, and its question."""
    rendered: dict[str, Rendered] = {}
    for key, source in state.sections.items():
        try:
            rendered[key] = render(source, anchor=key)
        except (TooComplex, TooLong) as error:
            raise Invalid(_field(key), gettext("This text is too tangled to show: %(why)s", why=str(error))) from error
    html = {key: shown.html for key, shown in rendered.items()}
    text = "\n\n".join(shown.text for shown in rendered.values() if shown.text)
    return html, text, rendered[QUESTION].text if QUESTION in rendered else ""


def take_source(source: Mapping[str, Any] | None) -> dict[str, str] | None:
    """Return where a case was published before, as it is kept: title, publisher, year, and an address of the web."""
    if not source:
        return None
    kept = {name: clean_line(str(source[name])) for name in ("title", "publisher", "year", "url") if source.get(name)}
    if any(len(value) > rules.SOURCE_LENGTH for value in kept.values()):
        raise Invalid(
            "source", gettext("Each part of a source can have at most %(n)d characters.", n=rules.SOURCE_LENGTH)
        )
    if "url" in kept and not _is_web_address(kept["url"]):
        raise Invalid("source", gettext("The address of a source begins with http:// or https://."))
    return kept


def _title(text: str) -> str:
    title = clean_line(normalise(text[: 10 * rules.TITLE_LENGTH]))
    if len(title) > rules.TITLE_LENGTH:
        raise Invalid("title", gettext("A title can have at most %(n)d characters.", n=rules.TITLE_LENGTH))
    if not title:
        raise Invalid("title", gettext("Give the case a title: a few words are enough."))
    return title


def _sections(typed: Mapping[str, str], outline: form.Outline, held: Mapping[str, str]) -> dict[str, str]:
    kept = {}
    for section in outline.sections_with(held):
        text = typed.get(section.key) or ""
        if len(text) <= 2 * rules.SECTION_LENGTH:
            text = normalise(text).strip()
        if len(text) > rules.SECTION_LENGTH:
            said = gettext("A section can have at most %(n)d characters.", n=rules.SECTION_LENGTH)
            raise Invalid(_field(section.key), said)
        if text:
            kept[section.key] = text
    for key in typed:
        if key not in outline.section_keys() and key not in held:
            raise Invalid(_field(key), gettext("There is no section of this name."))
    if (total := sum(map(len, kept.values()))) > rules.TOTAL_LENGTH:
        longest = max(kept, key=lambda key: len(kept[key]))
        said = gettext(
            "A case can have at most %(n)d characters in all; this one has %(has)d.", n=rules.TOTAL_LENGTH, has=total
        )
        raise Invalid(_field(longest), said)
    return kept


def _partners(
    typed: Iterable[Mapping[str, str]], known: Mapping[str, frozenset[str]], held: Sequence[Mapping[str, str]]
) -> list[dict[str, str]]:
    kept = []
    for row in typed:
        partner = {name: clean_line(normalise((row.get(name) or "")[:2000])) for name in rules.PARTNER_LENGTHS}
        if not any(partner.values()):
            continue
        for name, most in rules.PARTNER_LENGTHS.items():
            if len(partner[name]) > most:
                said = gettext("At most %(n)d characters fit in “%(text)s…”.", n=most, text=partner[name][:40])
                raise Invalid("partner_rows", said)
        if not partner["name"]:
            raise Invalid("partner_rows", gettext("Name each partner; a kind of organisation will do."))
        for name, vocabulary in (("kind", KINDS), ("role", ROLES)):
            allowed = known[vocabulary] | {former.get(name, "") for former in held}
            if partner[name] and partner[name] not in allowed:
                raise Invalid(
                    "partner_rows", gettext("“%(key)s” is not in the list to choose from.", key=partner[name])
                )
        kept.append(partner)
    if len(kept) > rules.PARTNERS:
        raise Invalid("partner_rows", gettext("A case can name at most %(n)d partners.", n=rules.PARTNERS))
    return kept


def _choices(
    typed: Mapping[str, Sequence[str]], known: Mapping[str, frozenset[str]], held: Mapping[str, Sequence[str]]
) -> dict[str, list[str]]:
    offered = {**{name: known[name] for name in VOCABULARIES}, PLACES: places.names_by_code("en").keys()}
    kept = {}
    for name, keys in offered.items():
        chosen = sorted(set(typed.get(name) or ()))
        for key in chosen:
            if key not in keys and key not in held.get(name, ()):
                raise Invalid(name, gettext("“%(key)s” is not in the list to choose from.", key=str(key)[:40]))
        if len(chosen) > rules.CHOICES:
            raise Invalid(name, gettext("Choose at most %(n)d.", n=rules.CHOICES))
        if chosen:
            kept[name] = chosen
    if moments := period.take(typed.get(PERIOD) or ()):
        kept[PERIOD] = moments
    return kept


def _field(section: str) -> str:
    return f"section_{section}"


def _is_web_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)
