"""The number of queries of a page doesn't grow with the data: every main page, with little of it and with much more."""

from community import clock, worker
from community.accounts import actions as accounts
from community.cases.actions import authors, consent, writing
from community.cases.actions.bringing import bring
from community.cases.actions.presence import be_present
from community.cases.models import Case
from community.database import db, session, unit_of_work
from community.discussions import actions as discussions
from community.discussions.models import Thread
from community.discussions.queries.threads import introductions_of
from community.drafts import actions as drafts
from community.drafts.rules import Place
from community.groups.actions import admitting, doors, forming, introductions, members, working
from community.groups.actions.inviting import invite_all
from community.groups.addressees import read
from community.groups.queries.visibility import viewer_of
from community.lessons.actions import lessons, passages, uses, voices
from community.lessons.actions.settling import settle
from community.lessons.models import Lesson
from community.plenaries.actions import agreeing, deciding, reporting
from community.plenaries.holding import open_drafts
from community.plenaries.models import Plenary
from community.vocabularies.actions import Typed, arrange
from community.vocabularies.queries import labels
from tests import routes, world
from tests.counting import count_queries
from tests.files import making

PAGES = (
    ("visitor", "/"),
    ("ana", "/"),
    ("ana", "/c/psc"),
    ("ana", "/c/psc/cases"),
    ("ana", "/c/psc/cases?status=described&language=en"),
    ("ana", "/c/psc/cases?sort=discussed&group=stone"),
    ("ana", "/c/psc/cases/matrix"),
    ("ana", "/c/psc/cases/matrix.csv?case=stone-case"),
    ("ana", "/c/psc/cases/map"),
    ("ana", "/c/psc/cases/cases.zip"),
    ("ana", "/c/psc/cases/stone-case.md"),
    ("ana", "/c/psc/cases/stone-case"),
    ("ana", "/c/psc/cases/stone-case/files"),
    ("ana", "/c/psc/cases/stone-case/history"),
    ("ana", "/c/psc/cases/stone-case/edit"),
    ("ana", "/c/psc/cases/stone-case/settings"),
    ("cleo", "/c/psc/form"),
    ("cleo", "/c/psc/vocabularies"),
    ("cleo", "/c/psc/vocabularies/themes"),
    ("ana", "/c/psc/threads"),
    ("ana", "/c/psc/threads/{thread}"),
    ("ana", "/c/psc/lessons"),
    ("ana", "/c/psc/lessons/stone-lesson"),
    ("ana", "/c/psc/lessons/stone-lesson/history"),
    ("ana", "/c/psc/lessons/stone-lesson/voices"),
    ("ana", "/c/psc/lessons/stone-lesson/uses"),
    ("cleo", "/c/psc/lessons/stone-lesson/status"),
    ("cleo", "/c/psc/lessons/stone-lesson/review"),
    ("ana", "/c/psc/lessons?status=past"),
    ("ana", "/c/psc/members"),
    ("cleo", "/c/psc/members"),
    ("cleo", "/c/psc/members?narrow=1&q=dialogue&tag=dialogue&country=BE"),
    ("ana", "/c/psc/organisations/{organisation}"),
    ("ana", "/c/psc/threads/{introductions}"),
    ("ana", "/c/psc/introduction"),
    ("ana", "/account/sign-ins"),
    ("cleo", "/c/psc/desk"),
    ("cleo", "/c/psc/audit"),
    ("ada", "/administration/audit"),
    ("ana", "/notifications"),
    ("ana", "/drafts"),
    ("ana", "/c/psc/cases/stone-case/edit"),
    ("ana", "/c/psc/cases/stone-case/compare"),
    ("cleo", "/c/psc/invitations"),
    ("cleo", "/c/psc/requests"),
    ("ada", "/communities"),
    ("cleo", "/c/psc/passages"),
    ("cleo", "/c/psc/lessons/stone-lesson/evidence"),
    ("ana", "/search?q=dialogue"),
    ("ana", "/people/cleo"),
    ("ana", "/c/psc/subgroups/stone"),
    ("cleo", "/c/psc/subgroups/stone/dissolution"),
    ("dirk", "/c/psc/subgroups/broken"),
    ("dirk", "/c/psc/subgroups/broken/settings"),
    ("ana", "/c/psc/subgroups/stone/tasks"),
    ("ana", "/c/psc/plenaries"),
    ("ana", "/c/psc/cases/stone-case/chain"),
    ("ana", "/c/psc/threads/{thread}/chain"),
    ("ana", "/c/psc/learned"),
    ("ana", "/c/psc/learned/list"),
    ("cleo", "/c/psc/gaps"),
    ("cleo", "/c/psc/plenaries/plenary-title"),
    ("ana", "/c/psc/plenaries/plenary-title/chain"),
    ("ana", "/c/psc/plenaries/plenary-title/board"),
    ("ana", "/c/psc/plenaries/plenary-title-2/board"),
    ("ana", "/c/psc/plenaries/plenary-title-2/passages"),
    ("ana", "/c/psc/plenaries/plenary-title-3"),
    ("ana", "/c/psc/plenaries/plenary-title-3/drafts/{drafted}"),
    ("ana", "/c/psc/lessons/{drafted}"),
    ("ana", "/c/psc/plenaries/plenary-title-2/weighing?one=1&other=2"),
    ("cleo", "/c/psc/plenaries/plenary-title-3/report"),
    ("cleo", "/c/psc/plenaries/plenary-title-3/report.md"),
    ("ana", "/c/psc/plenaries/plenary-title-4/report"),
    ("ana", "/c/psc/choosing"),
    ("cleo", "/c/psc/choosing"),
    ("cleo", "/c/psc/choosing/forming"),
)
TIMES = 5


