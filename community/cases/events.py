"""What happens to cases."""

from dataclasses import dataclass


@dataclass(frozen=True)
class CaseCreated:
    """A case was begun."""

    case_id: int


@dataclass(frozen=True)
class CaseRevised:
    """A case has a new revision."""

    case_id: int


@dataclass(frozen=True)
class CaseMoved:
    """A case changed its group, audience or status."""

    case_id: int
