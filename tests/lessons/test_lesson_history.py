"""The history of a lesson: every state, one of them, and what differs between two."""

import pytest

from community.database import unit_of_work
from community.lessons.actions import lessons
from tests.lessons.practice import publish, statuses_of, who

HERE = "/c/psc/lessons/wait"


@pytest.fixture
def lesson(app):
    """A lesson with three revisions."""
    with unit_of_work():
        found = publish(explanation="It takes years.\n\nIt really does.")
        said = {"when": "you lack trust", "because": "it grows", "explanation": "It takes years.\n\nOr months."}
        lessons.revise(found, do="wait", **said, based_on=1, by=who("cleo"))
        lessons.revise(found, do="wait", **said, holds="Where people stay.", based_on=2, by=who("cleo"))


def test_every_state_is_kept_and_said_by_whom(client, lesson):
    page = client("ana").get(f"{HERE}/history").text
    assert all(f"Revision {n}" in page for n in (1, 2, 3)) and "Cleo" in page
    first = client("ana").get(f"{HERE}/revisions/1").text
    assert "let a partner hold it" in first and "It really does." in first and "The latest is revision 3" in first


def test_what_changed_between_any_two_is_readable(client, lesson):
    page = client("ana").get(f"{HERE}/compare?from=1&to=3").text
    assert "<ins>" in page and "really" in page and "Where people stay." in page
    assert "Where it does not hold" not in page, "parts that stayed the same are left out"
    assert "The two say the same" in client("ana").get(f"{HERE}/compare?from=2&to=2").text


@pytest.mark.parametrize(
    "page", ["revisions/0", "revisions/4", "compare?from=0&to=1", "compare?from=1&to=9", "compare?from=-1"]
)
def test_there_are_no_others(client, lesson, page):
    assert client("ana").get(f"{HERE}/{page}").status_code == 404


def test_a_former_address_leads_to_its_revisions_still(client, lesson):
    assert client("ana").get("/c/psc/lessons/let-a-partner-hold-it/revisions/1").status_code == 200
    assert client("ana").get("/c/psc/lessons/let-a-partner-hold-it/history").status_code == 200


def test_who_may_not_read_it_reads_no_revision(client, lesson):
    for page in ("history", "revisions/1", "compare"):
        answered = statuses_of(client, f"{HERE}/{page}")
        assert {name for name, status in answered.items() if status == 200} == {"rea", "ana", "dirk", "cleo"}
        assert set(answered.values()) == {200, 404}
