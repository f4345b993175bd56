"""What happens to cases."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class CaseCreated:
    """A case was begun."""

    case_id: int


@dataclass(frozen=True)
class CaseRevised:
    """A case has a new revision, or its author amended the newest one."""

    case_id: int
    is_amendment: bool = False


@dataclass(frozen=True)
class CaseMoved:
    """A case changed its group, audience or status."""

    case_id: int


@dataclass(frozen=True)
class CaseWithdrawn:
    """A case is offered as experience no longer."""

    case_id: int
    by_id: int


@dataclass(frozen=True)
class CoAuthorAdded:
    """Somebody writes a case together with its owner now."""

    case_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class CaseHandedOver:
    """A case has another owner."""

    case_id: int
    person_id: int
    by_id: int


@dataclass(frozen=True)
class ConsentNoted:
    """Somebody noted what the partners of a case say to its being published."""

    case_id: int


@dataclass(frozen=True)
class FormArranged:
    """A community has the form of its cases in another way."""

    community_id: int
    by_id: int


@dataclass(frozen=True)
class RoundOpened:
    """A coordinator asks which cases members want to work on."""

    round_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RoundClosingChanged:
    """A round closes at another moment than was said before, or has just been closed."""

    round_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class RoundGivenUp:
    """A round ended without subgroups."""

    round_id: int
    by_id: int | None = field(default=None, compare=False)


@dataclass(frozen=True)
class WishesMade:
    """A member said which cases they want to work on, or changed it."""

    round_id: int
    person_id: int


@dataclass(frozen=True)
class SubgroupsFormed:
    """Subgroups were formed from a round; who is told of which may know that it exists."""

    round_id: int
    group_ids: tuple[int, ...]
