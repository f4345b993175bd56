"""States of a case beside each other: every part as text, and what differs."""

from community.cases import forms
from community.cases.difference import compare
from community.cases.rules import PARTNER_LENGTHS
from community.cases.views.facts import facts_of
from community.languages import gettext


def differences(before, after, sections, language):
    """Return what differs between two revisions, each part with its name."""
    return differing(
        forms.values_of(before, sections), forms.values_of(after, sections), sections, language, after.case.community_id
    )


def differing(before, after, sections, language, community_id):
    """Return what differs between two fillings of the form, each part with its name."""
    names = named(sections, language)
    old, new = (_texts(values, language, community_id) for values in (before, after))
    return [(names[difference.key], difference) for difference in compare(old, new, list(names))]


def named(sections, language):
    """Return what each part of a case is called, by the field that it is typed in."""
    facts = {
        "title": gettext("Title"),
        "partner_rows": gettext("Who took part"),
        "purposes": gettext("Why they cooperated"),
        "themes": gettext("Themes"),
        "sectors": gettext("Sectors"),
        "stages": gettext("Stages of the dialogue"),
        "period": gettext("When"),
        "places": gettext("Where"),
    }
    return facts | {forms.PREFIX + section.key: section.label(language) for section in sections}


def row_said(row, language, community_id):
    """Return a partner in one line."""
    (said,) = facts_of([row], {}, language, community_id=community_id)["partners"]
    return ", ".join(filter(None, (said.get(name) for name in PARTNER_LENGTHS)))


def _texts(values, language, community_id):
    """Return every part as text; a list becomes a paragraph for each of its entries."""
    facts = facts_of([], values, language, community_id=community_id)
    lists = {name: "\n\n".join(facts[name]) for name in forms.CHOICES}
    rows = [row_said(row, language, community_id) for row in values.get("partner_rows", [])]
    return values | lists | {"partner_rows": "\n\n".join(rows)}
