"""What a picture from practice to lessons shows: its boxes and lines, in words and addresses, with the same as a list."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from community.fragments import fragment
from community.languages import gettext, ngettext
from community.lessons.drawing import Node, Tie, draw
from community.lessons.models import Kind
from community.lessons.queries.strands import strands_of
from community.lessons.words import status_names

PRACTICE, MARKED, THEMES, LESSONS, USES = range(5)
APART = 14  # passages that stand each for itself; of more, those that lead to the same stand together


class Cited(NamedTuple):
    """A lesson that cites a passage, and what that does to it."""

    slug: str
    title: str
    kind: str
    language: str
    status: str
    stance: str


class Use(NamedTuple):
    """That somebody used a lesson: where, and what came of it."""

    key: str
    lesson: str
    text: str
    note: str
    address: str = ""
    language: str = ""


def heads():
    """Return the names of the columns."""
    return (
        gettext("Practice"),
        gettext("What was marked"),
        gettext("Themes"),
        gettext("Lessons and common issues"),
        gettext("Used in practice"),
    )


def picture(nodes, ties, *, name, columns=None, is_folded=False, begin=PRACTICE):
    """Return a picture with its list, which begins with one of the columns; kept for as long as it is asked for."""
    shown = {"nodes": tuple(nodes), "ties": tuple(ties), "name": name, "columns": columns or heads()}
    return fragment("lessons/picture.html", _drawn, **shown, is_folded=is_folded, begin=begin)


def _drawn(nodes, ties, columns, begin, **_shown):
    following: dict[str, list[Tie]] = {}
    for tie in dict.fromkeys(ties):
        following.setdefault(tie.start, []).append(tie)
    reached = {tie.end for tie in ties}
    first = [node for node in nodes if node.column == begin or node.key not in reached]
    return {
        "drawn": draw(nodes, ties, columns),
        "by_key": {node.key: node for node in nodes},
        "following": following,
        "first": sorted(first, key=lambda node: node.column != begin),
        "shown": [],
        "stances": stance_names(),
        "used": {tie.stance for tie in ties},
    }


def chain_of(lesson, pieces, themes, base, *, uses=()):
    """Return the picture of a lesson, from the practice that it rests on; of themes those that it was made of."""
    cited = {
        piece.passage_id: (Cited(lesson.slug, lesson.title, lesson.kind, lesson.language, lesson.status, piece.stance),)
        for piece in pieces
    }
    own = {key: tuple(theme for theme in found if theme.lesson == lesson.slug) for key, found in themes.items()}
    return picture(*weave(strands_of(pieces), cited, own, base, uses=uses), name="chain", is_folded=True)


def stance_names():
    """Return what a passage does to a lesson, in a word."""
    return {
        "supports": gettext("Supports"),
        "contradicts": gettext("Contradicts"),
        "qualifies": gettext("Qualifies"),
        "bears": gettext("Bears on it"),
    }


def weave(strands, citations, themes, base, *, uses: Iterable[Use] = ()):
    """Return the boxes and lines from sources through passages and themes to lessons, and to where these were used."""
    woven = Weaving(base)
    passages = _gathered(strands, citations, themes)
    for strand, members in passages:
        woven.add(source_node(strand, base))
        node = woven.add(_passage_node(strand, members, base, citations.get(strand.passage_id, ())))
        woven.tie(source_key(strand), node)
        _lead_on(woven, node, themes.get(strand.passage_id, ()), citations.get(strand.passage_id, ()))
    for use in uses:
        woven.use(use)
    return tuple(woven.nodes.values()), tuple(woven.ties)


def _lead_on(woven, start, themes, citations):
    """Draw from a passage through its themes to the lessons that were made of these, and straight to all others."""
    by_slug = {citation.slug: citation for citation in citations}
    for theme in themes:
        cited = by_slug.get(theme.lesson)
        woven.tie(start, woven.add(woven.theme_node(theme)), _stance(cited) if cited else "")
        if cited:
            woven.tie(f"theme:{theme.id}", woven.add(woven.lesson_node(cited)))
    through = {theme.lesson for theme in themes}
    for citation in citations:
        if citation.slug not in through:
            woven.tie(start, woven.add(woven.lesson_node(citation)), _stance(citation))


@dataclass(slots=True)
class Weaving:
    """The boxes and lines of a picture so far, each once; `base` is the address of the community."""

    base: str
    nodes: dict[str, Node] = field(default_factory=dict)
    ties: dict[Tie, None] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=status_names)

    def add(self, node: Node) -> str:
        """Add a box, and return its key."""
        self.nodes.setdefault(node.key, node)
        return node.key

    def tie(self, start: str, end: str, stance: str = "", times: int = 1) -> None:
        """Add a line."""
        self.ties[Tie(start, end, stance, times)] = None

    def use(self, use: Use) -> None:
        """Add that a lesson was used, where the lesson is shown."""
        if f"lesson:{use.lesson}" in self.nodes:
            key = self.add(Node(use.key, USES, "check", use.text, use.note, use.address, use.language))
            self.tie(f"lesson:{use.lesson}", key)

    def theme_node(self, theme: Any) -> Node:
        """Return the box of a theme on a plenary's board."""
        address = f"{self.base}/plenaries/{theme.plenary}/themes/{theme.id}"
        return Node(f"theme:{theme.id}", THEMES, "cycle-5", theme.name, gettext("Theme"), address, theme.language)

    def lesson_node(self, lesson: Any) -> Node:
        """Return the box of a lesson or a common issue."""
        is_lesson = lesson.kind == Kind.LESSON
        kind = gettext("Lesson") if is_lesson else gettext("Common issue")
        note = f"{kind}, {self.statuses[lesson.status].lower()}"
        shape, address = "lesson" if is_lesson else "issue", f"{self.base}/lessons/{lesson.slug}"
        return Node(f"lesson:{lesson.slug}", LESSONS, shape, lesson.title, note, address, lesson.language, lines=5)


