"""Addresses made of titles: free for others, one's own again, and silent about what is hidden."""

from community.cases.actions import writing
from tests import world


def _revise(case, title, viewer):
    writing.revise(
        case, title=title, sections={}, partners=[], choices={}, based_on=case.revision_count, by=viewer("ana")
    )


def test_a_title_taken_back_takes_its_address_back(app, viewer):
    case = writing.create(world.group("stone"), title="First name", by=viewer("ana"))
    _revise(case, "Second name", viewer)
    assert case.slug == "second-name"
    _revise(case, "First name", viewer)
    assert case.slug == "first-name"


def test_a_former_address_is_given_to_nobody_else(app, viewer):
    case = writing.create(world.group("stone"), title="First name", by=viewer("ana"))
    _revise(case, "Second name", viewer)
    assert writing.create(world.group("stone"), title="First name", by=viewer("ana")).slug == "first-name-2"


def test_a_title_tells_nothing_of_the_same_one_in_a_confidential_subgroup(app, viewer):
    hidden = writing.create(world.group("broken"), title="Talks with Acme", audience="subgroup", by=viewer("dirk"))
    assert hidden.slug.startswith("talks-with-acme-")
    assert writing.create(world.group("stone"), title="Talks with Acme", by=viewer("ana")).slug == "talks-with-acme"
