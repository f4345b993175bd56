"""Cases side by side: what the table holds for whom, how it is chosen, and the file of it that no spreadsheet carries out."""

import csv
import io
import re

import pytest

from community.cases.actions import writing
from community.cases.table import harmless, write_table
from community.database import unit_of_work
from community.lessons.actions import passages
from tests import world
from tests.cases.conftest import save

MATRIX = "/c/psc/cases/matrix"


@pytest.fixture
def two(case, viewer):
    """Ana's case, and another with a long text."""
    with unit_of_work():
        long = writing.create(
            world.group("psc"),
            title="A long story",
            by=viewer("ana"),
            language="nl",
            sections={"question": "Waarom?", "done": "Veel. " * 200 + "<script>", "why": "=HYPERLINK(1)"},
        )
    return case, long.slug


def _cell(page, section, slug):
    return re.search(rf'<td id="{section}\.{slug}">(.*?)</td>', page, re.DOTALL)[1]


def test_each_section_of_each_case_has_its_cell(two, client):
    page = client("rea").get(MATRIX).text
    assert "Then we listened." in _cell(page, "done", two[0])
    assert "open" in _cell(page, "why", two[0])
    assert "<a " not in _cell(page, "why", two[0])
    assert "A union" in _cell(page, "partners", two[0])
    assert f"/c/psc/cases/{two[0]}/edit#section_why" in _cell(client("ana").get(MATRIX).text, "why", two[0])
    assert "Context" not in re.findall(r'<th scope="row">([^<]+)</th>', page), "nobody wrote there yet"


def test_a_long_cell_shows_its_beginning_and_opens_in_place(two, client):
    cell = _cell(client("rea").get(MATRIX).text, "done", two[1])
    assert "<details" in cell
    assert "Read on" in cell
    assert "&lt;script&gt;" in cell
    assert "<details" not in _cell(client("rea").get(f"{MATRIX}?whole=1").text, "done", two[1])


def test_no_anchor_stands_on_the_page_twice(two, client):
    for turned in ("", "?turned=1"):
        ids = re.findall(r'\bid="([^"]+)"', client("ana").get(MATRIX + turned).text)
        assert len(ids) == len(set(ids))


def test_it_can_be_turned(two, client):
    page = client("rea").get(f"{MATRIX}?turned=1").text
    assert page.index('id="in-done"') < page.index(f'id="of-{two[0]}"')
    assert "Then we listened." in _cell(page, "done", two[0])


def test_cases_and_sections_are_chosen_in_the_address(two, client):
    page = client("rea").get(f"{MATRIX}?case={two[1]}&section=why&section=nonsense").text
    assert "A long story" in page
    assert f'id="of-{two[0]}"' not in page
    assert re.findall(r'<tr id="in-(\w+)"', page) == ["why"]
    assert f'href="/c/psc/cases/matrix.csv?section=why&amp;case={two[1]}"' in page


def test_filters_narrow_it(two, client):
    page = client("rea").get(f"{MATRIX}?language=nl").text
    assert f'id="of-{two[1]}"' in page
    assert f'id="of-{two[0]}"' not in page
    assert "No case fits" in client("rea").get(f"{MATRIX}?language=fr").text
    assert "No cases yet" in client("bo").get("/c/fed/cases/matrix").text


def test_a_case_chosen_by_a_former_address_is_found(case, find, client, viewer):
    with unit_of_work():
        save(find(case), viewer("ana"), title="Renamed")
    assert 'id="of-renamed"' in client("rea").get(f"{MATRIX}?case={case}").text


def test_nobody_sees_more_than_elsewhere(two, hidden, client):
    for name, sees in (("rea", False), ("cleo", False), ("dirk", True)):
        for address in (
            MATRIX,
            f"{MATRIX}?case={hidden}",
            f"{MATRIX}.csv?case={hidden}",
            f"{MATRIX}?case={hidden}&turned=1",
        ):
            text = client(name).get(address).text.replace(hidden, "")
            assert ("Canary" in text) is sees, (name, address)
    assert client("bo").get("/c/fed/cases/matrix").status_code == 200
    assert client("visitor").get("/c/fed/cases/matrix").status_code == 404


def test_a_passage_is_marked_from_a_cell_and_one_comes_back_there(two, client, find):
    browser = client("dirk")
    page = browser.get(f"{MATRIX}?turned=1").text
    address = f"/c/psc/cases/{two[0]}/harvest?section=done"
    assert address in _cell(page, "done", two[0])
    form = browser.get(address, headers={"Referer": f"http://localhost{MATRIX}?turned=1"}).text
    assert "We asked." in form
    assert "Who is" not in form, "the other sections were not asked for"
    back = re.search(r'name="back"[^>]*value="([^"]+)"', form)[1]
    sent = {"places": "done-1", "revision": 1, "back": back, "only": "done"}
    answer = browser.post(f"/c/psc/cases/{two[0]}/passages", data=sent)
    assert answer.headers["Location"] == f"{MATRIX}?turned=1#done.{two[0]}"
    assert "1 marked" in _cell(client("rea").get(MATRIX).text, "done", two[0])
    assert "Mark a passage" not in _cell(client("rea").get(MATRIX).text, "done", two[0]), "a reader marks nothing"


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "javascript:alert(1)"])
def test_nobody_is_led_elsewhere(case, client, back):
    sent = {"places": "done-1", "revision": 1, "back": back}
    answer = client("dirk").post(f"/c/psc/cases/{case}/passages", data=sent)
    assert answer.headers["Location"] == f"/c/psc/cases/{case}"
    form = client("dirk").get(
        f"/c/psc/cases/{case}/harvest", headers={"Referer": "http://evil.example/c/psc/cases/matrix"}
    )
    assert "evil.example" not in form.text


def test_what_was_marked_where_one_may_not_look_is_not_counted(case, hidden, find, client, viewer):
    with unit_of_work():
        found = find(hidden, "dirk")
        passages.harvest_paragraphs(found, found.revision, places=[("done", "done-1")], by=viewer("dirk"))
    assert "1 marked" in client("dirk").get(MATRIX).text
    assert "marked" not in re.sub(r"<nav.*?</nav>", "", client("cleo").get(MATRIX).text)


def test_it_downloads_as_a_table(two, client):
    answer = client("rea").get(f"{MATRIX}.csv?turned=1")
    assert answer.data.startswith("\ufeff".encode())
    assert answer.mimetype == "text/csv"
    rows = list(csv.DictReader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert {row["Case"] for row in rows} == {"Stone dialogue", "A long story"}
    by_case = {row["Case"]: row for row in rows}
    assert by_case["Stone dialogue"]["What was done"] == "We asked.\n\nThen we listened."
    assert by_case["A long story"]["Why it went that way"] == "'=HYPERLINK(1)"
    turned = list(csv.reader(io.StringIO(client("rea").get(f"{MATRIX}.csv").text.removeprefix("\ufeff"))))
    assert turned[0][0] == "Case"
    assert set(turned[0][1:]) == set(by_case)


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
def test_no_cell_is_carried_out(cell):
    assert harmless(cell) == f"'{cell}"


def test_other_cells_stay_as_they_are():
    assert [harmless(cell) for cell in ("", "a=1", "1-2", "<b>")] == ["", "a=1", "1-2", "<b>"]
    assert write_table([["a", "b;c"]], "nl") == '\ufeffa;"b;c"\r\n'
