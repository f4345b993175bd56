"""What happens to plenaries."""

from dataclasses import dataclass


@dataclass(frozen=True)
class PlenaryOpened:
    """A coordinator opened a plenary."""

    plenary_id: int
    by_id: int


@dataclass(frozen=True)
class PlenaryChanged:
    """A plenary is about something else, or its phases end at other moments."""

    plenary_id: int
    by_id: int


@dataclass(frozen=True)
class PhaseChanged:
    """A plenary is at another phase: by hand, or, without anybody, because its date had come."""

    plenary_id: int
    by_id: int | None
    phase: str


@dataclass(frozen=True)
class CardsBrought:
    """Passages were brought to a plenary; where a subgroup brought its tray, it is named."""

    plenary_id: int
    card_ids: tuple[int, ...]
    by_id: int
    group_id: int | None = None


@dataclass(frozen=True)
class CardsMoved:
    """Cards stand elsewhere on the board."""

    plenary_id: int
    card_ids: tuple[int, ...]
    by_id: int


@dataclass(frozen=True)
class ThemesChanged:
    """The board has other themes, or they are called otherwise."""

    plenary_id: int
    by_id: int


@dataclass(frozen=True)
class ThemeDrafted:
    """A theme became a draft lesson or a draft common issue."""

    plenary_id: int
    theme_id: int
    lesson_id: int
    by_id: int


@dataclass(frozen=True)
class DraftReopened:
    """The text of a draft was changed after somebody had said where they stand: participants are asked anew."""

    plenary_id: int
    draft_id: int
    by_id: int


@dataclass(frozen=True)
class VoiceGiven:
    """Somebody said where they stand on a draft."""

    plenary_id: int
    draft_id: int
    person_id: int
    stand: str


@dataclass(frozen=True)
class DraftDecided:
    """A coordinator recorded what a plenary decided on a draft, or took that back: the verdict is empty then."""

    plenary_id: int
    draft_id: int
    verdict: str | None
    owner_id: int | None
    by_id: int


@dataclass(frozen=True)
class ReportPublished:
    """The report of a plenary can be read."""

    plenary_id: int
    by_id: int


@dataclass(frozen=True)
class StepGiven:
    """Somebody is to do something after a plenary."""

    step_id: int
    by_id: int
