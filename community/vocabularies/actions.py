"""The verbs of vocabularies: take in one, or all that come with the product; arrange one for a community, merge two terms."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

import yaml
from slugify import slugify
from sqlalchemy import func, select

from community import clock
from community.audit.actions import record
from community.config import ROOT
from community.database import session
from community.errors import Absent, Invalid, NotAllowed, Outdated
from community.events import publish
from community.folding import fold
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lines import clean_line
from community.vocabularies import rules
from community.vocabularies.arrangement import Entry, rows_of, targets
from community.vocabularies.events import VocabularyArranged
from community.vocabularies.models import OwnVocabulary, Term
from community.vocabularies.queries import entries_of, own_vocabulary, shipped

SHIPPED = ROOT / "content" / "vocabularies"


class Typed(NamedTuple):
    """A term as a coordinator typed it, in one language; without a key it is a new one."""

    key: str
    label: str
    is_retired: bool = False


class ArrangedMeanwhile(Outdated):
    """Another coordinator arranged the vocabulary first; `current` is what they saved."""

    def __init__(self, current: OwnVocabulary) -> None:
        super().__init__(gettext("Somebody else changed this list meanwhile. Nothing was overwritten."))
        self.current = current


def load_shipped() -> int:
    """Take in the vocabularies that come with the product; return how many terms they have."""
    return sum(load(yaml.safe_load(path.read_text(encoding="utf-8"))) for path in sorted(SHIPPED.glob("*.yml")))


def load(vocabulary: Mapping[str, Any]) -> int:
    """Take in a vocabulary as its file gives it; return how many terms it has. Doing it again changes only what changed.

    A term that the file no longer names stays: cases and lessons may hold it. Asked by the command that loads content.
    """
    name = vocabulary["key"]
    # counted from anywhere: what is kept of one database's edition never passes for another's
    edition = 1 + (session().scalar(select(func.max(Term.edition))) or secrets.randbits(40))
    known = {term.key: term for term in session().scalars(select(Term).where(Term.vocabulary == name))}
    for position, entry in enumerate(vocabulary["terms"]):
        term = known.get(entry["key"])
        if term is None:
            term = Term(vocabulary=name, key=entry["key"])
            session().add(term)
        term.say(labels=entry["label"], descriptions=entry.get("description") or {}, position=position, edition=edition)
    session().flush()
    return len(vocabulary["terms"])


def arrange(
    community: Group, vocabulary: str, typed: Sequence[Typed], *, language: str, based_on: int, by: Viewer
) -> None:
    """Have a vocabulary in a community's own words and order; raise ArrangedMeanwhile where state `based_on` is not the newest.

    What is typed is in one language. Terms that are not named stay as they are, at the end.
    """
    present = _begin(community, vocabulary, by)
    if based_on != (present.number if present else 0) and present is not None:
        raise ArrangedMeanwhile(present)
    before = entries_of(community.id).get(vocabulary, ())
    after = _rearranged(vocabulary, before, typed, language)
    if after != before:
        _save(community, vocabulary, present, before, after, by, "vocabulary.arranged")


def merge(community: Group, vocabulary: str, key: str, *, into: str, by: Viewer) -> None:
    """Let one term stand for another wherever that was chosen, and be offered in its place; with no `into`, take them apart."""
    present = _begin(community, vocabulary, by)
    before = entries_of(community.id).get(vocabulary, ())
    by_key = {entry.key: entry for entry in before}
    if key not in by_key:
        raise Absent
    if into and (into == key or into not in by_key or not by_key[into].is_offered):
        raise Invalid("into", gettext("Choose another term that is offered."))
    # what was merged into the one that goes stands under the new one, too
    after = tuple(
        replace(entry, into=into) if entry.key == key or (into and entry.into == key) else entry for entry in before
    )
    if after != before:
        _save(community, vocabulary, present, before, after, by, "vocabulary.merged" if into else "vocabulary.parted")


def _begin(community: Group, vocabulary: str, by: Viewer) -> OwnVocabulary | None:
    if not rules.can_arrange(by, community) or by.person_id is None:
        raise NotAllowed(gettext("Only a coordinator changes the vocabularies of a community."))
    if not rules.is_vocabulary(vocabulary):
        raise Absent
    session().refresh(community, ["id"], with_for_update={"key_share": True})
    return own_vocabulary(community, vocabulary)


def _rearranged(vocabulary: str, before: Sequence[Entry], typed: Sequence[Typed], language: str) -> tuple[Entry, ...]:
    by_key = {entry.key: entry for entry in before}
    ours = {entry.key: entry.labels for entry in shipped().get(vocabulary, ())}
    after: list[Entry] = []
    seen: dict[str, str] = {}
    for row in typed:
        field, entry = f"label_{row.key}" if row.key else "added", by_key.get(row.key)
        label = clean_line(row.label)
        if len(label) > rules.LABEL_LENGTH:
            raise Invalid(field, gettext("A term can have at most %(n)d characters.", n=rules.LABEL_LENGTH))
        if entry is None and not label:
            continue
        if entry is None:
            entry = Entry(_free_key(label, {*by_key, *(made.key for made in after)}), {}, {}, is_own=True)
        labels = (
            {**entry.labels, language: label} if label else _unlabelled(entry, ours.get(entry.key, {}), language, field)
        )
        entry = replace(entry, labels=labels, is_retired=row.is_retired)
        if entry.is_offered:
            name = fold(entry.label(language))
            if name in seen:
                raise Invalid(field, gettext("“%(term)s” stands in the list already.", term=entry.label(language)))
            seen[name] = entry.key
        after.append(entry)
    if len(after) > rules.TERMS:
        raise Invalid("added", gettext("A list can have at most %(n)d terms.", n=rules.TERMS))
    named = {entry.key for entry in after}
    return (*after, *(entry for entry in before if entry.key not in named))


def _unlabelled(entry: Entry, ours: Mapping[str, str], language: str, field: str) -> dict[str, str]:
    """Return the labels of a term whose own word in a language was taken out: ours stands there again."""
    left = {code: text for code, text in {**entry.labels, language: ours.get(language, "")}.items() if text}
    if not left:
        raise Invalid(field, gettext("A term needs a name. To offer it no longer, say so beside it."))
    return left


def _save(
    community: Group,
    vocabulary: str,
    present: OwnVocabulary | None,
    before: Sequence[Entry],
    after: Sequence[Entry],
    by: Viewer,
    what: str,
) -> None:
    by_id = by.person_id or 0
    latest = session().scalar(select(func.max(OwnVocabulary.edition))) or secrets.randbits(40)
    number = (present.number if present else 0) + 1
    state = OwnVocabulary(
        group_id=community.id,
        vocabulary=vocabulary,
        number=number,
        terms=rows_of(after, shipped().get(vocabulary, ())),
        edition=latest + 1 + secrets.randbits(20),
        changed_by_id=by_id,
        changed_at=clock.now(),
    )
    session().add(state)
    record(what, by_id=by_id, community_id=community.id, group_id=community.id, vocabulary=vocabulary, state=number)
    session().flush()
    stood_for = targets(before).items() - targets(after).items()
    publish(VocabularyArranged(community.id, vocabulary, by_id, frozenset(into for _, into in stood_for)))


def _free_key(label: str, taken: set[str]) -> str:
    stem = slugify(label, max_length=rules.KEY_LENGTH - 4, word_boundary=True) or "term"
    key, n = stem, 1
    while key in taken:
        n += 1
        key = f"{stem}-{n}"
    return key
