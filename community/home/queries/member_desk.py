"""What is asked of a person, gathered from the features that know."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from community.cases.queries import cases_of_owner
from community.cases.queries.choosing import rounds_to_choose_in
from community.discussions.queries.lists import unanswered_questions
from community.discussions.queries.posts import latest_posts
from community.groups.models import Group
from community.groups.queries.groups import communities_of
from community.groups.queries.members import communities_awaiting_introduction
from community.groups.queries.workspace import own_tasks
from community.groups.viewer import Viewer
from community.lessons.queries.passages import passages_waiting_for_release
from community.lessons.queries.trials import trials_due
from community.plenaries.queries.asked import asked_in

QUESTIONS_SHOWN = 4
TASKS_SHOWN = 6
POSTS_LOOKED_AT = 30


@dataclass(frozen=True)
class Desk:
    """What a member finds on their desk."""

    communities: Sequence[Group]
    introduce_to: Sequence[Group]
    rounds: Sequence[Any]
    tasks: Sequence[Any]
    questions: Sequence[Any]
    sketches: Sequence[Any]
    to_release: Sequence[Any]
    tried: Sequence[Any]
    plenaries: Sequence[Any]
    threads: Sequence[tuple[Any, int]]

    @property
    def asks_nothing(self) -> bool:
        """Whether there is nothing to do for the moment."""
        asked = (
            self.introduce_to,
            self.rounds,
            self.tasks,
            self.questions,
            self.sketches,
            self.to_release,
            self.tried,
            self.plenaries,
        )
        return not any(asked)


def desk_of(viewer: Viewer) -> Desk:
    """Return the desk of a member, in a constant number of queries."""
    communities = communities_of(viewer)
    ids = [community.id for community in communities]
    writes_in = [community.id for community in communities if viewer.writes_in(community.id)]
    waiting = communities_awaiting_introduction(viewer)
    questions = [q for q in unanswered_questions(writes_in, viewer=viewer) if q.started_by_id != viewer.person_id]
    return Desk(
        communities=communities,
        rounds=rounds_to_choose_in(viewer),
        tasks=own_tasks(viewer, limit=TASKS_SHOWN),
        introduce_to=[community for community in communities if community.id in waiting],
        questions=questions[:QUESTIONS_SHOWN],
        sketches=cases_of_owner(viewer),
        to_release=passages_waiting_for_release(viewer),
        tried=trials_due(viewer),
        plenaries=asked_in(writes_in, viewer=viewer),
        threads=_by_thread(latest_posts(ids, viewer=viewer, limit=POSTS_LOOKED_AT)),
    )


def _by_thread(posts: Iterable[Any]) -> list[tuple[Any, int]]:
    """Return the newest post of each thread, with how many others of it are among these."""
    threads: dict[int, list[Any]] = {}
    for post in posts:
        threads.setdefault(post.thread_id, []).append(post)
    return [(found[0], len(found) - 1) for found in threads.values()]
