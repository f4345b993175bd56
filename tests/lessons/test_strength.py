"""The strength of evidence: how many cases, discussions, organisations and countries, for each stance, for each reader."""

from community.accounts import actions as accounts
from community.cases.actions import writing
from community.database import unit_of_work
from community.lessons.actions import lessons, passages
from community.lessons.models import Stance
from community.lessons.queries.evidence import evidence_of
from community.lessons.queries.strength import Share, strength_of
from community.lessons.weighing import MOST, draw
from tests import world
from tests.lessons.practice import SECTIONS, mark_case, mark_post, publish, who, write


def _case(title, *places, by="ana"):
    return writing.create(
        world.group("stone" if by == "ana" else "psc"), title=title, sections=SECTIONS, audience="community",
        choices={"places": list(places)}, by=who(by),
    )  # fmt: skip


def _works_at(name, organisation, country=None):
    person = world.person(name)
    person.organisation = accounts.name_organisation(organisation)
    person.live(country=country, spoken=["en"])


def _strength(lesson, name):
    return strength_of(evidence_of(lesson, viewer=who(name)))


def test_it_counts_cases_organisations_and_countries_for_each_stance(app):
    with unit_of_work():
        _works_at("ana", "Kade")
        _works_at("dirk", "Bruk", "BE")
    lesson = write()
    one, other = mark_case(_case("One", "IN", "NL"), "done-1", "done-2")
    for passage in (one, other, *mark_case(_case("Two", "IN"), "done-1")):
        lessons.cite(lesson, passage, stance="supports", by=who("cleo"))
    lessons.cite(lesson, mark_post("No", by="dirk", group="psc"), stance="contradicts", by=who("cleo"))
    strength = _strength(lesson, "cleo")
    assert [(stance, share) for stance, share, _ in strength.stances] == [
        (Stance.SUPPORTS, Share(2, 0, 1, 2)),
        (Stance.CONTRADICTS, Share(0, 1, 1, 1)),
    ]
    assert strength.whole == Share(2, 1, 2, 3)


def test_it_is_said_in_words_and_shown_in_a_picture(client, app):
    with unit_of_work():
        slug = publish(*mark_case(_case("One", "IN"), "done-1", "done-2"), audience="community").slug
    page = client("rea").get(f"/c/psc/lessons/{slug}").text
    assert "Supported by</b> 1 case (1 country)" in page and "It rests on a single source." in page
    assert '<svg class="strength__marks"' in page and 'aria-hidden="true"' in page


def test_what_was_released_from_a_confidential_subgroup_says_nothing_of_its_case(app):
    case = writing.create(
        world.group("broken"), title="Hushed", sections=SECTIONS, choices={"places": ["IN", "PK"]}, by=who("dirk")
    )
    (passage,) = mark_case(case, "done-1", by="dirk")
    inside = publish(by="dirk", group="broken", do="keep it")
    lessons.cite(inside, passage, stance="supports", by=who("dirk"))
    outside = publish()
    assert _strength(outside, "cleo").whole == Share(0, 0, 0, 0)
    passages.release(passage, by=who("dirk"))
    lessons.cite(outside, passage, stance="supports", by=who("cleo"))
    assert _strength(outside, "ana").whole == Share(1, 0, 0, 0)
    assert _strength(outside, "dirk").whole == Share(1, 0, 0, 2)


def test_each_stance_has_a_shape_of_its_own():
    drawn = {stance: draw(stance, 2, 1) for stance in Stance}
    assert len({(picture.outline, picture.filled) for picture in drawn.values()}) == 3
    assert drawn[Stance.CONTRADICTS].filled == ""
    assert draw(Stance.SUPPORTS, 500, 500).width == draw(Stance.SUPPORTS, MOST, 0).width
