"""How strong the evidence of a lesson is for its reader: how many cases, organisations and countries say what of it."""

from collections.abc import Sequence
from typing import NamedTuple

from community.lessons.models import Stance
from community.lessons.queries.evidence import EvidenceShown
from community.lessons.weighing import Picture, draw


class Share(NamedTuple):
    """From how many cases and discussions, organisations and countries some evidence comes."""

    cases: int
    discussions: int
    organisations: int
    countries: int

    @property
    def sources(self) -> int:
        """Cases and discussions together."""
        return self.cases + self.discussions


class Strength(NamedTuple):
    """What speaks for, beside and against a lesson, each with its picture; and all of it together."""

    stances: tuple[tuple[Stance, Share, Picture], ...]
    whole: Share


def strength_of(pieces: Sequence[EvidenceShown]) -> Strength:
    """Return the strength of the pieces that count for a reader."""
    shares = [
        (stance, _share([piece for piece in pieces if piece.stance == stance]))
        for stance in (Stance.SUPPORTS, Stance.QUALIFIES, Stance.CONTRADICTS)
    ]
    drawn = [(stance, share, draw(stance, share.cases, share.discussions)) for stance, share in shares if share.sources]
    return Strength(tuple(drawn), _share(pieces))


def _share(pieces: Sequence[EvidenceShown]) -> Share:
    sources = {piece.source_key for piece in pieces}
    cases = sum(kind == "case" for kind, _ in sources)
    return Share(
        cases,
        len(sources) - cases,
        len({piece.organisation_id for piece in pieces if piece.organisation_id}),
        len({country for piece in pieces for country in piece.countries}),
    )
