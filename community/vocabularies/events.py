"""What happens to vocabularies."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VocabularyArranged:
    """A community has a vocabulary in another way: terms were added, renamed, put in another order, retired or merged.

    `parted` holds the terms that stood for others which stand for themselves now, or are merged into another.
    """

    community_id: int
    vocabulary: str
    by_id: int
    parted: frozenset[str] = frozenset()
