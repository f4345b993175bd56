"""Lessons and common issues, each resting on three to six of the harvested passages."""

from community.lessons.models import Evidence, Lesson, LessonRevision
from tests.benchmarks.data.filling import Filling, as_html
from tests.benchmarks.data.people import Place

STANCES = ("supports", "supports", "qualifies", "contradicts")


def add_lesson(filling: Filling, n: int, place: Place) -> None:
    """Add the n-th lesson: one in seven is a common issue, one in twenty still a draft."""
    written, author = filling.tick(), place.members[0]
    is_issue, is_draft = n % 7 == 6, n % 20 == 19
    title = filling.writer.question() if is_issue else filling.writer.claim()
    lesson_id = filling.load.add(
        Lesson,
        community_id=place.community_id,
        group_id=place.id,
        kind="issue" if is_issue else "lesson",
        slug=f"lesson-{n}",
        title=title,
        language="en",
        audience=place.audience(n),
        status="draft" if is_draft else "adopted",
        revision_count=1,
        written_by_id=author,
        created_at=written,
        updated_at=written,
        published_at=None if is_draft else written,
    )
    texts = filling.writer.paragraphs(2)
    filling.load.add(
        LessonRevision,
        lesson_id=lesson_id,
        number=1,
        when="" if is_issue else "the other side has more to lose",
        do="" if is_issue else title,
        because="" if is_issue else "what is heard first is remembered",
        question=title if is_issue else "",
        explanation="\n\n".join(texts),
        html=as_html("p", texts),
        text="\n\n".join(texts),
        themes=["trust"],
        author_id=author,
        saved_at=written,
    )
    for position, passage_id in enumerate(filling.random.sample(filling.passages, 3 + n % 4), start=1):
        filling.load.add(
            Evidence,
            lesson_id=lesson_id,
            passage_id=passage_id,
            stance=STANCES[(n + position) % len(STANCES)],
            note="",
            position=position,
            cited_by_id=author,
            cited_at=written,
        )
