"""The pages of cases: what each shows, and to whom."""

import re

from community import clock
from community.cases.actions import writing
from community.cases.views import lists
from community.database import unit_of_work
from community.discussions import actions as discussions
from tests import world
from tests.cases.conftest import save
from tests.counting import count_queries


def test_a_case_leads_with_its_question_and_shows_what_stands_at_a_glance(case, client):
    page = client("rea").get(f"/c/psc/cases/{case}").text
    assert page.index("<h1") < page.index("question question--lead") < page.index("What was done")
    for text in (
        "A union</span>: Broker",
        "Reaching people",
        "India",
        "Sketched",
        "Brought by",
        ": Trust</li>",
        'id="done-2"',
        'id="question-1"',
    ):
        assert text in page, text


def test_sections_not_written_yet_are_offered_to_who_may_write_them_only(case, client):
    assert "open-section" in client("dirk").get(f"/c/psc/cases/{case}").text
    assert f"/c/psc/cases/{case}/edit/happened" in client("dirk").get(f"/c/psc/cases/{case}").text
    page = client("rea").get(f"/c/psc/cases/{case}").text
    assert "open-section" not in page
    assert "What happened" not in page
    assert "/edit" not in page


def test_its_discussion_stands_below_and_takes_an_answer(case, client, find, viewer):
    with unit_of_work():
        for n in range(5):
            discussions.reply(find(case).thread, text=f"Post number {n}", by=viewer("ana"))
    page = client("dirk").get(f"/c/psc/cases/{case}").text
    assert "All 5 posts" in page
    assert "Post number 4" in page
    assert "Post number 1" not in page
    reply = re.search(r'action="(/c/psc/threads/\d+/reply)"', page)[1]
    assert client("dirk").post(reply, data={"text": "From the case"}).status_code == 302
    assert "From the case" in client("rea").get(f"/c/psc/cases/{case}").text
    assert "Your answer" not in client("rea").get(f"/c/psc/cases/{case}").text


def test_a_text_in_another_language_says_so(vocabularies, client, viewer):
    with unit_of_work():
        writing.create(
            world.group("psc"), title="Wie spreekt er?", language="nl", sections={"done": "Wij."}, by=viewer("ana")
        )
    page = client("rea").get("/c/psc/cases/wie-spreekt-er").text
    assert re.search(r'<h1[^>]*lang="nl">', page)
    assert '<div class="prose" lang="nl">' in page
    assert '<h2 id="done" lang="en">' in page
    assert re.search(r'<h2[^>]*lang="nl"', client("rea").get("/c/psc/cases").text)


def test_hostile_text_is_shown_harmless(vocabularies, client, viewer):
    bad = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    with unit_of_work():
        made = writing.create(
            world.group("psc"),
            title=bad[:90],
            sections={"question": bad, "done": bad},
            partners=[{"name": bad[:80], "contribution": bad}],
            source={"title": bad},
            by=viewer("ana"),
        )
        save(made, viewer("ana"), sections={"done": bad + " more"}, change=bad[:90])
        address = f"/c/psc/cases/{made.slug}"
    for part in ("", "/edit", "/history", "/revisions/1", "/compare", "/settings"):
        page = client("ana").get(address + part).text
        assert "<script>alert" not in page
        assert "<img" not in page
        assert 'href="javascript' not in page


def test_the_list_is_filtered_and_turned_page_by_page(vocabularies, client, viewer, monkeypatch):
    monkeypatch.setattr(lists, "CASES_A_PAGE", 2)
    with unit_of_work():
        for n in range(5):
            writing.create(world.group("psc"), title=f"Number {n}", language="nl" if n == 1 else "en", by=viewer("ana"))
    seen, address = [], "/c/psc/cases"
    while address:
        page = client("rea").get(address).text
        seen.append(re.findall(r"Number \d", page))
        older = re.search(r'href="(/c/psc/cases\?after=[^"]+)"', page)
        address = older and older[1].replace("&amp;", "&")
    assert seen == [["Number 4", "Number 3"], ["Number 2", "Number 1"], ["Number 0"]]
    assert re.findall(r"Number \d", client("rea").get("/c/psc/cases?language=nl").text) == ["Number 1"]
    assert "No case fits" in client("rea").get("/c/psc/cases?status=described").text
    assert client("rea").get("/c/psc/cases?after=nonsense&status=nonsense").status_code == 200


def test_an_empty_list_says_what_to_do(client):
    assert "Write the first case" in client("ana").get("/c/psc/cases").text
    for name in ("rea", "visitor"):
        page = client(name).get("/c/psc/cases").text
        assert "No cases yet" in page
        assert "Write the first case" not in page


def test_addresses_that_take_a_form_are_not_pages_and_the_other_way_round(case, client):
    for address in ("status", "audience", "revisions/1/restoration"):
        assert client("ana").get(f"/c/psc/cases/{case}/{address}").status_code == 405
    for address in ("", "/history", "/compare", "/revisions/1", "/settings"):
        assert client("ana").post(f"/c/psc/cases/{case}{address}").status_code == 405


def test_a_case_page_takes_seven_queries_however_much_there_is(case, client, find, viewer):
    client("dirk").get(f"/c/psc/cases/{case}")
    with unit_of_work():
        discussions.reply(find(case).thread, text="One", by=viewer("ana"))
    browser = client("dirk")
    with count_queries() as few:
        browser.get(f"/c/psc/cases/{case}")
    with unit_of_work():
        found = find(case)
        save(
            found,
            viewer("dirk"),
            sections={**found.revision.sections, "why": "So"},
            choices={"themes": ["trust"], "places": ["BE", "IN"]},
        )
        for n in range(6):
            discussions.reply(found.thread, text=f"Post {n}", by=viewer("dirk"))
    with count_queries() as many:
        browser.get(f"/c/psc/cases/{case}")
    assert len(few) == len(many) <= 7, many


def test_the_list_takes_as_many_queries_for_many_cases_as_for_few(case, client, viewer):
    browser = client("dirk")
    browser.get("/c/psc/cases")
    with count_queries() as few:
        browser.get("/c/psc/cases")
    assert len(few) <= 6, few
    with unit_of_work():
        for n in range(8):
            with clock.at(clock.now()):
                writing.create(world.group("psc"), title=f"Case {n}", by=viewer("ana"))
    with count_queries() as many:
        browser.get("/c/psc/cases")
    assert len(many) == len(few) + 2, "which cases fit, and how many there are, is asked again when one has changed"
    with count_queries() as again:
        browser.get("/c/psc/cases")
    assert len(again) == len(few)
