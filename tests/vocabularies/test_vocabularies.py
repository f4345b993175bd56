"""Vocabularies: taken in once or again, read in the reader's language."""

import pytest
from sqlalchemy import func, select

from community.database import session
from community.vocabularies import actions, queries
from community.vocabularies.models import Term
from tests.counting import count_queries

pytestmark = pytest.mark.postgresql

COLOURS = {
    "key": "colours",
    "label": {"en": "Colours"},
    "terms": [
        {"key": "red", "label": {"en": "Red", "nl": "Rood"}, "description": {"en": "Like brick"}},
        {"key": "blue", "label": {"en": "Blue"}},
    ],
}


def test_taking_a_list_in_again_changes_only_what_changed(app):
    assert actions.load(COLOURS) == actions.load(COLOURS) == 2
    renamed = COLOURS | {"terms": [{"key": "blue", "label": {"en": "Azure"}}]}
    actions.load(renamed)
    assert [(term.key, term.label) for term in queries.terms("colours")] == [("blue", "Azure"), ("red", "Red")]


def test_terms_are_said_in_the_readers_language_or_else_in_english(app):
    actions.load(COLOURS)
    assert [term.label for term in queries.terms("colours", "nl")] == ["Rood", "Blue"]
    assert queries.terms("colours", "fr")[0] == ("red", "Red", "Like brick")
    assert queries.labels("nl")["colours", "red"] == "Rood"


def test_a_list_that_nobody_took_in_is_empty(app):
    assert queries.terms("nothing") == []
    assert queries.labels("en") == {}


def test_labels_are_read_once_for_each_edition(app):
    actions.load(COLOURS)
    assert queries.labels("nl")["colours", "red"] == "Rood"
    with count_queries() as sent:
        queries.labels("nl")
    assert len(sent) == 1  # which asks for the edition
    actions.load(COLOURS)
    red = COLOURS["terms"][0] | {"label": {"en": "Red", "nl": "Vuurrood"}}
    actions.load(COLOURS | {"terms": [red]})
    assert queries.labels("nl")["colours", "red"] == "Vuurrood"
    assert queries.labels("en")["colours", "red"] == "Red"


def test_what_is_loaded_again_unchanged_makes_no_new_edition(app):
    actions.load(COLOURS)
    before = session().scalar(select(func.max(Term.edition)))
    actions.load(COLOURS)
    assert session().scalar(select(func.max(Term.edition))) == before


def test_the_shipped_lists_are_whole(app):
    actions.load_shipped()
    found = queries.terms_of(["purposes", "roles", "partner-kinds", "themes", "stages", "sectors"], "en")
    assert all(found.values())
    assert len(found["purposes"]) == 7
    assert sum(map(len, found.values())) == session().scalar(select(func.count()).select_from(Term))
