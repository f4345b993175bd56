"""Who else is writing in a case now, for those who write in it."""

from datetime import timedelta

from community import clock
from tests.cases.conftest import typed


def test_who_writes_in_the_same_case_is_named_for_two_minutes(case, client):
    address = f"/c/psc/cases/{case}"
    assert client("ana").post(f"{address}/presence").json == {"said": ""}
    said = client("dirk").post(f"{address}/presence").json["said"]
    assert said.startswith("Ana is writing here too")
    assert "Ana is writing here too" in client("dirk").get(f"{address}/edit/done").text
    assert "Dirk is writing here too" in client("ana").get(f"{address}/edit").text
    assert "Ana, Cleo and Dirk are writing" not in client("cleo").get(f"{address}/edit").text
    assert "Ana and Dirk are writing here too" in client("cleo").get(f"{address}/edit").text
    assert "writing here too" not in client("cleo").get(address).text
    with clock.at(clock.now() + timedelta(minutes=3)):
        assert client("dirk").post(f"{address}/presence").json == {"said": ""}


def test_who_has_saved_is_gone(case, client, find):
    client("ana").post(f"/c/psc/cases/{case}/presence")
    client("ana").post(f"/c/psc/cases/{case}/edit", data=typed(find(case), section_done="Saved."))
    assert client("dirk").post(f"/c/psc/cases/{case}/presence").json == {"said": ""}


def test_it_is_said_and_heard_by_those_only_who_may_write(case, hidden, client):
    assert client("rea").post(f"/c/psc/cases/{case}/presence").status_code == 403
    assert client("cleo").post(f"/c/psc/cases/{hidden}/presence").status_code == 404
