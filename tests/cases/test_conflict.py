"""Two people write at once: nobody overwrites, both texts survive, and where they touch a person chooses."""

import html
import re

import pytest

from community.cases import queries
from community.cases.actions import writing
from community.database import unit_of_work
from tests.cases.conftest import save, typed

pytestmark = pytest.mark.postgresql


def _chosen(page, **choices):
    """Return what the browser sends from the page of a clash, with these choices made."""
    fields = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page)
    sent: dict = {}
    for name, value in fields:
        sent.setdefault(html.unescape(name), []).append(html.unescape(value))
    for name, _type, value in re.findall(r'name="([^"]+)" type="(hidden)" value="([^"]*)"', page):
        sent.setdefault(name, [html.unescape(value)])
    places = dict.fromkeys(re.findall(r'name="choice-([^"]+)"', page))
    return (
        sent
        | {f"choice-{place}": choice for place, choice in zip(places, choices.pop("choices"), strict=True)}
        | choices
    )


def _dirk_first(find, case, viewer, **changes):
    with unit_of_work():
        now = find(case).revision
        sections = {**now.sections, **changes.pop("sections", {})}
        save(find(case), viewer("dirk"), sections=sections, **changes)


def test_a_save_that_clashes_changes_nothing_and_says_what_is_there(case, find, viewer):
    found = find(case)
    save(found, viewer("dirk"), sections={"done": "Dirk was first."})
    with pytest.raises(writing.SavedMeanwhile) as refusal:
        save(found, viewer("ana"), sections={"done": "Ana was second."}, based_on=1)
    assert refusal.value.current.sections == {"done": "Dirk was first."}
    assert list(refusal.value.merged.clashes) == ["section_done"]
    assert (found.revision_count, found.revision.sections) == (2, {"done": "Dirk was first."})


@pytest.mark.parametrize("based_on", [0, -1, 7, "x", "1.5", "1.1.1", "9" * 400])
def test_nor_does_one_based_on_a_revision_that_never_was(case, find, viewer, based_on):
    with pytest.raises(writing.SavedMeanwhile):
        save(find(case), viewer("ana"), title="Mine", based_on=based_on)


def test_who_saves_second_chooses_between_both_texts(case, client, find, viewer):
    began = typed(find(case))
    _dirk_first(find, case, viewer, sections={"question": "Who is heard?", "done": "We asked.\n\nDirk wrote this."})
    address = f"/c/psc/cases/{case}/edit"
    late = client("ana").post(address, data={**began, "section_done": "We asked.\n\nAna wrote that.", "change": "Why"})
    assert late.status_code == 409
    for text in ("Dirk saved revision 2", "Dirk wrote this", "Ana wrote that", 'name="based_on" value="2"'):
        assert text in late.text, text
    assert "<<<" not in late.text
    assert find(case).revision.sections["done"].endswith("Dirk wrote this.")
    for choice, done in (
        ("theirs", "We asked.\n\nDirk wrote this."),
        ("mine", "We asked.\n\nAna wrote that."),
        ("both", "We asked.\n\nDirk wrote this.\n\nAna wrote that."),
    ):
        shown = client("ana").post(address, data=_chosen(late.text, choices=[choice], go_on="1")).text
        assert done.replace("\n", "\n") in shown.replace("\r\n", "\n"), choice
    by_hand = _chosen(late.text, choices=["hand"], **{"hand-section_done-1": "Both wrote this."})
    assert client("ana").post(address, data=by_hand).status_code == 302
    found = find(case)
    assert found.revision.sections == {"question": "Who is heard?", "done": "We asked.\n\nBoth wrote this."}
    assert found.revision.change == "Why"
    assert "Dirk wrote this." in queries.find_revision(found, 2).text


def test_who_does_not_choose_is_asked_again_and_loses_nothing(case, client, find, viewer):
    began = typed(find(case))
    _dirk_first(find, case, viewer, sections={"done": "Dirk’s."})
    address = f"/c/psc/cases/{case}/edit"
    late = client("ana").post(address, data={**began, "section_done": "Ana’s.", "section_why": "Ana’s why"})
    again = client("ana").post(address, data=_chosen(late.text, choices=[""]))
    assert again.status_code == 409
    assert "Ana’s." in again.text
    assert "Dirk’s." in again.text
    assert client("ana").post(address, data=_chosen(again.text, choices=["mine"])).status_code == 302
    assert find(case).revision.sections == {"question": "Who is *heard*?", "done": "Ana’s.", "why": "Ana’s why"}


