"""Cases of about 700 words in six to eight sections, each revised once, with a discussion of its own."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from community.cases.models import Case, CaseRevision
from tests.benchmarks.data.filling import Filling, as_html, is_citable
from tests.benchmarks.data.people import Place
from tests.benchmarks.data.threads import add_thread

SECTIONS = ("question", "context", "expected", "done", "happened", "helped", "hindered", "conditions")
STATUSES = ("described", "described", "analysis", "plenary", "described", "offered", "followed_up", "sketched")
PARTNERS = (("company", "broker"), ("ngo", "advocate"), ("union", "capacity-builder"))
CHOICES = {"purposes": ["knowledge", "access"], "themes": ["trust", "shared-goal"], "places": ["PK", "BE"]}
PARAGRAPHS = 13
POSTS = 3


@dataclass(frozen=True)
class _Draft:
    """What one state of a case says."""

    title: str
    sections: dict[str, list[str]]
    author: int


def add_case(filling: Filling, n: int, place: Place) -> str:
    """Add the n-th case; return its slug."""
    draft = _Draft(filling.writer.title(), _write_sections(filling, n), filling.random.choice(place.members))
    audience, slug = place.audience(n), f"case-{n}"
    thread_id = add_thread(filling, place, draft.title, POSTS, audience=audience, kind="case")
    created = filling.tick()
    case_id = filling.load.add(
        Case,
        community_id=place.community_id,
        group_id=place.id,
        slug=slug,
        title=draft.title,
        language="en",
        audience=audience,
        status=STATUSES[n % len(STATUSES)],
        source=None,
        owner_id=draft.author,
        thread_id=thread_id,
        revision_count=2,
        created_at=created,
        updated_at=created + timedelta(hours=2),
    )
    question_alone = _Draft(draft.title, {"question": draft.sections["question"]}, draft.author)
    _add_revision(filling, case_id, 1, question_alone, created)
    revision_id = _add_revision(filling, case_id, 2, draft, created + timedelta(hours=2))
    if n % 3 == 0 and is_citable(place):
        exact = draft.sections["done"][0]
        filling.harvest(
            place, audience, draft.author, exact, case_revision_id=revision_id, section="done", anchor="done-1"
        )
    return slug


def _write_sections(filling: Filling, n: int) -> dict[str, list[str]]:
    keys = SECTIONS[: 6 + n % 3]
    sections: dict[str, list[str]] = {key: [] for key in keys}
    sections["question"] = [filling.writer.question()]
    for at, paragraph in enumerate(filling.writer.paragraphs(PARAGRAPHS)):
        sections[keys[1 + at % (len(keys) - 1)]].append(paragraph)
    return sections


def _add_revision(filling: Filling, case_id: int, number: int, draft: _Draft, at: datetime) -> int:
    partners = [
        {
            "name": filling.random.choice(filling.writer.names),
            "kind": kind,
            "role": role,
            "contribution": filling.writer.sentence(),
        }
        for kind, role in PARTNERS
    ]
    return filling.load.add(
        CaseRevision,
        case_id=case_id,
        number=number,
        title=draft.title,
        question=draft.sections["question"][0],
        sections={key: "\n\n".join(texts) for key, texts in draft.sections.items()},
        html={key: as_html(key, texts) for key, texts in draft.sections.items()},
        text="\n\n".join(text for texts in draft.sections.values() for text in texts),
        partners=partners,
        choices=CHOICES,
        author_id=draft.author,
        change="Begun" if number == 1 else "All sections written",
        saved_at=at,
        is_pinned=number == 2,
    )
