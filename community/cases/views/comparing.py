"""States of a case beside each other: every part as text, what differs, and two edits brought together."""

from dataclasses import dataclass
from typing import Any

from community.cases import forms
from community.cases.difference import compare, compare_texts
from community.cases.merge import merge
from community.cases.queries import find_revision
from community.cases.rules import PARTNER_LENGTHS
from community.cases.views.facts import facts_of
from community.errors import Absent
from community.languages import gettext
from community.rendering import MAX_LENGTH, normalise


@dataclass(frozen=True)
class MergedEdits:
    """What the form goes on with after somebody else saved first, and what is said about it."""

    values: dict[str, Any]
    clashes: list[Any]  # of what both changed: field, name, theirs and mine, each as changed from what both began with
    only_mine: list[str]
    only_theirs: list[str]


def differences(before, after, sections, language):
    """Return what differs between two revisions, each part with its name."""
    names = _named(sections, language)
    old, new = (_texts(forms.values_of(revision, sections), language) for revision in (before, after))
    return [(names[difference.key], difference) for difference in compare(old, new, list(names))]


def merge_edits(case, form, sections, current, language):
    """Bring together what was typed and what somebody else saved since: nothing of either is lost."""
    theirs = forms.values_of(current, sections)
    mine = {name: _tidy(value) for name, value in form.parts.items()}
    base = _base(case, form.based_on.data, sections)
    merged, names = merge(base, mine, theirs), _named(sections, language)
    was, own, other = (_texts(values, language) for values in (base, mine, theirs))
    clashes = [
        (key, names[key], compare_texts(was.get(key, ""), other[key]), compare_texts(was.get(key, ""), own[key]))
        for key in names
        if key in merged.both
    ]
    only_mine, only_theirs = ([names[key] for key in keys] for keys in (merged.only_mine, merged.only_theirs))
    return MergedEdits(merged.values, clashes, only_mine, only_theirs)


def _tidy(value):
    """Return a text as it would be saved; one that is too long to be saved as it is, to be refused with nothing lost."""
    return normalise(value).strip() if isinstance(value, str) and len(value) <= MAX_LENGTH else value


def _base(case, number, sections):
    try:
        return forms.values_of(find_revision(case, number or 0), sections)
    except Absent:
        return {}


def _named(sections, language):
    facts = {
        "title": gettext("Title"),
        "partner_rows": gettext("Who took part"),
        "purposes": gettext("Why they cooperated"),
        "themes": gettext("Themes"),
        "places": gettext("Where"),
    }
    return facts | {forms.PREFIX + section.key: section.label(language) for section in sections}


def _texts(values, language):
    """Return every part as text; a list becomes a paragraph for each of its entries."""
    facts = facts_of(values.get("partner_rows", []), values, language)
    lists = {name: "\n\n".join(facts[name]) for name in forms.CHOICES}
    rows = [", ".join(filter(None, (row[name] for name in PARTNER_LENGTHS))) for row in facts["partners"]]
    return values | lists | {"partner_rows": "\n\n".join(rows)}
