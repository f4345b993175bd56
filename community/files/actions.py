"""The verbs of files. Each is a part of the action of what holds the file, which checks the rule."""

import hashlib
import secrets
from typing import IO, NamedTuple

from sqlalchemy import select

from community import clock
from community.database import session
from community.errors import Invalid
from community.files import rules
from community.files.kinds import Sort, Unfit, decide
from community.files.models import File, FileKind, FileState, Holder
from community.files.naming import NAME_LENGTH, cleaned, name_of, words_of
from community.files.storage import quota, store
from community.files.words import reason_said, size_said
from community.languages import gettext
from community.lines import clean_line


class Upload(NamedTuple):
    """A file that was looked at and put into the store, and has no row yet."""

    name: str
    sort: Sort
    key: str
    digest: str
    size: int


def take(stream: IO[bytes], typed_name: str) -> Upload:
    """Look at what was sent and keep its bytes; raise Invalid, with the reason, where it cannot be taken."""
    name = cleaned(typed_name)
    stream.seek(0, 2)
    if (size := stream.tell()) > rules.FILE_LIMIT:
        limit = size_said(rules.FILE_LIMIT)
        said = gettext(
            "“%(name)s” has %(size)s; a file can have at most %(limit)s.", name=name, size=size_said(size), limit=limit
        )
        raise Invalid("files", said)
    try:
        sort = decide(stream, typed_name)
    except Unfit as unfit:
        raise Invalid("files", reason_said(name, str(unfit))) from unfit
    stream.seek(0)
    upload = Upload(name_of(typed_name, sort.suffix), sort, secrets.token_hex(16), _digest(stream), size)
    stream.seek(0)
    store().put(upload.key, stream)
    return upload


def _digest(stream: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := stream.read(1 << 20):
        digest.update(piece)
    return digest.hexdigest()


def let_go(upload: Upload) -> None:
    """Forget the bytes of what did not become a file."""
    store().remove([upload.key])


def keep(upload: Upload, *, community_id: int, holder: Holder, holder_id: int, by_id: int, used: int) -> File:
    """Make a file of what was taken; what is sent twice to one place is one file. Raise Invalid where there is no room.

    Whoever holds the file says how much is `used` of its room, and lets one at a time do this there.
    """
    here = (File.holder == holder, File.holder_id == holder_id, File.digest == upload.digest)
    present = session().scalar(select(File).where(*here, File.state.in_([FileState.WAITING, FileState.READY])))
    if present is not None:
        let_go(upload)
        return present
    if not rules.fits(upload.size, used=used, quota=quota()):
        let_go(upload)
        said = gettext(
            "There is no room for “%(name)s”: the files of this community may take %(quota)s in all. "
            "Remove some that nobody needs, or ask who runs this site for more.",
            name=upload.name,
            quota=size_said(quota()),
        )
        raise Invalid("files", said)
    is_picture = upload.sort.kind == FileKind.PICTURE
    file = File(
        community_id=community_id,
        holder=holder,
        holder_id=holder_id,
        key=upload.key,
        digest=upload.digest,
        name=upload.name,
        kind=upload.sort.kind,
        media_type=upload.sort.media_type,
        size=upload.size,
        shows=words_of(upload.name) if is_picture else "",
        caption="",
        state=FileState.WAITING if is_picture else FileState.READY,
        tries=0,
        reason="",
        uploaded_by_id=by_id,
        uploaded_at=clock.now(),
    )
    session().add(file)
    session().flush()
    return file


def describe(file: File, *, name: str, shows: str, caption: str) -> None:
    """Change what a file is called and what is said of it; it goes on ending as its content says."""
    said = {"shows": clean_line(shows), "caption": clean_line(caption)}
    for field, line in said.items():
        if len(line) > rules.WORDS_LENGTH:
            raise Invalid(field, gettext("Write at most %(n)d characters here.", n=rules.WORDS_LENGTH))
    if not clean_line(name):
        raise Invalid("name", gettext("Give the file a name."))
    if len(clean_line(name)) > NAME_LENGTH:
        raise Invalid("name", gettext("Write at most %(n)d characters here.", n=NAME_LENGTH))
    file.describe(name=name_of(name, "." + file.name.rpartition(".")[2]), **said)


def remove(file: File) -> None:
    """Let a file be gone at once; its bytes are erased soon after."""
    file.remove()
