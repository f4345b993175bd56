"""The box for long texts: a preview that keeps nothing, and names completed for members only."""

import pytest

from community.cases.actions import writing
from community.database import unit_of_work
from community.discussions import actions as discussions
from community.lessons.actions import lessons
from community.lessons.actions.settling import settle
from tests import world


def _names(browser, typed, kind="people", community="psc"):
    answer = browser.get(f"/c/{community}/completions", query_string={"kind": kind, "q": typed})
    assert answer.status_code == 200
    return [(one["insert"], one["name"]) for one in answer.json]


@pytest.fixture
def things(app, viewer):
    """Cases and lessons with titles alike, one case hidden in the confidential subgroup."""
    with unit_of_work():
        for title in ("Ökonomie der Steine", "The stones of Jaipur"):
            writing.create(world.group("psc"), title=title, by=viewer("ana"))
        writing.create(world.group("broken"), title="Stones in secret", by=viewer("dirk"), audience="subgroup")
        words = {"when": "When", "do": "Stones first", "because": "they know"}
        lesson = lessons.write(world.group("psc"), by=viewer("cleo"), slug="stones-first", **words)
        settle(lesson, status="adopted", by=viewer("cleo"))
        lessons.write(world.group("psc"), by=viewer("cleo"), slug="stones-last", **words | {"do": "Stones last"})


def test_a_preview_is_what_saving_would_show(client):
    answer = client("ana").post("/preview", data={"text": "## Hello\n\n**you** <script>alert(1)</script>"})
    assert "<h3" in answer.text and "<strong>you</strong>" in answer.text and "<script" not in answer.text
    assert "<html" not in answer.text


def test_a_preview_leads_where_the_text_will_lead_and_tells_no_more(client, things):
    text = "[[The stones of Jaipur]], [[Stones in secret]] and @cleo"
    shown = client("ana").post("/preview", data={"text": text, "community": "psc"}).text
    assert '<a href="/c/psc/cases/the-stones-of-jaipur" dir="auto"' in shown
    assert '<a href="/people/cleo">' in shown
    assert "/c/psc/cases/stones-in-secret" not in shown
    assert "/cases/stones-in-secret" in client("dirk").post("/preview", data={"text": text, "community": "psc"}).text
    assert "data-names" not in shown
    assert client("bo").post("/preview", data={"text": text, "community": "nowhere"}).status_code == 404


def test_a_form_shows_links_too(client, things):
    data = {"preview": "1", "title": "Rocks", "text": "[[The stones of Jaipur]]", "kind": "discussion"}
    assert 'href="/c/psc/cases/the-stones-of-jaipur"' in client("ana").post("/c/psc/threads/new", data=data).text


@pytest.mark.parametrize("text", ["x" * 70_000, "> " * 200 + "deep"])
def test_what_saving_would_refuse_a_preview_refuses(client, text):
    answer = client("ana").post("/preview", data={"text": text})
    assert answer.status_code == 422 and "tangled" in answer.json["said"]


def test_previews_are_counted(client):
    browser = client("ana")
    answers = [browser.post("/preview", data={"text": "x"}).status_code for _ in range(301)]
    assert answers[0] == answers[299] == 200 and answers[300] == 429


def test_who_is_not_signed_in_is_shown_nothing(client):
    assert client("visitor").post("/preview", data={"text": "x"}).status_code == 401
    assert client("visitor").post("/paste", data={"html": "<b>x</b>"}).status_code == 401


def test_people_are_found_by_name_and_handle(client):
    assert _names(client("ana"), "cl") == [("@cleo ", "Cleo")]
    assert _names(client("ana"), "CLE") == [("@cleo ", "Cleo")]
    assert _names(client("ana"), "c%") == _names(client("ana"), "c") == []
    assert not _names(client("ana"), "bo")  # a stranger to the community


def test_nobody_else_learns_who_is_there(client):
    for name in ("bo", "ada", "finn"):
        assert client(name).get("/c/psc/completions?kind=people&q=an").status_code == 404
    assert client("visitor").get("/c/psc/completions?kind=people&q=an").status_code == 302
    assert client("ana").get("/c/psc/completions?kind=secrets&q=an").status_code == 404


def test_things_are_found_by_any_word_without_accents(client, things):
    assert _names(client("ana"), "okon", "things") == [("[[Ökonomie der Steine]]", "Ökonomie der Steine")]
    assert _names(client("ana"), "öko", "things") == _names(client("ana"), "okon", "things")
    found = [name for _insert, name in _names(client("ana"), "ston", "things")]
    assert "The stones of Jaipur" in found and any("Stones first" in name for name in found)


def test_what_may_not_be_seen_completes_nothing(client, things):
    assert not [name for _i, name in _names(client("ana"), "stones in", "things")]
    assert [name for _i, name in _names(client("dirk"), "stones in", "things")] == ["Stones in secret"]
    assert not any("last" in name for _i, name in _names(client("ana"), "stones", "things"))
    assert any("last" in name for _i, name in _names(client("cleo"), "stones", "things"))


def test_the_forms_show_what_was_typed_and_save_nothing(client, viewer):
    with unit_of_work():
        case = writing.create(world.group("psc"), title="Stones", by=viewer("ana"), sections={"summary": "Before"})
        thread = discussions.start(world.group("psc"), title="Dust", text="Who?", by=viewer("ana"))
        here, posts = f"/c/psc/cases/{case.slug}", f"/c/psc/threads/{thread.id}"
    browser, bold = client("ana"), "<strong>after</strong>"
    typed = {"preview": "1", "based_on": "1", "change": "A word"}
    for address, data in (
        (f"{here}/edit", typed | {"title": "Rocks", "section_summary": "**after**"}),
        (f"{here}/edit/summary", typed | {"section_summary": "**after**"}),
        (f"{posts}/reply", {"preview": "1", "text": "**after**"}),
        ("/c/psc/threads/new", {"preview": "1", "title": "Rocks", "text": "**after**", "kind": "discussion"}),
    ):
        page = browser.post(address, data=data)
        assert page.status_code == 200 and bold in page.text and "**after**</textarea>" in page.text
        assert "Nothing is saved yet" in page.text
        assert all(value in page.text for name, value in data.items() if name in ("title", "change"))
    assert bold not in browser.get(here).text + browser.get(posts).text
    assert "Rocks" not in browser.get("/c/psc/threads").text


def test_what_is_too_long_is_said_beside_its_preview(client, viewer):
    with unit_of_work():
        thread = discussions.start(world.group("psc"), title="Dust", text="Who?", by=viewer("ana"))
        address = f"/c/psc/threads/{thread.id}/reply"
    page = client("ana").post(address, data={"preview": "1", "text": "x" * 20_001})
    assert page.status_code == 422 and "At most 20000 characters" in page.text
