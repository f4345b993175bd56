"""One of everything, planted in a group: permissions, canaries and hostile markup are all tried on it."""

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from community import clock
from community.accounts.models import Person
from community.cases.actions import consent, placing, writing
from community.cases.models import Case
from community.database import session
from community.discussions import actions as discussions
from community.drafts.rules import Place
from community.groups.actions import forming, members
from community.groups.models import Group
from community.groups.viewer import Viewer
from community.lessons.actions import lessons, passages, uses, voices
from community.lessons.actions.settling import settle
from community.lessons.blocks import blocks_of
from community.mail import actions as mail
from community.mail.composing import Recipient
from community.mail.models import Letter, Message, State
from community.plenaries.actions import arranging, collecting, opening, theming
from tests.files import making
from tests.plenaries.planted import agreements

Say = Callable[[str], str]
Values = dict[str, Any]
SECTIONS = ("question", "summary", "why")
OWN_DRAFT = Place("new-case", 1)


def plant(group: Group, *, say: Say, audience: str, author: Viewer, runner: Viewer) -> Values:
    """Write a case, a discussion, marked passages, a lesson and a draft; return what their addresses are made of.

    `say` is given the name of a column, "table.column", and returns the words to put there.
    """
    case, former, files = _case(group, say, audience, author)
    thread = discussions.start(
        group,
        title=say("thread.title"),
        kind="question",
        audience=audience,
        by=author,
        text=say("post_revision.source"),
    )
    post = discussions.reply(thread, text=say("post_revision.source"), by=author)
    discussions.edit(post, text=f"{say('post_revision.source')}, said again", based_on=1, by=author)
    links = f"[[{say('link.typed')}]] and [[{say('link.wanted')}]], [[{say('case.title')}]] and @{author.handle}"
    discussions.reply(case.thread, text=f"{say('post_revision.text')} {links}", by=author)
    taken_back = discussions.reply(thread, text=say("post_revision.text"), by=author)
    discussions.take_back(taken_back, why=say("post.taken_back_why"), by=author)
    withdrawn = writing.create(group, title="Withdrawn", audience=audience, by=author)
    placing.withdraw(withdrawn, why=say("case.withdrawn_why"), by=author)
    anchor = blocks_of("summary", case.revision.sections["summary"])[1].anchor
    (passage,) = passages.harvest_paragraphs(
        case, case.revision, places=[("summary", anchor)], by=author, why=say("passage.why")
    )
    passage.standing, passage.now_words, passage.changed_at = "changed", say("passage.now_words"), clock.now()
    passage.masked = say("passage.masked")
    other = passages.harvest_post(post, by=author)
    lesson = _lesson(group, say, audience, runner)
    piece = lessons.cite(lesson, passage, stance="supports", by=runner, note=say("evidence.note"))
    lessons.cite(lesson, other, stance="qualifies", by=runner)
    voices.give(lesson, kind="also", sentence=say("lesson_voice.sentence"), case=case, by=author)
    use = uses.report(
        lesson,
        place=say("lesson_use.place"),
        adapted=say("lesson_use.adapted"),
        outcome=say("lesson_use.outcome"),
        stage="applied",
        case=case,
        by=author,
    )
    uses.plan(lesson, by=author)
    draft = lessons.write(group, kind="issue", question=say("draft.question"), audience=audience, by=runner)
    session().flush()
    return {
        "community": group.community.slug, "group_id": group.id, "group": group.slug, "audience": audience,
        "case": case.slug, "former": former, "case_id": case.id, "case_thread_id": case.thread_id, "anchor": anchor,
        "thread_id": thread.id, "post_id": post.id, "passage_id": passage.id, "post_passage_id": other.id,
        "lesson": lesson.slug, "lesson_id": lesson.id, "draft": draft.slug, "draft_id": draft.id,
        "evidence_id": piece.id, "use_id": use.id, "number": 1, **files,
    }  # fmt: skip


