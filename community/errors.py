"""What an action may answer instead of doing what was asked; the edge turns each into a page."""


class Refusal(Exception):
    """Base of every answer that is not a success; `message` is said to the person."""

    status = 400

    def __init__(self, message: str = "") -> None:
        super().__init__(message)
        self.message = message


class Absent(Refusal):
    """There is no such thing, or none that this person may know of: the two answer alike."""

    status = 404


class NotAllowed(Refusal):
    """The person sees the thing but may not do this to it."""

    status = 403


class Outdated(Refusal):
    """Somebody else changed the thing first; nothing was overwritten."""

    status = 409


class Invalid(Refusal):
    """What was typed cannot be taken; `field` names the form field to mend."""

    status = 422

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class Throttled(Refusal):
    """Too many tries; `seconds` says when to come back."""

    status = 429

    def __init__(self, message: str, seconds: int) -> None:
        super().__init__(message)
        self.seconds = seconds