def test_a_third_save_while_one_chooses_overwrites_nothing_either(case, client, find, viewer):
    began, address = typed(find(case)), f"/c/psc/cases/{case}/edit"
    _dirk_first(find, case, viewer, sections={"done": "Dirk’s."})
    late = client("ana").post(address, data={**began, "section_done": "Ana’s."})
    _dirk_first(find, case, viewer, sections={"done": "Dirk’s again.", "why": "Dirk’s why"})
    assert client("ana").post(address, data=_chosen(late.text, choices=["mine"])).status_code == 409
    assert find(case).revision.sections["done"] == "Dirk’s again."


def test_what_goes_together_is_saved_at_once_and_said(case, client, find, viewer):
    began = typed(find(case))
    _dirk_first(
        find, case, viewer,
        sections={"why": "Dirk’s why", "done": "We asked.\n\nThen we listened to Dirk."},
        choices={"purposes": ["access"], "places": ["IN"], "themes": ["trust"]},
        partners=[{"name": "A union", "kind": "trade-union", "role": "broker", "contribution": "Trust"}, {"name": "A mill"}],
    )  # fmt: skip
    sent = {**began, "section_helped": "Ana’s help", "section_done": "Ana asked.\n\nThen we listened."}
    page = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent, follow_redirects=True).text
    assert "brings together what you changed (What was done, What helped)" in html.unescape(page)
    assert "what Dirk saved meanwhile (" in page
    now = find(case).revision
    assert now.sections["done"] == "Ana asked.\n\nThen we listened to Dirk."
    assert (now.sections["why"], now.sections["helped"]) == ("Dirk’s why", "Ana’s help")
    assert now.choices["themes"] == ["trust"]
    assert [row["name"] for row in now.partners] == ["A union", "A mill"]
    assert (now.number, now.merged_from) == (3, "1")
    assert "brought together" in client("rea").get(f"/c/psc/cases/{case}/history").text


def test_partners_that_both_changed_are_chosen_row_by_row(case, client, find, viewer):
    began, address = typed(find(case)), f"/c/psc/cases/{case}/edit"
    with unit_of_work():
        row = find(case).revision.partners[0]
        save(find(case), viewer("dirk"), partners=[{**row, "contribution": "Dirk’s"}, {"name": "Dirk’s mill"}])
    late = client("ana").post(address, data={**began, "partner_rows-0-contribution": "Ana’s"})
    assert late.status_code == 409
    assert client("ana").post(address, data=_chosen(late.text, choices=["both"])).status_code == 302
    partners = [(row["name"], row["contribution"]) for row in find(case).revision.partners]
    assert partners == [("A union", "Dirk’s"), ("A union", "Ana’s"), ("Dirk’s mill", "")]


def test_a_title_that_both_changed_is_chosen(case, client, find, viewer):
    began = typed(find(case))
    _dirk_first(find, case, viewer, title="Dirk’s title")
    now = find("dirks-title")
    late = client("ana").post(f"/c/psc/cases/{now.slug}/edit", data={**began, "title": "Ana’s title"})
    assert late.status_code == 409
    sent = _chosen(late.text, choices=["hand"], **{"hand-title-0": "Their title"})
    assert client("ana").post(f"/c/psc/cases/{now.slug}/edit", data=sent).status_code == 302
    assert find("their-title").revision.title == "Their title"


def test_hostile_pieces_are_text_and_nothing_else(case, client, find):
    sent = typed(find(case)) | {
        "clashing": ["section_done", "partner_rows", "nothing", "section_("],
        "kept-section_done-0": "<script>alert(1)</script>", "mine-section_done-999999999": "x",
        "kept-partner_rows-0": "[" * 100_000, "kept-partner_rows-1": '[{"name": {"a": 1}}, 7]',
    }  # fmt: skip
    assert client("ana").post(f"/c/psc/cases/{case}/edit", data=sent).status_code == 302
    page = client("ana").get(f"/c/psc/cases/{case}").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_an_invented_base_loses_nothing(case, client, find):
    for based_on in ("", "99", "x", "-1", "1.7"):
        sent = typed(find(case), section_done="Ana’s", based_on=based_on)
        late = client("ana").post(f"/c/psc/cases/{case}/edit", data=sent)
        assert late.status_code == 409
        assert "Ana’s" in late.text


def test_restoring_from_an_outdated_page_overwrites_nothing(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), title="Stone dialogue!")
        save(find(case), viewer("dirk"), title="Stone dialogue?")
    assert client("ana").post(f"/c/psc/cases/{case}/revisions/1/restoration", data={"based_on": "2"}).status_code == 409
    assert find(case).revision.title == "Stone dialogue?"
    assert client("ana").post(f"/c/psc/cases/{case}/revisions/1/restoration", data={"based_on": "3"}).status_code == 302
