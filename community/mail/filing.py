"""Letters as files, for an installation without a mail server."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from community.mail.outcomes import Outcome, Parcel, Unreachable, Written


class FileTransport:
    """Writes each letter into a folder. The name is always the same, so that to write it again changes nothing."""

    is_repeatable = True

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, parcel: Parcel) -> Outcome:
        """Write a letter, whole or not at all."""
        path = self._path(parcel.letter_id, parcel.queued_at)
        unfinished = path.with_suffix(".unfinished")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(parcel.message.encode())
            unfinished.replace(path)
        except OSError as error:
            return Unreachable(str(error))
        return Written(path.name)

    def close(self) -> None:
        """Keep nothing: there is nothing to let go of."""

    def forget(self, letters: Iterable[tuple[int, datetime]]) -> None:
        """Remove the files of letters, given by id and when they were queued."""
        for letter_id, queued_at in letters:
            self._path(letter_id, queued_at).unlink(missing_ok=True)

    def _path(self, letter_id: int, queued_at: datetime) -> Path:
        return self._folder / f"{queued_at:%Y-%m-%dT%H%M%S}-{letter_id}.eml"
