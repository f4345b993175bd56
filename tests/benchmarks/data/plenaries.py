"""A plenary with a full board: five hundred cards that all may read, most of them in a theme."""

from community.discussions.models import Thread
from community.plenaries.cards import Card, Placing, Theme
from community.plenaries.models import Plenary
from tests.benchmarks.data.filling import Filling
from tests.benchmarks.data.people import Place

CARDS, THEMES = 500, 12


def add_board(filling: Filling, place: Place) -> tuple[str, list[int], list[int]]:
    """Add a plenary that is clustered; return its address, its cards and its themes."""
    load, opened, runner = filling.load, filling.tick(), place.members[0]
    thread_id = load.add(
        Thread, group_id=place.id, title="What do we see?", kind="discussion", audience="community", language="en",
        started_by_id=runner, started_at=opened, post_count=0, last_post_at=opened,
    )  # fmt: skip
    plenary_id = load.add(
        Plenary, community_id=place.community_id, slug="full-board", title="A full board", question="What do we see?",
        language="en", audience="community", phase="cluster", phase_since=opened, edition=1, themes_edition=1,
        change_count=1, quorum=0, thread_id=thread_id, opened_by_id=runner, opened_at=opened,
    )  # fmt: skip
    themes = [
        load.add(
            Theme, plenary_id=plenary_id, name=filling.writer.title()[:80], position=n, made_by_id=runner, made_at=opened
        )
        for n in range(THEMES)
    ]  # fmt: skip
    cards = [
        load.add(
            Card, plenary_id=plenary_id, passage_id=passage_id, brought_by_id=runner, brought_at=opened, moved_edition=1
        )
        for passage_id in filling.common[:CARDS]
    ]
    for n, card_id in enumerate(cards):
        if n % 5:
            load.add(Placing, card_id=card_id, theme_id=themes[n % THEMES])
    return "/c/psc/plenaries/full-board", cards, themes
