"""The verbs of passages: harvest a post or paragraphs of a case, release what was written in confidence."""

from collections.abc import Sequence

from sqlalchemy import select

from community import clock
from community.audit import actions as audit
from community.cases.models import Case, CaseRevision
from community.database import session
from community.discussions.models import Post
from community.errors import Absent, Invalid, NotAllowed
from community.events import publish
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.blocks import blocks_of, place_of
from community.lessons.events import PassageReleased
from community.lessons.marking import author_of_block, keep, same_mark
from community.lessons.passages import Passage
from community.lessons.reanchoring import check_case
from community.lessons.state import take_line
from community.lines import says_something
from community.rendering import normalise, render


def harvest_post(post: Post, *, by: Viewer, why: str = "") -> Passage:
    """Mark a whole post as worth learning from, without what it quotes; a second mark by the same person renews its why."""
    thread = post.thread
    if not rules.can_harvest_post(by, post):
        raise not_allowed(thread.scope, gettext("You can read this discussion but not mark passages in it."))
    why, revision = take_line("why", why, rules.WHY_LENGTH), post.revision
    found = session().scalar(
        select(Passage).where(
            Passage.post_revision_id == revision.id, Passage.anchor == "", Passage.harvested_by_id == by.person_id
        )
    )
    if found is not None:
        found.why = why
        return found
    # A quotation is somebody else's: its words get no other author, and nobody else lets them out.
    exact = "\n\n".join(block.own for block in render(revision.source).blocks if block.own)
    if not exact:
        raise Invalid("why", gettext("This post is nothing but a quotation. Mark the words where they were written."))
    return keep(
        group_id=thread.group_id,
        audience=thread.audience,
        language=revision.language or thread.language,
        post_revision=revision,
        anchor="",
        exact=exact,
        author_id=post.author_id,
        why=why,
        harvested_by_id=by.person_id,
    )


def harvest_paragraphs(
    case: Case,
    revision: CaseRevision,
    *,
    places: Sequence[tuple[str, str]],
    by: Viewer,
    why: str = "",
    seen: str | None = None,
) -> list[Passage]:
    """Mark blocks of a revision, each given by its section and anchor; a second mark by the same person renews its why.

    `seen` is the version in which they were chosen: its author may have amended it since.
    """
    if not rules.can_harvest_case(by, case):
        raise not_allowed(case.scope, gettext("You can read this case but not mark passages in it."))
    if revision.case_id != case.id:
        raise Absent
    if not places:
        raise Invalid("places", gettext("Choose at least one paragraph."))
    why = take_line("why", why, rules.WHY_LENGTH)
    session().refresh(revision, with_for_update=True)
    if seen and seen != revision.version:
        raise Invalid(
            "places", gettext("This revision was amended while you were choosing. Choose again from the page.")
        )
    held = revision.sections
    blocks = {section: blocks_of(section, held[section]) for section in dict(places) if section in held}
    marked = []
    for section, anchor in dict.fromkeys(places):
        place = place_of(blocks.get(section, ()), anchor)
        if place is None:
            raise Invalid("places", gettext("That paragraph is not in this revision. Choose again from the page."))
        passage = same_mark(case, section, place.exact, by)
        if passage is not None:
            passage.why = why
        else:
            passage = keep(
                group_id=case.group_id,
                audience=case.audience,
                language=case.language,
                case_revision=revision,
                section=section,
                anchor=anchor,
                **place._asdict(),
                author_id=author_of_block(revision, place.exact),
                why=why,
                harvested_by_id=by.person_id,
            )
        marked.append(passage)
    if revision.number < case.revision_count:
        check_case(case.id)  # the text has gone on
    return marked


def release(passage: Passage, *, by: Viewer, masked: str | None = None) -> None:
    """Let a passage out of a confidential subgroup: its words, or the author's masked wording of them, not its source.

    What was released once stays as it was released: nothing lets more of it out later.
    """
    if not rules.can_release(by, passage):
        raise NotAllowed(gettext("Only who wrote the words lets them out of a confidential subgroup."))
    wording = None if masked is None else _masked(masked, passage.exact)
    session().refresh(passage, with_for_update=True)
    if passage.released_at is None:
        passage.release(clock.now(), masked=wording)
        session().flush()
        where = {"community_id": passage.scope.community_id, "group_id": passage.group_id}
        what = "passage.released" if wording is None else "passage.released_masked"
        audit.record(what, by_id=by.person_id, **where, passage=passage.id)
        publish(PassageReleased(passage.id))


def _masked(masked: str, exact: str) -> str | None:
    """Return a wording for outside; None where it is what was written."""
    if len(masked) > rules.MASKED_LENGTH:
        raise Invalid("masked", gettext("Write at most %(n)d characters here.", n=rules.MASKED_LENGTH))
    parts = (" ".join(part.split()) for part in normalise(masked).split("\n\n"))
    wording = "\n\n".join(part for part in parts if part)
    if not says_something(wording):
        raise Invalid("masked", gettext("Write what may be read outside in place of your words."))
    return None if wording == exact else wording
