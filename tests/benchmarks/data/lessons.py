"""Lessons and common issues, each resting on three to six of the harvested passages; and one that rests on many."""

from community.lessons.models import Evidence, Lesson, LessonRevision
from community.lessons.uses import Stage, Use
from community.lessons.voices import Voice, VoiceKind
from tests.benchmarks.data.filling import Filling, as_html
from tests.benchmarks.data.people import Place

STANCES = ("supports", "supports", "qualifies", "contradicts")
MANY, VOICES, USES = 50, 30, 20
THEMES = (
    "trust",
    "transparency",
    "capacity",
    "shared-goal",
    "local-knowledge",
    "commitment",
    "safe-access",
    "reporting-back",
)


def add_lesson(filling: Filling, n: int, place: Place) -> None:
    """Add the n-th lesson: one in seven is a common issue, one in twenty still a draft."""
    _add(filling, n, place, pieces=3 + n % 4)


def add_wide_lesson(filling: Filling, place: Place) -> str:
    """Add a lesson that rests on many pieces of evidence, which many speak of and used; return its slug."""
    n = 7_000_000
    lesson_id = _add(filling, n, place, pieces=MANY)
    for person_id, kind in zip(place.members[:VOICES], tuple(VoiceKind) * VOICES, strict=False):
        said = {"sentence": filling.writer.claim(), "revision": 1, "given_at": filling.tick()}
        filling.load.add(Voice, lesson_id=lesson_id, person_id=person_id, kind=kind.value, **said)
    for person_id, stage in zip(place.members[:USES], tuple(Stage) * USES, strict=False):
        said = {"place": filling.writer.title(), "outcome": filling.writer.claim(), "adapted": filling.writer.claim()}
        at = {"revision": 1, "reported_at": filling.tick()}
        filling.load.add(Use, lesson_id=lesson_id, person_id=person_id, stage=stage.value, **said, **at)
    return f"lesson-{n}"


def _add(filling: Filling, n: int, place: Place, *, pieces: int) -> int:
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
        use_count=USES if pieces == MANY else 0,
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
        themes=list(dict.fromkeys((THEMES[n % 8], THEMES[n * n % 7]))),
        author_id=author,
        saved_at=written,
    )
    for position, passage_id in enumerate(filling.random.sample(filling.passages, pieces), start=1):
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
    return lesson_id
