"""The verbs of cases: what they do, for whom, and what they refuse."""

import pytest

from community import events
from community.cases import queries, rules
from community.cases.actions import placing, writing
from community.cases.events import CaseCreated, CaseMoved, CaseRevised
from community.errors import Absent, Invalid, NotAllowed
from tests import world
from tests.cases.conftest import PARTNERS, TEXTS, save


def _create(group, by, **more):
    return writing.create(world.group(group), title="A case", by=by, **more)


@pytest.fixture
def heard(monkeypatch):
    """The events that were published."""
    said = []
    for kind in (CaseCreated, CaseRevised, CaseMoved):
        monkeypatch.setitem(events._reactions, kind, [said.append])
    return said


def test_a_title_is_enough_and_opens_a_discussion(app, viewer, heard):
    case = _create("stone", viewer("ana"))
    assert (case.slug, case.status, case.revision_count, case.revision.sections) == ("a-case", "sketched", 1, {})
    assert (case.thread.kind, case.thread.title, case.thread.group_id) == ("case", "A case", case.group_id)
    assert case.thread.audience == case.audience == "community"
    assert heard == [CaseCreated(case.id)]


def test_a_revision_holds_what_was_written_as_it_is_shown_and_read(case, find):
    now = find(case).revision
    assert now.sections == TEXTS
    assert now.html["question"] == '<p id="question-1">Who is <em>heard</em>?</p>'
    assert now.html["done"].count('id="done-') == 2
    assert now.question == "Who is heard?"
    assert "Then we listened." in now.text
    assert now.partners == PARTNERS


def test_sections_are_kept_in_the_order_of_the_form_and_blank_ones_left_out(app, viewer):
    case = _create("psc", viewer("ana"), sections={"sources": "A book", "happened": "\r\n ", "question": "Why?"})
    assert list(case.revision.sections) == ["question", "sources"]


@pytest.mark.parametrize(
    ("group", "name"),
    [("psc", "rea"), ("psc", "bo"), ("psc", "visitor"), ("stone", "dirk"), ("broken", "cleo"), ("broken", "ada")],
)
def test_only_members_of_a_group_who_write_begin_cases_in_it(app, viewer, group, name):
    with pytest.raises(NotAllowed):
        _create(group, viewer(name))


def test_a_case_is_never_wider_than_its_group(app, viewer):
    assert _create("broken", viewer("dirk"), audience="public").audience == "subgroup"
    assert _create("fed", viewer("bo"), audience="public").audience == "community"


@pytest.mark.parametrize("name", ["dirk", "cleo", "ana"])
def test_whoever_writes_in_its_group_revises_a_case(case, find, viewer, heard, name):
    found = find(case)
    revision = save(found, viewer(name), sections={"question": "And now?"}, change=" Asked\nanew ")
    assert (revision.number, revision.change, revision.author.handle) == (2, "Asked anew", name)
    assert found.revision is revision
    assert heard == [CaseRevised(found.id)]
    assert queries.find_revision(found, 1).sections == TEXTS


def test_others_do_not(case, find, viewer):
    for name in ("rea", "bo", "finn", "ada", "visitor"):
        with pytest.raises(NotAllowed):
            save(find(case), viewer(name), title="Mine now")
    assert find(case).revision_count == 1


def test_its_owner_revises_a_case_that_moved_to_a_group_of_others(app, viewer):
    case = _create("psc", viewer("dirk"))
    placing.move(case, group=world.group("stone"), audience="community", by=viewer("cleo"))
    assert rules.can_revise(viewer("dirk"), case)
    assert save(case, viewer("dirk"), title="Still mine").number == 2


