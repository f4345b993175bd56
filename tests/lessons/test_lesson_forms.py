"""What the forms of lessons refuse: what is outdated, a group that was not offered, a number that is none."""

import pytest

from community.database import unit_of_work
from community.groups.actions import members
from community.lessons.queries.lessons import drafts_in
from tests import world
from tests.lessons.practice import SENTENCE, publish, who


@pytest.fixture
def lesson(app):
    """A lesson for the community."""
    with unit_of_work():
        return publish().slug


def test_a_stale_form_widens_no_audience(client, lesson):
    narrowed = SENTENCE | {"audience": "subgroup", "based_on": "1"}
    assert client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=narrowed).status_code == 302
    stale = SENTENCE | {"because": "it grows", "audience": "public", "based_on": "1"}
    answer = client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=stale)
    assert answer.status_code == 409
    assert "it grows</textarea>" in answer.text and "trust takes years</textarea>" in answer.text
    assert "Only members of Private sector cooperation" in answer.text
    assert client("visitor").get(f"/c/psc/lessons/{lesson}").status_code == 404


@pytest.mark.parametrize("number", ["", "²", "x", "9" * 5000])
def test_a_form_based_on_no_number_is_outdated(client, lesson, number):
    data = SENTENCE | {"based_on": number}
    assert client("cleo").post(f"/c/psc/lessons/{lesson}/edit", data=data).status_code == 409


@pytest.mark.parametrize("group", ["oops", "", "²", "9" * 5000, "fed", "broken"])
def test_a_lesson_is_written_in_a_group_that_was_offered(client, app, group):
    with unit_of_work():
        members.appoint(world.person("cleo"), world.group("fed"), role="coordinator")
        others = {"fed": str(world.group("fed").id), "broken": str(world.group("broken").id)}
        stone = str(world.group("stone").id)
    answer = client("cleo").post("/c/psc/lessons/new", data=SENTENCE | {"group": others.get(group, group)})
    assert (answer.status_code, 'href="#group"' in answer.text) == (422, True)
    assert client("cleo").post("/c/psc/lessons/new", data=SENTENCE | {"group": stone}).status_code == 302
    with unit_of_work():
        (draft,) = drafts_in(world.group("psc"), viewer=who("cleo"))
        assert draft.group_slug == "stone"
        assert drafts_in(world.group("fed"), viewer=who("cleo")) == []


@pytest.mark.parametrize("passage", ["²", "9" * 5000, "-1"])
def test_a_lesson_begun_with_no_passage_has_none(client, passage):
    assert 'class="passage"' not in client("cleo").get(f"/c/psc/lessons/new?passage={passage}").text