def _stance(citation: Any) -> str:
    return citation.stance if citation.kind == Kind.LESSON else "bears"


def _gathered(strands: Sequence[Any], citations: Mapping[int, Any], themes: Mapping[int, Any]) -> list[tuple[Any, int]]:
    """Return passages with how many each stands for: those that lead nowhere yet, and of many those that lead to the same."""
    groups: dict[Any, list[Any]] = {}
    for strand in strands:
        ways = tuple((cited.slug, cited.stance) for cited in citations.get(strand.passage_id, ()))
        ways += tuple(theme.id for theme in themes.get(strand.passage_id, ()))
        is_apart = strand.words is not None and ways and len(strands) <= APART
        groups.setdefault((source_key(strand), strand.passage_id if is_apart else ways), []).append(strand)
    return [(found[0], len(found)) for found in groups.values()]


def source_key(strand: Any) -> str:
    """Return what tells one box of practice from another: what may not be known stands together."""
    if strand.source is not None:
        return f"{strand.origin[0]}:{strand.origin[1]}"
    return f"held:{strand.held_by or ''}" if strand.words is None else "released"


def source_node(strand: Any, base: str) -> Node:
    """Return the box of the case or discussion that a passage stands in, as far as the reader may know it."""
    key, source = source_key(strand), strand.source
    if source is None and strand.words is not None:
        return Node(key, PRACTICE, "lock", gettext("Released from a confidential subgroup"))
    if source is None:
        return Node(key, PRACTICE, "subgroup", strand.held_by or gettext("A subgroup"), gettext("Held by its members"))
    if source.kind == "case":
        kind, address = gettext("Case"), f"{base}/cases/{source.case_slug}"
    else:
        kind, address = gettext("Discussion"), f"{base}/threads/{source.thread_id}"
    note = ", ".join(filter(None, (kind, strand.group)))
    return Node(
        key, PRACTICE, "case" if source.kind == "case" else "thread", source.title, note, address, strand.language
    )


def _passage_node(strand: Any, number: int, base: str, citations: Sequence[Any]) -> Node:
    """Return the box of a passage, or of several; one leads to its very place in what was said."""
    key = f"passage:{strand.passage_id}"
    said = ngettext("%(num)d passage", "%(num)d passages", number)
    if strand.words is None:
        return Node(key, MARKED, "lock", gettext("For its members to read"), said)
    if number > 1:
        note = said if citations else gettext("%(said)s, not in a lesson yet", said=said)
        return Node(key, MARKED, "quote", f"“{strand.words}”", note, "", strand.language)
    note = strand.author or ""
    lesson = citations[0].slug if len(citations) == 1 else ""
    return Node(key, MARKED, "quote", f"“{strand.words}”", note, place_of(strand, base, lesson=lesson), strand.language)


def place_of(strand: Any, base: str, *, lesson: str = "") -> str:
    """Return where a passage was marked, with its place marked; the page leads back to the lesson."""
    source, back = strand.source, f"lesson={lesson}" if lesson else ""
    if source is None:
        return f"{base}/passages/{strand.passage_id}"
    if source.kind == "case":
        asked = "&".join(filter(None, (f"passage={strand.passage_id}", back)))
        return f"{base}/cases/{source.case_slug}/revisions/{source.revision}?{asked}#passage"
    return f"{base}/passages/{strand.passage_id}/post{'?' + back if back else ''}#passage"
