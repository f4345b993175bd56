"""Cases of about 700 words in six to eight sections, each revised once, with a discussion of its own."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from community.cases.facets import CaseFacet, facets_of
from community.cases.models import Case, CaseRevision
from community.folding import fold_line
from tests.benchmarks.data.filling import Filling, as_html, is_citable
from tests.benchmarks.data.people import Place
from tests.benchmarks.data.threads import add_thread

SECTIONS = ("question", "context", "expected", "done", "happened", "helped", "hindered", "conditions")
ALL_SECTIONS = (*SECTIONS, "summary", "why", "ask", "sources")
WIDE = range(1_000, 1_200)  # cases of which every section is written
STATUSES = ("described", "described", "analysis", "plenary", "described", "offered", "followed_up", "sketched")
PARTNERS = (
    ("company", "broker"), ("ngo", "advocate"), ("trade-union", "capacity-builder"), ("community", "rights-holder"),
    ("government", "organiser"), ("investor", "participant"), ("knowledge", "researcher"),
)  # fmt: skip
PURPOSES = ("knowledge", "access", "logistics", "advice", "influence", "legitimacy", "efficiency")
THEMES = ("trust", "shared-goal", "capacity", "safe-access", "local-knowledge", "reporting-back")
PLACES = ("PK", "BE", "NL", "IN", "KE", "PE", "BD", "ID", "GH", "BR", "VN", "ZA", "FR")
PARAGRAPHS = 13
POSTS = 3


@dataclass(frozen=True)
class _Draft:
    """What one state of a case says."""

    title: str
    sections: dict[str, list[str]]
    author: int
    choices: dict[str, list[str]]
    partners: list[dict[str, str]]


def add_case(filling: Filling, n: int, place: Place) -> str:
    """Add the n-th case; return its slug."""
    choices = {
        name: sorted({keys[n % len(keys)], keys[n // 3 % len(keys)]})
        for name, keys in (("purposes", PURPOSES), ("themes", THEMES), ("places", PLACES))
    }
    partners = [_partner(filling, *PARTNERS[(n + at) % len(PARTNERS)]) for at in range(3)]
    author = filling.random.choice(place.members)
    draft = _Draft(filling.writer.title(), _write_sections(filling, n), author, choices, partners)
    audience, slug = place.audience(n), f"case-{n}"
    thread_id = add_thread(filling, place, draft.title, POSTS, audience=audience, kind="case")
    created = filling.tick()
    case_id = filling.load.add(
        Case,
        community_id=place.community_id,
        group_id=place.id,
        slug=slug,
        title=draft.title,
        folded=fold_line(draft.title),
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
    for kind, key in facets_of(draft.partners, draft.choices):
        filling.load.add(CaseFacet, case_id=case_id, kind=kind, key=key)
    question_alone = replace(draft, sections={"question": draft.sections["question"]})
    _add_revision(filling, case_id, 1, question_alone, created)
    revision_id = _add_revision(filling, case_id, 2, draft, created + timedelta(hours=2))
    if n % 3 == 0 and is_citable(place):
        exact = draft.sections["done"][0]
        filling.harvest(
            place, audience, draft.author, exact, case_revision_id=revision_id, section="done", anchor="done-1"
        )
    return slug


def _write_sections(filling: Filling, n: int) -> dict[str, list[str]]:
    keys = ALL_SECTIONS if n in WIDE else SECTIONS[: 6 + n % 3]
    sections: dict[str, list[str]] = {key: [] for key in keys}
    sections["question"] = [filling.writer.question()]
    for at, paragraph in enumerate(filling.writer.paragraphs(PARAGRAPHS)):
        sections[keys[1 + at % (len(keys) - 1)]].append(paragraph)
    return sections


def _partner(filling: Filling, kind: str, role: str) -> dict[str, str]:
    name, contribution = filling.random.choice(filling.writer.names), filling.writer.sentence()
    return {"name": name, "kind": kind, "role": role, "contribution": contribution}


def _add_revision(filling: Filling, case_id: int, number: int, draft: _Draft, at: datetime) -> int:
    return filling.load.add(
        CaseRevision,
        case_id=case_id,
        number=number,
        title=draft.title,
        question=draft.sections["question"][0],
        sections={key: "\n\n".join(texts) for key, texts in draft.sections.items()},
        html={key: as_html(key, texts) for key, texts in draft.sections.items()},
        text="\n\n".join(text for texts in draft.sections.values() for text in texts),
        partners=draft.partners,
        choices=draft.choices,
        author_id=draft.author,
        change="Begun" if number == 1 else "All sections written",
        saved_at=at,
        is_pinned=number == 2,
    )