def plenaries(community: Group, *, author: Viewer, runner: Viewer, say: Say = str, audience: str = "public") -> Values:
    """Open a plenary that collects and one whose board has themes; return what their addresses are made of."""
    sand = forming.form_subgroup(community, name="Sand", audience="community", by=runner)
    if (eva := session().scalar(select(Person).where(Person.handle == "eva"))) is not None:
        members.appoint(eva, sand, role="facilitator")
    collecting_, present = (
        opening.open_plenary(
            community, title=say("plenary.title"), question=say("plenary.question"), audience=audience,
            groups=[sand.id], by=runner,
        )
        for _ in range(2)
    )  # fmt: skip
    case = writing.create(
        community, title=say("case.title"), by=author, audience=audience,
        sections={"summary": "\n\n".join(f"{say('passage.exact')} {n}" for n in range(4))},
    )  # fmt: skip
    blocks = blocks_of("summary", case.revision.sections["summary"])
    marked = passages.harvest_paragraphs(case, case.revision, places=[("summary", b.anchor) for b in blocks], by=author)
    cards = [collecting.bring_passage(present, passage, by=author) for passage in marked[:3]]
    for to, was in (("cluster", "collect"), ("draft", "cluster")):
        opening.move_on(present, to=to, based_on=was, by=runner)
    names = (say("plenary_theme.name"), f"{say('plenary_theme.name')} too")
    themes = [theming.make_theme(present, name=name, cards=[cards[0].id], by=author) for name in names[:1]]
    themes.append(theming.make_theme(present, name=names[1], by=author))
    arranging.put_together(present, cards[2], cards[1], by=author)
    session().flush()
    return {
        "plenary": present.slug, "plenary_id": present.id, "collecting": collecting_.slug,
        "collecting_id": collecting_.id, "plenary_group": sand.slug, "card_id": cards[0].id,
        "other_card_id": cards[1].id, "behind_id": cards[2].id, "theme_id": themes[0].id,
        "other_theme_id": themes[1].id, "brought_id": marked[3].id, "plenary_group_id": sand.id,
        **agreements(community, author=author, runner=runner, say=say, audience=audience),
    }  # fmt: skip


def refused_letter(say: Say = str) -> Letter:
    """Write a letter that no server takes; it says what only its reader may know."""
    letter = mail.send(
        "test", to=Recipient("someone@example.org", say("letter.to_name"), "en", "UTC"), purpose="test", is_private=True
    )
    letter.subject = say("letter.subject")
    letter.message = Message(text=say("letter_message.text"), written_at=clock.now())
    letter.settle(State.REFUSED, "550 no such person", clock.now())
    session().flush()
    return letter


def _case(group: Group, say: Say, audience: str, author: Viewer) -> tuple[Case, str, Values]:
    """Write a case with a file and a picture, that once had another title, and so another address."""
    case = writing.create(
        group,
        title=say("former_slug.slug"),
        by=author,
        audience=audience,
        status="sketched",
        source={"title": say("case.source"), "publisher": say("case.source")},
        partners=[{"name": say("case_revision.partners"), "contribution": say("case_revision.partners")}],
        sections={"question": say("case_former_state.held")},
    )
    former = case.slug
    text = making.add(case, f"{say('file.name')}.txt", say("file.bytes").encode(), by=author)
    picture = making.add_ready_picture(case, say("file.name"), shows=say("file.shows"), by=author)
    picture.caption = say("file.caption")
    held = {"sections": {key: say("case_revision.sections") for key in SECTIONS}, "based_on": 1, "may_amend": True}
    writing.revise(case, by=author, **held)
    asked, note = say("case_consent.asked"), say("case_consent.note")
    consent.note_consent(case, state="conditions", asked=asked, note=note, by=author)
    paragraphs = (say("passage.before"), say("passage.exact"), say("passage.after"))
    writing.revise(
        case,
        title=say("case.title"),
        sections={
            "question": say("case_revision.question"),
            "summary": "\n\n".join(paragraphs),
            "why": f"![](file:{picture.id}) ![{say('file.shows')}](file:{text.id})",
        },
        partners=case.revision.partners,
        choices={},
        based_on=case.revision.version,
        by=author,
        change=say("case_revision.change"),
    )
    return case, former, {"file_id": text.id, "picture_id": picture.id, "name": "any", "width": "small"}


def _lesson(group: Group, say: Say, audience: str, runner: Viewer) -> Any:
    lesson = lessons.write(
        group,
        by=runner,
        when=say("lesson_revision.when"),
        do=say("lesson_revision.do"),
        because=say("lesson_revision.because"),
        holds=say("lesson_revision.holds"),
        holds_not=say("lesson_revision.holds_not"),
        explanation=say("lesson_revision.explanation"),
        audience=audience,
    )
    settle(lesson, status="adopted", reason=say("lesson.reason"), by=runner)
    return lesson
