"""Marking words that were selected: they are found in the saved text, and what is not in it is refused."""

from collections.abc import Sequence

from sqlalchemy import select

from community.cases.models import Case, CaseRevision
from community.database import session
from community.discussions.models import Post
from community.errors import Absent, Invalid
from community.groups.viewer import Viewer
from community.groups.words import not_allowed
from community.languages import gettext
from community.lessons import rules
from community.lessons.anchors import Chosen, chosen_block
from community.lessons.highlighting import read_html
from community.lessons.marking import Selection, author_of_words, find_selected, keep, same_mark
from community.lessons.passages import Passage
from community.lessons.reanchoring import check_case
from community.lessons.state import take_line


def harvest_words(case: Case, revision: CaseRevision, selection: Selection, *, by: Viewer, why: str = "") -> Passage:
    """Mark words of one section of a revision; a second mark by the same person renews its why."""
    if not rules.can_harvest_case(by, case):
        raise not_allowed(case.scope, gettext("You can read this case but not mark passages in it."))
    if revision.case_id != case.id:
        raise Absent
    why = take_line("why", why, rules.WHY_LENGTH)
    session().refresh(revision, with_for_update=True)
    chosen = find_selected(selection, revision.html.get(selection.section, ""))
    if found := same_mark(case, selection.section, chosen.exact, by):
        found.why = why
        return found
    authors = {author_of_words(revision, part, block) for part, block in chosen.parts}
    if len(authors) > 1:
        raise Invalid(
            "selection",
            gettext("These words are by more than one person. Mark each part by itself, so that each is credited."),
        )
    passage = keep(
        group_id=case.group_id,
        audience=case.audience,
        language=case.language,
        case_revision=revision,
        section=selection.section,
        **chosen.columns(),
        author_id=authors.pop(),
        why=why,
        harvested_by_id=by.person_id,
    )
    if revision.number < case.revision_count:
        check_case(case.id)  # the text has gone on
    return passage


def harvest_words_of_post(post: Post, selection: Selection, *, by: Viewer, why: str = "") -> Passage:
    """Mark words of a post, quotations aside; a second mark by the same person renews its why."""
    _check_harvester(by, post)
    return _mark_in(post, [find_selected(selection, post.revision.html, of_post=True)], by=by, why=why)[0]


def harvest_parts_of_post(post: Post, anchors: Sequence[str], *, by: Viewer, why: str = "") -> list[Passage]:
    """Mark paragraphs of a post, quotations aside; a second mark by the same person renews its why."""
    _check_harvester(by, post)
    reading = read_html(post.revision.html, without_quotes=True)
    chosen = [chosen_block(reading, anchor) for anchor in dict.fromkeys(anchors)]
    if not chosen or None in chosen:
        raise Invalid("places", gettext("That paragraph is not in this post any more. Choose again from the page."))
    return _mark_in(post, [each for each in chosen if each is not None], by=by, why=why)


def _check_harvester(by: Viewer, post: Post) -> None:
    if not rules.can_harvest_post(by, post):
        raise not_allowed(post.thread.scope, gettext("You can read this discussion but not mark passages in it."))


def _mark_in(post: Post, chosen: Sequence[Chosen], *, by: Viewer, why: str) -> list[Passage]:
    thread, revision = post.thread, post.revision
    why = take_line("why", why, rules.WHY_LENGTH)
    marked = []
    for each in chosen:
        found = session().scalar(
            select(Passage).where(
                Passage.post_revision_id == revision.id,
                Passage.anchor == each.anchor,
                Passage.harvested_by_id == by.person_id,
            )
        )
        if found is not None:
            found.why = why
        marked.append(
            found
            or keep(
                group_id=thread.group_id,
                audience=thread.audience,
                language=revision.language or thread.language,
                post_revision=revision,
                **each.columns(),
                author_id=post.author_id,
                why=why,
                harvested_by_id=by.person_id,
            )
        )
    return marked