def test_saving_what_is_there_already_makes_no_revision(case, find, viewer, heard):
    assert save(find(case), viewer("ana"), change="Nothing really").number == 1
    assert save(find(case), viewer("ana"), sections={k: f"  {v}\r\n" for k, v in TEXTS.items()}).number == 1
    assert not heard


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("title", {"title": "  "}),
        ("title", {"title": "x" * 201}),
        ("section_done", {"sections": {"done": "x" * 65_537}}),
        ("section_done", {"sections": {"done": "x" * 5_000_000}}),
        ("section_done", {"sections": {"done": "> " * 30 + "deep"}}),
        (
            "section_summary",
            {"sections": dict.fromkeys(["summary", "context", "done", "happened", "why"], "long " * 13_000)},
        ),
        ("section_secret", {"sections": {"secret": "x"}}),
        ("partner_rows", {"partners": [{"role": "broker"}]}),
        ("partner_rows", {"partners": [{"name": "x", "role": "nonsense"}]}),
        ("partner_rows", {"partners": [{"name": "x" * 161}]}),
        ("partner_rows", {"partners": [{"name": f"n{n}"} for n in range(41)]}),
        ("purposes", {"choices": {"purposes": ["nonsense"]}}),
        ("places", {"choices": {"places": ["ZZ"]}}),
        ("change", {"title": "Other", "change": "x" * 201}),
    ],
)
def test_what_cannot_be_taken_names_its_field(case, find, viewer, field, changes):
    with pytest.raises(Invalid) as refusal:
        save(find(case), viewer("ana"), **changes)
    assert refusal.value.field == field
    assert refusal.value.message


def test_blank_rows_of_partners_are_left_out(case, find, viewer):
    revision = save(find(case), viewer("ana"), partners=[{"name": " "}, {"name": " The  mill "}, {}])
    assert revision.partners == [{"name": "The mill", "kind": "", "role": "", "contribution": ""}]


def test_an_earlier_state_is_restored_as_a_new_revision(case, find, viewer):
    found = find(case)
    save(found, viewer("dirk"), title="Other", sections={})
    restored = writing.restore(found, number=1, based_on=2, by=viewer("ana"))
    assert (restored.number, restored.title, restored.sections) == (3, "Stone dialogue", TEXTS)
    with pytest.raises(Absent):
        writing.restore(found, number=9, based_on=3, by=viewer("ana"))


def test_a_move_takes_the_discussion_along(case, find, viewer, heard):
    found = find(case)
    placing.move(found, group=world.group("stone"), audience="public", by=viewer("ana"), is_confirmed=True)
    assert (found.group.slug, found.audience) == (found.thread.group.slug, found.thread.audience) == ("stone", "public")
    assert heard == [CaseMoved(found.id)]


@pytest.mark.parametrize(("name", "group"), [("dirk", "psc"), ("rea", "psc"), ("bo", "psc"), ("ada", "psc")])
def test_only_owner_and_coordinator_move_a_case(case, find, viewer, name, group):
    with pytest.raises(NotAllowed):
        placing.move(find(case), group=world.group(group), audience="public", by=viewer(name))


def test_a_case_moves_only_to_a_group_of_its_community_that_one_writes_in(case, find, viewer):
    for group in ("broken", "fed"):
        with pytest.raises(Invalid):
            placing.move(find(case), group=world.group(group), audience="community", by=viewer("ana"))


def test_out_of_a_confidential_subgroup_only_its_facilitator_moves_a_case(hidden, find, viewer):
    found = find(hidden, "dirk")
    found.owner_id = world.id_of("ana")
    for name in ("ana", "cleo"):
        with pytest.raises(NotAllowed):
            placing.move(found, group=world.group("psc"), audience="community", by=viewer(name))
    placing.move(found, group=world.group("psc"), audience="community", by=viewer("dirk"))
    assert found.audience == "community"


def test_its_owner_and_who_runs_its_group_say_how_far_a_case_has_come(case, find, viewer):
    for name in ("ana", "cleo"):
        placing.set_status(find(case), status="described", by=viewer(name))
    with pytest.raises(NotAllowed):
        placing.set_status(find(case), status="chosen", by=viewer("dirk"))
    with pytest.raises(Invalid):
        placing.set_status(find(case), status="nonsense", by=viewer("ana"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "//example.org", "ftp://example.org", "https://", "http://[x"])
def test_a_source_is_an_address_of_the_web_or_none(app, viewer, url):
    with pytest.raises(Invalid):
        _create("psc", viewer("ana"), source={"title": "A report", "url": url})


def test_a_source_is_kept(app, viewer):
    case = _create(
        "psc",
        viewer("ana"),
        source={"title": "A report", "year": 2024, "url": "https://example.org/a", "publisher": None},
    )
    assert case.source == {"title": "A report", "year": "2024", "url": "https://example.org/a"}


def test_many_revisions_are_not_read_to_make_one_more(case, find, viewer, heard):
    found = find(case)
    for n in range(5):
        save(found, viewer("ana"), title=f"Stone dialogue {n}")
    assert "revisions" not in found.__dict__
