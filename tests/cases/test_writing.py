"""The forms of cases: beginning one, revising it, saying who reads it; what is typed is never lost."""

import pytest

from tests import world
from tests.cases.conftest import typed


def test_a_case_is_begun_with_a_title_alone(client, find):
    sent = {"title": "Only a title", "group": world.group("stone").id, "language": "nl", "audience": "community"}
    page = client("ana").post("/c/psc/cases/new", data=sent, follow_redirects=True).text
    assert "Only a title" in page
    assert "Your case has begun" in page
    goes_on = client("ana").post("/c/psc/cases/new", data={**sent, "title": "More to write", "go_on": "1"})
    assert goes_on.location == "/c/psc/cases/more-to-write/edit"
    assert find("only-a-title").language == "nl"


def test_a_case_without_a_title_keeps_what_was_typed(client):
    sent = {
        "title": " ",
        "section_question": "Kept?",
        "group": world.group("psc").id,
        "language": "en",
        "audience": "public",
    }
    answer = client("ana").post("/c/psc/cases/new", data=sent)
    assert answer.status_code == 422
    assert "Give the case a title" in answer.text
    assert "Kept?</textarea>" in answer.text


@pytest.mark.parametrize(("name", "status"), [("visitor", 302), ("bo", 403), ("rea", 403), ("ana", 200)])
def test_who_reaches_the_form_of_a_new_case(client, name, status):
    answer = client(name).get("/c/psc/cases/new")
    assert answer.status_code == status
    assert ("Save the case" in answer.text) == (name == "ana")


def test_nobody_begins_a_case_in_a_group_they_do_not_write_in(client):
    sent = {"title": "Intruder", "language": "en", "audience": "community"}
    for name, group in (
        ("rea", "psc"),
        ("bo", "psc"),
        ("dirk", "stone"),
        ("ana", "broken"),
        ("cleo", "broken"),
        ("ana", "fed"),
    ):
        assert client(name).post("/c/psc/cases/new", data={**sent, "group": world.group(group).id}).status_code in (
            403,
            422,
        )
        assert "Intruder" not in client("dirk").get("/c/psc/cases").text


def test_the_form_asks_helps_and_shows_an_example(case, client):
    page = client("dirk").get(f"/c/psc/cases/{case}/edit").text
    assert page.count("<textarea") == 13
    assert page.count("An example") == 13
    for text in ("Save revision 2", "Then we listened.</textarea>", 'value="A union"', "partner_rows-2-name"):
        assert text in page, text
    assert "partner_rows-3-name" not in page


def test_more_rows_lose_nothing_and_save_nothing(case, client, find):
    sent = typed(find(case), more="1", section_done="Not yet saved", **{"partner_rows-1-name": "A mill"})
    answer = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent)
    assert answer.status_code == 200
    for text in ("Not yet saved</textarea>", 'value="A mill"', "partner_rows-3-name"):
        assert text in answer.text, text
    assert find(case).revision_count == 1


def test_a_revision_is_saved_from_the_form(case, client, find):
    sent = typed(
        find(case),
        title="Talks",
        section_why="Time",
        themes=["trust"],
        change="Why",
        **{"partner_rows-1-name": "A mill"},
    )
    page = client("dirk").post(f"/c/psc/cases/{case}/edit", data=sent, follow_redirects=True).text
    assert "Revision 2 is saved." in page
    assert find("talks").thread.title == "Talks"
    now = find("talks").revision
    assert (now.change, now.sections["why"], len(now.partners), now.choices["themes"]) == ("Why", "Time", 2, ["trust"])
    same = client("dirk").post("/c/psc/cases/talks/edit", data=typed(find("talks")), follow_redirects=True)
    assert "Nothing had changed" in same.text


def test_what_is_refused_comes_back_beside_its_field(case, client, find):
    sent = typed(
        find(case), title="", section_why="Kept", section_done="x" * 65_537, **{"partner_rows-1-role": "broker"}
    )
    answer = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent)
    assert answer.status_code == 422
    assert "Give the case a title" in answer.text
    assert "Kept</textarea>" in answer.text
    answer = client("ana").post(f"/c/psc/cases/{case}/edit", data={**sent, "title": "There"})
    assert 'id="section_done-error"' in answer.text
    answer = client("ana").post(f"/c/psc/cases/{case}/edit", data={**sent, "title": "There", "section_done": ""})
    assert 'href="#partner_rows"' in answer.text
    assert find(case).revision_count == 1


@pytest.mark.parametrize(
    ("name", "status"), [("visitor", 302), ("bo", 404), ("rea", 403), ("finn", 404), ("ada", 404), ("dirk", 200)]
)
def test_who_reaches_the_form_of_a_case(case, client, find, name, status):
    sent = typed(find(case), section_done="Intruder")
    assert client(name).get(f"/c/psc/cases/{case}/edit").status_code == status
    answer = client(name).post(f"/c/psc/cases/{case}/edit", data=sent)
    assert answer.status_code == (302 if name == "dirk" else 401 if name == "visitor" else status)
    if status == 403 or name == "visitor":
        assert "Intruder" in answer.text


def test_the_owner_says_how_far_a_case_has_come_and_who_reads_it(case, client, find):
    address = f"/c/psc/cases/{case}"
    assert client("ana").get(f"{address}/settings").status_code == 200
    assert (
        "Described"
        in client("ana").post(f"{address}/status", data={"case_status": "described"}, follow_redirects=True).text
    )
    sent = {"group": world.group("stone").id, "audience": "subgroup"}
    assert client("ana").post(f"{address}/audience", data=sent).status_code == 302
    assert client("dirk").get(address).status_code == 404
    assert client("ana").post(f"{address}/status", data={"case_status": "nonsense"}).status_code == 422
    assert (
        client("ana")
        .post(f"{address}/audience", data={"group": world.group("broken").id, "audience": "public"})
        .status_code
        == 422
    )
    assert find(case).group.slug == "stone"


@pytest.mark.parametrize(("name", "status"), [("visitor", 401), ("bo", 404), ("rea", 403), ("dirk", 403)])
def test_others_do_not(case, client, name, status):
    address = f"/c/psc/cases/{case}"
    assert client(name).get(f"{address}/settings").status_code == (302 if name == "visitor" else status)
    assert client(name).post(f"{address}/status", data={"case_status": "chosen"}).status_code == status
    sent = {"group": world.group("psc").id, "audience": "public"}
    assert client(name).post(f"{address}/audience", data=sent).status_code == status
