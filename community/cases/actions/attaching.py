"""Files are added to a case, described, and taken out again."""

from collections.abc import Sequence
from typing import IO, NamedTuple

from sqlalchemy import select

from community import throttle
from community.audit import actions as audit
from community.cases import rules
from community.cases.models import Case
from community.cases.queries.attached import used_beside
from community.database import session
from community.errors import Invalid
from community.files import actions as files
from community.files.actions import Upload
from community.files.models import File, Holder
from community.files.rules import AN_HOUR, AT_ONCE
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext


class Sent(NamedTuple):
    """A file as it arrives."""

    name: str
    stream: IO[bytes]


class Outcome(NamedTuple):
    """What became of a file that was sent: the file, or why there is none."""

    file: File | None
    said: str


def take(case: Case, sent: Sequence[Sent], *, by: Viewer) -> list[Upload | Invalid]:
    """Look at what was sent and keep its bytes, before anything is locked: what is taken, or why it is not, one by one."""
    _check(case, by)
    if not sent:
        raise Invalid("files", gettext("Choose at least one file."))
    if len(sent) > AT_ONCE:
        raise Invalid("files", gettext("Send at most %(n)d files at once.", n=AT_ONCE))
    throttle.check([_limit(by)])
    return [_taken(each) for each in sent]


def attach(case: Case, taken: Sequence[Upload | Invalid], *, by: Viewer) -> list[Outcome]:
    """Add what was taken to a case and say what became of each; raise Invalid, with all reasons, where that is nothing."""
    person_id = _check(case, by)
    session().scalar(select(Group.id).where(Group.id == case.community_id).with_for_update(key_share=True))
    outcomes = [_attached(case, upload, person_id, by) for upload in taken]
    if not any(outcome.file for outcome in outcomes):
        raise Invalid("files", " ".join(outcome.said for outcome in outcomes))
    return outcomes


def describe(case: Case, file: File, *, name: str, shows: str, caption: str, by: Viewer) -> None:
    """Change what a file of a case is called and what is said of it."""
    _check(case, by)
    files.describe(file, name=name, shows=shows, caption=caption)


def detach(case: Case, file: File, *, by: Viewer) -> None:
    """Take a file out of a case for good; that somebody did it to what another had added is noted."""
    if not rules.can_remove_file(by, case, file.uploaded_by_id):
        raise not_allowed(
            case.scope, gettext("Only who added a file, the owner of the case and those who run its group remove it.")
        )
    files.remove(file)
    if file.uploaded_by_id != by.person_id:
        where = {"community_id": case.community_id, "group_id": case.group_id}
        audit.record(
            "file.removed",
            by_id=by.person_id,
            person_id=file.uploaded_by_id,
            **where,
            case=case.id,
            file=file.id,
        )
    session().flush()


def _check(case: Case, by: Viewer) -> int:
    if not rules.can_revise(by, case) or by.person_id is None:
        raise not_allowed(case.scope, gettext("You can read this case but not write in it."))
    return by.person_id


def _limit(by: Viewer) -> throttle.Limit:
    return throttle.Limit(f"file:{by.person_id}", AN_HOUR, 3600)


def _taken(sent: Sent) -> Upload | Invalid:
    try:
        return files.take(sent.stream, sent.name)
    except Invalid as invalid:
        return invalid


def _attached(case: Case, upload: Upload | Invalid, person_id: int, by: Viewer) -> Outcome:
    if isinstance(upload, Invalid):
        return Outcome(None, upload.message)
    throttle.spend(_limit(by))
    try:
        file = files.keep(
            upload,
            community_id=case.community_id,
            holder=Holder.CASE,
            holder_id=case.id,
            by_id=person_id,
            used=used_beside(case),
        )
    except Invalid as invalid:
        return Outcome(None, invalid.message)
    return Outcome(file, gettext("“%(name)s” is added.", name=file.name))