def test_no_page_sends_more_queries_where_there_is_more_data(app, client):
    examples = routes.build()
    thread_id = examples["discussions.thread"][0]["thread_id"]
    client("ana").get("/c/psc/cases/stone-case")  # what a process reads once, such as the names of choices
    _add(app, 0, thread_id)
    labels("en")  # which a process reads once, with the first page that needs them
    values = {
        "thread": thread_id,
        "drafted": examples["plenaries.draft"][0]["drafted"],
        "organisation": examples["groups.organisation"][0]["slug"],
        "introductions": introductions_of(world.group("psc")).id,
    }
    pages = [(name, page.format(**values)) for name, page in PAGES]
    few = {(name, page): _queries(client(name), page) for name, page in pages}
    for n in range(1, TIMES):
        _add(app, n, thread_id)
    many = {(name, page): _queries(client(name), page) for name, page in pages}
    assert not {page: (few[page], sent) for page, sent in many.items() if sent > few[page]}


def _queries(browser, page: str) -> int:
    db.session.remove()  # what the test has read would not be read again
    with count_queries() as sent:
        assert browser.get(page).status_code == 200, page
    return len(sent)


def _add(app, n: int, thread_id: int) -> None:
    """Add one more of everything, with ties to what is there."""
    with unit_of_work():
        psc, stone = world.group("psc"), world.group("stone")
        newcomer = accounts.register(
            name=f"Newcomer {n}", email=f"new{n}@example.org", password=world.PASSWORD, handle=f"new-{n}"
        )
        for group in (psc, stone, world.group("broken")):
            members.appoint(newcomer, group)
        ana, cleo, dirk, new = (viewer_of(world.id_of(name)) for name in ("ana", "cleo", "dirk", f"new-{n}"))
        present = session().query(Case).filter_by(slug="stone-case").one()
        authors.add_author(present, newcomer, by=ana)
        consent.note_consent(present, state="given", asked=f"Them {n}", note="", by=ana)
        arrange(psc, "sectors", [Typed("", f"Sector {n}")], language="en", based_on=n, by=cleo)
        working.give_task(stone, text=f"Ask {n}", owner_id=new.person_id, due_on=None, by=cleo)
        asking = accounts.register(name=f"Asking {n}", email=f"asking{n}@example.org", password=world.PASSWORD)
        members.appoint(asking, psc)
        admitting.ask(stone, message="Let me in", by=viewer_of(asking.id))
        knocking = accounts.register(name=f"Knocking {n}", email=f"asks{n}@example.org", password=world.PASSWORD)
        doors.ask(psc, answer="Let me in", by=viewer_of(knocking.id))
        invite_all(psc, read(f"i{n}@example.org;;Kade;;Stone, j{n}@example.org"), by=cleo)
        forming.found_community(name=f"Another {n}")
        newcomer.organisation = accounts.name_organisation("Kade")
        newcomer.live(country="BE", spoken=["nl", "en"])
        introductions.introduce(
            psc, by=new, experience="Dialogue", bring=f"Dialogue {n}", tags=["dialogue", f"tag {n}"]
        )
        bring(psc, by=new)
        forming.form_subgroup(psc, name=f"Another {n}", slug=f"another-{n}", audience="public", by=cleo)
        thread = session().get_one(Thread, thread_id)
        post = discussions.reply(
            thread, text=f"A dialogue {n}, **again**: [[Dialogue {n}]], [[case:stone-case]], [[no {n}]], @cleo.", by=new
        )
        discussions.reply(thread, text="I agree.", by=ana, answers=post)
        for place, audience in ((psc, "public"), (stone, "community")):
            discussions.start(
                place, title=f"What of dialogue {n}?", kind="question", text="", by=cleo, audience=audience
            )
        case = session().query(Case).filter_by(slug="stone-case").one()
        kept = (("case", case.id), ("case", case.id, f"part{n}"), ("reply", thread_id), ("new-case", psc.id))
        for place in kept:
            drafts.keep(Place(*place), typed=[("text", ["Half a thought"])], by=ana)
        be_present(case, by=new)
        picture = making.add_ready_picture(case, f"Quarry {n}", by=ana)
        sections = {
            "question": f"Who speaks {n}?",
            "summary": f"A dialogue {n}: [[Dialogue {n}]] [[thread:{thread_id}]].",
            "why": _shown(case, picture),
        }
        _revise(case, sections, by=ana)
        discussions.reply(case.thread, text=f"On the case {n}.", by=new)
        for place, by, audience in ((stone, new, "public"), (world.group("broken"), dirk, "subgroup")):
            writing.create(
                place, title=f"Dialogue {n}", by=by, audience=audience, status="described", sections=sections
            )
        writing.create(stone, title=f"A sketch {n}", by=ana, audience="community", status="sketched")
        marked = [passages.harvest_post(post, by=ana, why=f"Why {n}")]
        places = [("summary", passages.blocks_of("summary", sections["summary"])[0].anchor)]
        marked += passages.harvest_paragraphs(case, case.revision, places=places, by=cleo)
        unused = discussions.reply(thread, text=f"Nobody cites this {n}.", by=cleo)
        passages.harvest_post(unused, by=ana)
        lesson = session().query(Lesson).filter_by(slug="stone-lesson").one()
        another = lessons.write(
            psc, by=cleo, when=f"When {n}", do="Have a dialogue", because="it works", audience="public"
        )
        for passage in marked:
            for cited_by in (lesson, another):
                lessons.cite(cited_by, passage, stance="supports", by=cleo)
        settle(another, status="adopted", by=cleo)
        said = {"when": f"When {n}", "do": "Ask them", "because": "they know"}
        lessons.revise(lesson, **said, based_on=lesson.revision_count, by=cleo)
        voices.give(lesson, kind="also", sentence=f"So it is {n}.", case=case, by=new)
        uses.report(lesson, place=f"Place {n}", outcome="Much.", stage="applied", case=case, by=new)
        uses.plan(another, by=ana).postpone(clock.now())
        former = lessons.write(psc, by=cleo, when=f"Once {n}", do="Wait", because="it grew", audience="public")
        settle(former, status="adopted", by=cleo)
        former.review_at = clock.now()
        gone = lessons.write(psc, by=cleo, when=f"Long ago {n}", do="Wait", because="it grew", audience="public")
        settle(gone, status="adopted", by=cleo)
        settle(gone, status="superseded", successor=lesson, by=cleo)
        _speak(n, marked, by=new, run_by=cleo)
        lessons.write(psc, by=cleo, when=f"Draft {n}", do="wait", because="it is early", audience="community")
    worker.drain(app, app.extensions[worker.JOBS])


