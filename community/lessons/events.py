"""What happens to passages and lessons."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PassageHarvested:
    """Somebody marked a passage as worth learning from."""

    passage_id: int


@dataclass(frozen=True)
class PassageReleased:
    """The author let a passage out of a confidential subgroup."""

    passage_id: int


@dataclass(frozen=True)
class PassageChanged:
    """The words of a passage are others now where they stand, or are gone from there."""

    passage_id: int
    standing: str


@dataclass(frozen=True)
class LessonWritten:
    """A lesson was begun or has a new revision."""

    lesson_id: int
    by_id: int


@dataclass(frozen=True)
class LessonSettled:
    """A lesson has another status; out of a draft it became visible to its audience. By nobody where a plenary ended."""

    lesson_id: int
    former: str
    status: str
    by_id: int | None


@dataclass(frozen=True)
class EvidenceChanged:
    """A lesson rests on other passages than before."""

    lesson_id: int
    by_id: int


@dataclass(frozen=True)
class VoiceGiven:
    """A member said of a lesson that it holds in their experience too, or not in their context; or took it back."""

    lesson_id: int
    person_id: int
    kind: str
    is_taken_back: bool = False


@dataclass(frozen=True)
class TrialPlanned:
    """A member means to try a lesson."""

    lesson_id: int
    person_id: int


@dataclass(frozen=True)
class UseAsked:
    """The months are over after which somebody is asked what came of a lesson that they meant to try."""

    lesson_id: int
    person_id: int


@dataclass(frozen=True)
class LessonUsed:
    """Somebody reported that they used a lesson."""

    lesson_id: int
    use_id: int
    by_id: int


@dataclass(frozen=True)
class ReviewDue:
    """It is time to look at a lesson again."""

    lesson_id: int


@dataclass(frozen=True)
class LessonKept:
    """Somebody looked at a lesson again and let it stand as it is, until a day."""

    lesson_id: int
    by_id: int


@dataclass(frozen=True)
class EvidenceConfirmed:
    """Somebody looked at evidence of which the words were changed, and lets it stand."""

    lesson_id: int
    passage_id: int
    by_id: int
