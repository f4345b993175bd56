"""Cases of the test world: one that the community reads, one that only the confidential subgroup does."""

import pytest

from community.cases import queries
from community.cases.actions import writing
from community.database import unit_of_work
from community.vocabularies.actions import load_shipped
from tests import world

TEXTS = {"question": "Who is *heard*?", "done": "We asked.\n\nThen we listened."}
PARTNERS = [{"name": "A union", "kind": "trade-union", "role": "broker", "contribution": "Trust"}]


@pytest.fixture
def vocabularies(app):
    """The lists to choose from that come with the product."""
    with unit_of_work():
        load_shipped()


@pytest.fixture
def case(vocabularies, viewer):
    """Ana's case on stone, which the community reads; its slug."""
    with unit_of_work():
        return writing.create(
            world.group("psc"),
            title="Stone dialogue",
            by=viewer("ana"),
            sections=TEXTS,
            partners=PARTNERS,
            choices={"purposes": ["access"], "places": ["IN"]},
        ).slug


@pytest.fixture
def hidden(vocabularies, viewer):
    """Dirk's case in the confidential subgroup, in two revisions; its slug."""
    with unit_of_work():
        made = writing.create(
            world.group("broken"),
            title="Canary title",
            by=viewer("dirk"),
            audience="public",
            sections={"question": "Canary question"},
            partners=[{"name": "Canary partner"}],
        )
        save(made, viewer("dirk"), sections={"question": "Canary question", "done": "Canary deed"})
        return made.slug


@pytest.fixture
def find(viewer):
    """A function from a slug to that case, as somebody who may read it finds it."""
    return lambda slug, name="ana", community="psc": queries.find_case(
        world.group(community), slug, viewer=viewer(name)
    )


def save(found, by, **changes):
    """Revise a case, from its newest revision unless said otherwise."""
    now = found.revision
    state = {"title": now.title, "sections": now.sections, "partners": now.partners, "choices": now.choices}
    return writing.revise(found, **{**state, "based_on": now.number, **changes}, by=by)


def typed(found, **changes):
    """Return what the browser sends when the form of a case is filled with its newest revision, and these changes."""
    now = found.revision
    sent = {"title": now.title, "based_on": str(now.number), **{name: list(keys) for name, keys in now.choices.items()}}
    sent |= {f"section_{key}": text for key, text in now.sections.items()}
    sent |= {f"partner_rows-{n}-{key}": value for n, row in enumerate(now.partners) for key, value in row.items()}
    return sent | changes
