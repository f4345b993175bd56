"""What marking has in common: a passage is kept, its revision pinned, and who wrote its words first is found."""

from typing import Any, NamedTuple

from sqlalchemy import select

from community import clock
from community.cases.models import Case, CaseRevision
from community.database import session
from community.errors import Invalid
from community.events import publish
from community.groups.viewer import Viewer
from community.languages import gettext
from community.lessons import rules
from community.lessons.anchoring import Quoted, Standing, find, flat
from community.lessons.anchors import Chosen, chosen_words
from community.lessons.blocks import likeness
from community.lessons.events import PassageHarvested
from community.lessons.highlighting import read_html
from community.lessons.passages import Passage

_COMPARISONS = 5000  # of one block with earlier ones; in what is older than that, only the same words are found
_LOOKS = 200  # the same, of words out of a block
_OWN_WORDS = 40  # characters; fewer stand in other texts by chance, and belong to whom their block belongs


class Selection(NamedTuple):
    """Words as a browser saw them; what they are is said by the text that is saved."""

    exact: str
    before: str = ""
    after: str = ""
    section: str = ""


def keep(**values: Any) -> Passage:
    """Keep a passage, and the revision that it is taken from."""
    passage = Passage(harvested_at=clock.now(), **values)
    source = passage.post_revision or passage.case_revision
    if source is not None:
        source.pin()
    session().add(passage)
    session().flush()
    publish(PassageHarvested(passage.id))
    return passage


def find_selected(selection: Selection, html: str, *, of_post: bool = False) -> Chosen:
    """Return the selected words as they stand in a saved text; refuse what does not stand there."""
    if len(selection.exact) > rules.SELECTED_LENGTH:
        raise Invalid("selection", gettext("Select at most %(n)d characters.", n=rules.SELECTED_LENGTH))
    reading = read_html(html, without_quotes=of_post)
    found = chosen_words(reading, Quoted(selection.exact, selection.before, selection.after))
    if found is not None:
        return found
    if of_post:
        raise Invalid(
            "selection",
            gettext(
                "These words do not stand like this in the post. Perhaps it was changed, or they are somebody else’s, "
                "quoted here. Choose the paragraph below."
            ),
        )
    raise Invalid(
        "selection",
        gettext(
            "These words do not stand like this in one section of the case. Perhaps it was changed meanwhile, or a "
            "link or a picture lies among them. Choose the paragraph below."
        ),
    )


def same_mark(case: Case, section: str, exact: str, by: Viewer) -> Passage | None:
    """Return the person's own mark of these words, also where it was made in an earlier revision of the case."""
    return session().scalar(
        select(Passage)
        .join(CaseRevision, CaseRevision.id == Passage.case_revision_id)
        .where(
            CaseRevision.case_id == case.id,
            Passage.section == section,
            Passage.exact == exact,
            Passage.harvested_by_id == by.person_id,
        )
        .order_by(Passage.id.desc())
        .limit(1)
    )


def author_of_block(revision: CaseRevision, exact: str) -> int:
    """Return who wrote a block first: credit, and the right to release it, aren't gained by changing or moving it.

    Its history is followed back through the case: from the block to the most like it before, from that on to the next.
    """
    rows = session().execute(
        select(CaseRevision.author_id, CaseRevision.text)
        .where(CaseRevision.case_id == revision.case_id, CaseRevision.number < revision.number)
        .order_by(CaseRevision.number.desc())
    )
    author_id, unlike, left = revision.author_id, set[str](), _COMPARISONS
    for earlier_author_id, text in rows:
        blocks = dict.fromkeys(text.split("\n\n"))
        if exact not in blocks:
            fresh = [block for block in blocks if block not in unlike][:left]
            left -= len(fresh)
            share, likest = max(((likeness(block, exact), block) for block in fresh), default=(0.0, ""))
            if not share:
                unlike.update(fresh)
                continue
            exact, unlike = likest, set()
        author_id = earlier_author_id
    return author_id


def author_of_words(revision: CaseRevision, exact: str, block: str) -> int:
    """Return who wrote words out of a block first: they are followed back through the case, in whatever form they had."""
    words = flat(exact)
    if len(words) < _OWN_WORDS:
        return author_of_block(revision, block)
    rows = session().execute(
        select(CaseRevision.author_id, CaseRevision.text)
        .where(CaseRevision.case_id == revision.case_id, CaseRevision.number < revision.number)
        .order_by(CaseRevision.number.desc())
    )
    author_id, left = revision.author_id, _LOOKS
    for earlier_author_id, text in rows:
        said = flat(text)
        if words not in said:
            place, left = find(Quoted(words), {"": said}) if left else None, left - 1
            if place is None or place.standing == Standing.GONE:
                break
            words = place.words
        author_id = earlier_author_id
    return author_id
