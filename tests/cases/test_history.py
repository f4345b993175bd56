"""The history of a case: who changed what, any two revisions compared, each at an address that stays."""

import re

from community.cases.actions import writing
from community.cases.contributions import words_by_author
from community.database import unit_of_work
from tests import world
from tests.cases.conftest import save


def _plain(page):
    """Return a page without what only a screen reader says."""
    return re.sub(r'<span class="sr">[^<]*</span>', "", page)


def test_history_names_who_changed_what_and_compares(case, client, find, viewer):
    with unit_of_work():
        save(
            find(case),
            viewer("dirk"),
            sections={"question": "Who is *heard*?", "done": "We asked twice."},
            partners=[],
            change="Shorter",
        )
    page = client("rea").get(f"/c/psc/cases/{case}/history").text
    for text in ("Revision 2", "Shorter", "Dirk", "Ana", "1 revision", "compare?from=1&amp;to=2"):
        assert text in page, text
    assert "What was done, Who took part: 2 words added, 4 words removed" in page
    assert 'Dirk <span class="hint">(2 words)' in page  # “asked twice.”; “We” is still Ana’s
    compared = _plain(client("rea").get(f"/c/psc/cases/{case}/compare").text)
    for text in (
        "Revision 1 compared with 2",
        "What was done",
        "<ins>",
        "<del>Then we listened.</del>",
        "<del>A union, Trade union, Broker, Trust</del>",
    ):
        assert text in compared, text
    assert "The two are the same." in client("rea").get(f"/c/psc/cases/{case}/compare?from=2&to=2").text
    assert client("rea").get(f"/c/psc/cases/{case}/compare?from=2&to=1").status_code == 200
    for wrong in ("compare?from=0", "compare?to=9", "revisions/9", "revisions/0", "compare?from=99999999999999999999"):
        assert client("rea").get(f"/c/psc/cases/{case}/{wrong}").status_code == 404


def test_a_revision_keeps_its_address_and_is_restored_from_there(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), title="Other title", sections={})
    address = "/c/psc/cases/other-title/revisions/1"
    assert "The latest is revision 2" in client("rea").get(address).text
    assert "Restore" not in client("rea").get(address).text
    assert "Then we listened." in client("dirk").get(address).text
    assert client("rea").post(f"{address}/restoration", data={"based_on": "2"}).status_code == 403
    page = client("dirk").post(f"{address}/restoration", data={"based_on": "2"}, follow_redirects=True).text
    assert "Then we listened." in page
    assert "Back to revision 1" in client("rea").get("/c/psc/cases/other-title/history", follow_redirects=True).text


def test_words_stay_whose_they_are_through_edits_and_restoring(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "We asked.\n\nThen we listened long and well."})
        save(find(case), viewer("cleo"), sections={"done": "Nothing of it."})
        writing.restore(find(case), number=2, based_on="3", by=viewer("cleo"))
    now = find(case).revision
    ana, dirk = (world.id_of(name) for name in ("ana", "dirk"))
    assert words_by_author(now.credits["done"]) == {ana: 4, dirk: 4}
    assert "Cleo <span" not in client("rea").get(f"/c/psc/cases/{case}/history").text


def test_far_paragraphs_that_stayed_are_folded_away(case, client, find, viewer):
    lines = [f"Paragraph {n} says what it says." for n in range(12)]
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "\n\n".join(lines)})
        save(find(case), viewer("dirk"), sections={"done": "\n\n".join([*lines[:-1], "The last one changed."])})
    page = client("rea").get(f"/c/psc/cases/{case}/compare").text
    assert "10 paragraphs that stayed the same" in page
    assert page.count("says what it says") == 12


def test_changes_are_said_in_words_too(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), sections={"done": "We asked them.\n\nThen we listened."})
    page = client("rea").get(f"/c/psc/cases/{case}/compare").text
    assert '<ins><span class="sr">[added: </span>them' in page
