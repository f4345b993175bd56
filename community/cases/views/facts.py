"""A case in the reader's words: what stands at a glance, and its sections."""

from typing import Any

from community import places
from community.cases import form, period, state
from community.vocabularies.queries import labels, terms_of

_CHOSEN = (("kind", "partner-kinds"), ("role", "roles"))


def facts_of(partners, choices, language, *, edition=None, community_id=None):
    """Return what stands at a glance, in the reader's words: partners with kind and role, the vocabularies, places, period."""
    said = labels(language, edition=edition, community_id=community_id)
    names = places.names_by_code(language)
    facts: dict[str, Any] = {name: _in_order(name, choices.get(name, ()), said) for name in state.VOCABULARIES}
    facts["places"] = [names.get(code, code) for code in choices.get("places", ())]
    facts["period"] = period.said(choices.get("period", ()), language)
    facts["partners"] = [
        row | {name: said.get((vocabulary, row[name]), row[name]) for name, vocabulary in _CHOSEN} for row in partners
    ]
    return facts


def _in_order(vocabulary, chosen, said):
    """Return what is chosen in the order of its vocabulary, a merged term with the one that stands for it; unknown keys last."""
    known = [label for (name, key), label in said.items() if name == vocabulary and key in chosen]
    return list(dict.fromkeys([*known, *(key for key in chosen if (vocabulary, key) not in said)]))


def sections_shown(html, partners, language, *, outline=None, is_open=False):
    """Return the sections in order, each as its key, its name and its HTML; those not written yet only where it is open."""
    return [
        (section.key, section.label(language), html.get(section.key))
        for section in (outline or form.shipped()).sections_with(
            [*html, "partners"] if partners and "partners" not in html else html
        )
        if is_open or section.key in html or (section.key == "partners" and partners)
    ]


def terms_to_choose(community_id, revision, language):
    """Return what a case can choose from, and of what is no longer offered that which it holds."""
    held = {key for name in state.VOCABULARIES for key in revision.choices.get(name, ())}
    held |= {row[name] for row in revision.partners for name, _vocabulary in _CHOSEN}
    return terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES], language, community_id=community_id, holding=held)