def _speak(n: int, marked, *, by, run_by) -> None:
    """Bring one more draft before the plenary that agrees, decide on it, and speak about the one that stays open."""
    plenary = session().query(Plenary).filter_by(slug="plenary-title-3").one()
    (first, *_) = open_drafts(plenary)
    agreeing.speak(first, stand="object", because=f"Not so {n}", seen=1, by=by)
    lesson = lessons.write(world.group("psc"), by=run_by, when=f"so {n}", do="speak", because="it helps")
    for passage in marked:
        lessons.cite(lesson, passage, stance="supports", by=run_by)
    draft = agreeing.bring_lesson(plenary, lesson, by=run_by)
    agreeing.speak(draft, stand="context", because=f"Not here {n}", seen=1, by=by)
    deciding.decide(draft, verdict="dissent", sentence="So be it.", seen=1, by=run_by)
    for place in (plenary, session().query(Plenary).filter_by(slug="plenary-title-4").one()):
        reporting.give_step(place, text=f"Go on {n}", owner_id=by.person_id, due_on=None, by=run_by)


def _shown(case: Case, picture) -> str:
    """Return what shows a picture beside those that the case shows already."""
    return "\n\n".join(filter(None, [case.revision.sections.get("why"), f"![](file:{picture.id})"]))


def _revise(case: Case, sections: dict[str, str], *, by) -> None:
    writing.revise(
        case, title=case.title, sections=sections, partners=[], choices=case.revision.choices,
        based_on=case.revision_count, by=by, change="More",
    )  # fmt: skip
