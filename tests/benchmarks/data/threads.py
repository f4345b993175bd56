"""Threads and their posts, every second post an answer to one of the last thirty."""

from datetime import timedelta

from community.discussions.models import Post, PostRevision, Thread
from tests.benchmarks.data.filling import Filling, as_html, is_citable
from tests.benchmarks.data.people import Place


def add_thread(
    filling: Filling, place: Place, title: str, length: int, *, audience: str, kind: str = "discussion"
) -> int:
    """Add a thread of so many posts; return its id."""
    started = filling.tick()
    thread_id = filling.load.add(
        Thread,
        group_id=place.id,
        kind=kind,
        title=title,
        language="en",
        audience=audience,
        started_by_id=filling.random.choice(place.members),
        started_at=started,
        post_count=length,
        last_post_at=started + timedelta(minutes=length),
    )
    former: list[int] = []
    for number in range(1, length + 1):
        answers = filling.random.choice(former[-30:]) if number % 2 == 0 else None
        former.append(_add_post(filling, place, thread_id, number, answers, audience))
    return thread_id


def _add_post(filling: Filling, place: Place, thread_id: int, number: int, answers: int | None, audience: str) -> int:
    filling.posts += 1
    author, posted = filling.random.choice(place.members), filling.tick()
    post_id = filling.load.add(
        Post,
        thread_id=thread_id,
        number=number,
        author_id=author,
        answers_id=answers,
        posted_at=posted,
        edited_at=None,
        revision_count=1,
    )
    texts = [*filling.writer.paragraphs(1 + post_id % 2), filling.writer.sentence()]
    text, is_harvested = "\n\n".join(texts), post_id % 40 == 0 and is_citable(place)
    revision_id = filling.load.add(
        PostRevision,
        post_id=post_id,
        number=1,
        source=text,
        html=as_html("p", texts),
        text=text,
        saved_at=posted,
        is_pinned=is_harvested,
    )
    if is_harvested:
        filling.harvest(place, audience, author, text, post_revision_id=revision_id)
    return post_id
