"""What happens to accounts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class EmailChanged:
    """A person has another e-mail address, or their former one again."""

    person_id: int


@dataclass(frozen=True)
class PasswordChanged:
    """A person has another password; all other sign-ins have ended."""

    person_id: int


@dataclass(frozen=True)
class ProfileChanged:
    """A person may have another name or work elsewhere."""

    person_id: int
