"""What happens to vocabularies."""

from dataclasses import dataclass


@dataclass(frozen=True)
class VocabularyArranged:
    """A community has a vocabulary in another way: terms were added, renamed, put in another order, retired or merged."""

    community_id: int
    vocabulary: str
    by_id: int
