"""The history of a case: who changed what, any two revisions compared, each at an address that stays."""

from community.database import unit_of_work
from tests.cases.conftest import save


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
    compared = client("rea").get(f"/c/psc/cases/{case}/compare").text
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
