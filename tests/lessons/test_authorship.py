"""Whose words a passage holds: who changes, moves or quotes what another wrote becomes the author of none of it."""

import pytest

from community.cases.actions import writing
from community.discussions import actions as discussions
from community.errors import Invalid, NotAllowed
from community.groups.actions import members
from community.lessons import marking
from community.lessons.actions import passages
from community.lessons.blocks import likeness
from tests import world
from tests.lessons.practice import SECTIONS, make_case, make_post, mark_case, who

ANA = "We went to the factory gate at six and waited until somebody asked us in, which took them three days."
DIRK = "Nobody had told the new supplier anything about the agreement that was signed the year before."


@pytest.fixture
def case(app):
    """A case of the confidential subgroup that Ana described; Dirk edits it."""
    members.appoint(world.person("ana"), world.group("broken"))
    case = make_case(group="broken", audience="subgroup")
    _save(case, ANA, by="ana")
    return case


def _save(case, done, *, by="dirk", **more):
    writing.revise(
        case,
        title=case.title,
        sections=SECTIONS | {"done": done} | more,
        partners=[],
        choices={},
        based_on=case.revision_count,
        by=who(by),
    )


def _author(case, anchor="done-1"):
    (passage,) = mark_case(case, anchor, by="dirk")
    return passage.author.handle


@pytest.mark.parametrize(
    "done",
    [
        ANA.replace(".", "!"),
        ANA.upper(),
        ANA.replace("six", "seven"),
        f"**{ANA[:20]}**{ANA[20:]}",
        ANA[:60],
        f"{ANA} {DIRK}",
        f"{DIRK} {DIRK} {ANA[:-1]}",
        ANA.replace("factory gate", "door of the factory"),
    ],
)
def test_who_changes_a_paragraph_is_not_its_author(case, done):
    _save(case, done)
    assert _author(case) == "ana"


def test_who_changes_a_paragraph_cannot_release_it(case):
    _save(case, ANA[:-1])
    (passage,) = mark_case(case, "done-1", by="dirk")
    with pytest.raises(NotAllowed):
        passages.release(passage, by=who("dirk"))
    passages.release(passage, by=who("ana"))


def test_a_paragraph_is_followed_through_many_changes(case):
    words = ANA.split()
    for n in range(len(words)):
        _save(case, " ".join([*DIRK.split()[: n + 1], *words[n + 1 :]]))
    assert _author(case) == "ana"


@pytest.mark.parametrize("meanwhile", ["", DIRK])
def test_who_takes_a_paragraph_out_and_puts_it_back_is_not_its_author(case, meanwhile):
    _save(case, meanwhile)
    _save(case, f"{DIRK}\n\n{ANA[:-1]}")
    assert [_author(case, anchor) for anchor in ("done-1", "done-2")] == ["dirk", "ana"]


def test_who_moves_a_paragraph_to_another_section_is_not_its_author(case):
    _save(case, "", helped=ANA[:-1])
    assert _author(case, "helped-1") == "ana"


def test_who_adds_a_paragraph_is_its_author(case):
    _save(case, f"{DIRK}\n\n{ANA}\n\n- Rice")
    _save(case, f"{DIRK}!\n\n{ANA}\n\n- Rice", by="ana")
    assert [_author(case, anchor) for anchor in ("done-1", "done-2", "done-3")] == ["dirk", "ana", "dirk"]


def test_a_long_history_takes_bounded_work(case, monkeypatch):
    compared = []
    monkeypatch.setattr(marking, "_COMPARISONS", 3)
    monkeypatch.setattr(marking, "likeness", lambda one, other: compared.append(one) or 0.0)
    _save(case, DIRK)
    assert (_author(case), len(compared)) == ("dirk", 3)


def test_what_is_alike():
    assert likeness(ANA, ANA) == 1.0
    assert likeness("Trust", "Trust.") > 0.6
    assert [likeness(*pair) for pair in ((ANA, DIRK), ("Time", "Trust"), ("We went there", ANA), ("", ANA))] == [
        0.0
    ] * 4


@pytest.mark.parametrize(
    ("text", "own"),
    [
        ("> Your words\n\nMine", "Mine"),
        ("Mine\n\n> > Your words\n\nMine too", "Mine\n\nMine too"),
        ("- > Your words\n- mine\n\n  > Your words", "mine"),
        ("1 > 0, \\> says *mine*", "1 > 0, > says mine"),
    ],
)
def test_a_quotation_is_no_part_of_a_post_that_was_marked(app, text, own):
    passage = passages.harvest_post(make_post(text, by="dirk", group="broken", audience="subgroup"), by=who("dirk"))
    assert passage.exact == own


@pytest.mark.parametrize("text", ["> Your words", "- > Your words", "> Your words\n\n---\n\n> > and yours"])
def test_a_post_that_only_quotes_is_not_marked(app, text):
    members.appoint(world.person("ana"), world.group("broken"))
    answered = make_post("Your words", by="ana", group="broken", audience="subgroup")
    post = discussions.reply(answered.thread, text=text, by=who("dirk"))
    with pytest.raises(Invalid) as refusal:
        passages.harvest_post(post, by=who("dirk"))
    assert refusal.value.field == "why"
    assert not post.revision.is_pinned
