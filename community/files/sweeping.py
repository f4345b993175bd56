"""Bytes that nobody needs: of files that were removed, and of uploads that came to nothing."""

from datetime import UTC, datetime, timedelta

from community import worker
from community.database import session, unit_of_work
from community.files.models import File
from community.files.queries import known_keys, removed
from community.files.storage import store

UNCLAIMED_FOR = timedelta(hours=1)
AT_ONCE = 500


def erase_removed() -> bool:
    """Erase the bytes of files that were removed, and then that they ever were, as a job of the worker."""
    found = removed()
    for file_id in found:
        with unit_of_work():
            if (file := session().get(File, file_id)) is not None:
                store().remove(file.keys)
                session().delete(file)
    return bool(found)


@worker.seldom
def erase_unclaimed() -> bool:
    """Erase bytes that no file claims: their upload was refused or rolled back, or the power failed in between."""
    old: list[str] = []
    for key in store().keys(before=datetime.now(UTC) - UNCLAIMED_FOR):
        old.append(key)
        if len(old) == AT_ONCE:
            _forget_unclaimed(old)
            old = []
    _forget_unclaimed(old)
    return False


def _forget_unclaimed(keys: list[str]) -> None:
    claimed = known_keys([key.partition("-")[0] for key in keys])
    store().remove(key for key in keys if key.partition("-")[0] not in claimed)
