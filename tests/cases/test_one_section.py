"""One section is edited in place: what is not on the form stays, and who else wrote loses nothing."""

import pytest

from community.database import unit_of_work
from tests.cases.conftest import save


def test_a_case_leads_from_each_section_to_its_form_and_back(case, client, find):
    page = client("dirk").get(f"/c/psc/cases/{case}").text
    for key in ("done", "happened", "partners"):
        assert f'href="/c/psc/cases/{case}/edit/{key}"' in page
    assert "Write this" in page
    assert "/edit/" not in client("rea").get(f"/c/psc/cases/{case}").text
    form = client("dirk").get(f"/c/psc/cases/{case}/edit/done").text
    assert "Then we listened.</textarea>" in form
    assert "section_question" not in form
    sent = {"section_done": "We only listened.", "based_on": "1", "change": "Shorter"}
    saved = client("dirk").post(f"/c/psc/cases/{case}/edit/done", data=sent)
    assert saved.location == f"/c/psc/cases/{case}#done"
    now = find(case).revision
    assert now.sections == {"question": "Who is *heard*?", "done": "We only listened."}
    assert (now.title, now.partners[0]["name"], now.choices["purposes"]) == ("Stone dialogue", "A union", ["access"])


def test_it_touches_nothing_that_somebody_else_changed_meanwhile(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), title="Dirk’s title", partners=[], sections={"done": "Dirk’s."})
    sent = {"section_why": "Ana’s why", "based_on": "1"}
    assert client("ana").post("/c/psc/cases/dirks-title/edit/why", data=sent).status_code == 302
    now = find("dirks-title").revision
    assert (now.title, now.partners, now.sections) == ("Dirk’s title", [], {"done": "Dirk’s.", "why": "Ana’s why"})


def test_a_clash_is_shown_and_settled_there(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "Dirk’s."})
    late = client("ana").post(f"/c/psc/cases/{case}/edit/done", data={"section_done": "Ana’s.", "based_on": "1"})
    assert late.status_code == 409
    assert f'action="/c/psc/cases/{case}/edit/done"' in late.text


def test_the_partners_come_with_their_rows(case, client, find):
    assert 'value="A union"' in client("ana").get(f"/c/psc/cases/{case}/edit/partners").text
    sent = {"section_partners": "They met often.", "partner_rows-0-name": "A mill", "based_on": "1"}
    assert client("ana").post(f"/c/psc/cases/{case}/edit/partners", data=sent).status_code == 302
    assert [row["name"] for row in find(case).revision.partners] == ["A mill"]


@pytest.mark.parametrize("section", ["nothing", "title", "../edit", "<script>"])
def test_there_is_no_other_section(case, client, section):
    assert client("ana").get(f"/c/psc/cases/{case}/edit/{section}").status_code == 404
    assert client("ana").post(f"/c/psc/cases/{case}/edit/{section}", data={"based_on": "1"}).status_code == 404
