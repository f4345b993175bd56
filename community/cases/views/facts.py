"""A case in the reader's words: what stands at a glance, and its sections."""

from community import places
from community.cases.form import sections_with
from community.vocabularies.queries import labels

_VOCABULARIES = ("purposes", "themes")
_CHOSEN = (("kind", "partner-kinds"), ("role", "roles"))


def facts_of(partners, choices, language, *, edition=None):
    """Return what stands at a glance, in the reader's words: partners with kind and role, purposes, themes, places."""
    said, names = labels(language, edition=edition), places.names_by_code(language)
    facts = {name: [said.get((name, key), key) for key in choices.get(name, ())] for name in _VOCABULARIES}
    facts["places"] = [names.get(code, code) for code in choices.get("places", ())]
    facts["partners"] = [
        row | {name: said.get((vocabulary, row[name]), row[name]) for name, vocabulary in _CHOSEN} for row in partners
    ]
    return facts


def sections_shown(html, partners, language, *, is_open=False):
    """Return the sections in order, each as its key, its name and its HTML; those not written yet only where it is open."""
    return [
        (section.key, section.label(language), html.get(section.key))
        for section in sections_with(html)
        if is_open or section.key in html or (section.key == "partners" and partners)
    ]
