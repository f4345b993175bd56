"""Two people write at once: nobody overwrites, and both texts survive."""

import pytest

from community.cases import queries
from community.cases.actions import writing
from community.cases.merge import merge
from community.database import unit_of_work
from tests.cases.conftest import save, typed


def test_a_save_based_on_an_older_revision_changes_nothing_and_says_what_is_there(case, find, viewer):
    found = find(case)
    save(found, viewer("dirk"), sections={"done": "Dirk was first."})
    with pytest.raises(writing.SavedMeanwhile) as refusal:
        save(found, viewer("ana"), sections={"done": "Ana was second."}, based_on=1)
    assert refusal.value.current.sections == {"done": "Dirk was first."}
    assert (found.revision_count, found.revision.sections) == (2, {"done": "Dirk was first."})


@pytest.mark.parametrize("based_on", [0, -1, 7])
def test_nor_does_one_based_on_a_revision_that_never_was(case, find, viewer, based_on):
    with pytest.raises(writing.SavedMeanwhile):
        save(find(case), viewer("ana"), title="Mine", based_on=based_on)


def test_who_saves_second_sees_both_texts_and_goes_on_from_the_newest(case, client, find, viewer):
    began = typed(find(case))
    with unit_of_work():
        save(
            find(case), viewer("dirk"), sections={"question": "Who is heard?", "done": "We asked.\n\nDirk wrote this."}
        )
    address = f"/c/psc/cases/{case}/edit"
    late = client("ana").post(
        address, data={**began, "section_done": "We asked.\n\nAna wrote that.", "change": "Ana’s reason"}
    )
    assert late.status_code == 409
    for text in (
        "Dirk saved revision 2",
        "<ins>Dirk wrote this",
        "<ins>Ana wrote that",
        "We asked.\n\nAna wrote that.</textarea>",
        "Ana’s reason",
    ):
        assert text in late.text, text
    assert 'name="based_on" type="hidden" value="2"' in late.text
    assert find(case).revision.sections["done"].endswith("Dirk wrote this.")
    both = {**began, "section_done": "We asked.\n\nDirk wrote this.\n\nAna wrote that.", "based_on": "2"}
    assert client("ana").post(address, data=both).status_code == 302
    found = find(case)
    assert found.revision.sections["done"].count("wrote") == 2
    assert "Dirk wrote this." in queries.find_revision(found, 2).text


def test_what_only_the_other_changed_is_not_turned_back_by_saving_again(case, client, find, viewer):
    began = typed(find(case))
    with unit_of_work():
        now = find(case).revision
        save(
            find(case),
            viewer("dirk"),
            sections={**now.sections, "why": "Dirk’s why"},
            choices={**now.choices, "themes": ["trust"]},
        )
    late = client("ana").post(f"/c/psc/cases/{case}/edit", data={**began, "section_helped": "Ana’s help"})
    assert late.status_code == 409
    assert "You changed different things" in late.text
    for text in ("Dirk’s why</textarea>", "Ana’s help</textarea>", 'checked id="themes-0"', 'value="A union"'):
        assert text in late.text, text


def test_partners_that_both_changed_stand_beside_each_other(case, client, find, viewer):
    began = typed(find(case))
    with unit_of_work():
        save(find(case), viewer("dirk"), partners=[{"name": "Dirk’s mill"}])
    late = client("ana").post(f"/c/psc/cases/{case}/edit", data={**began, "partner_rows-0-name": "Ana’s union"})
    assert late.status_code == 409
    assert "Dirk’s mill" in late.text
    assert 'value="Ana’s union"' in late.text


def test_an_invented_base_loses_nothing_either(case, client, find):
    for based_on in ("", "99", "x", "-1"):
        late = client("ana").post(
            f"/c/psc/cases/{case}/edit", data=typed(find(case), section_done="Ana’s", based_on=based_on)
        )
        assert late.status_code in (409, 422)
        assert "Ana’s</textarea>" in late.text


def test_restoring_from_an_outdated_page_overwrites_nothing(case, client, find, viewer):
    with unit_of_work():
        save(find(case), viewer("dirk"), title="Stone dialogue!")
        save(find(case), viewer("dirk"), title="Stone dialogue?")
    assert client("ana").post(f"/c/psc/cases/{case}/revisions/1/restoration", data={"based_on": "2"}).status_code == 409
    assert find(case).revision.title == "Stone dialogue?"
    assert client("ana").post(f"/c/psc/cases/{case}/revisions/1/restoration", data={"based_on": "3"}).status_code == 302


def test_each_part_is_kept_from_who_changed_it():
    base = {"a": "1", "b": "1", "c": "1", "d": "1", "e": ""}
    merged = merge(
        base, base | {"a": "mine", "c": "mine", "d": "same"}, base | {"b": "theirs", "c": "theirs", "d": "same"}
    )
    assert merged.values == {"a": "mine", "b": "theirs", "c": "mine", "d": "same", "e": ""}
    assert (merged.both, merged.only_mine, merged.only_theirs) == (("c",), ("a",), ("b",))
