"""The pieces of how people choose and work together: choosing rounds, and what subgroups work with."""

from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from community import clock
from community.cases import division
from community.cases.actions import choosing, forming
from community.cases.models import Case
from community.cases.queries import choosing as queries
from community.cases.rounds import ChoosingRound
from community.database import session
from community.demo import reading
from community.demo.pieces import Piece, group, id_of, viewer
from community.demo.reading import Facts
from community.discussions import actions as discussions
from community.discussions.models import ThreadKind
from community.groups.actions import working
from community.groups.guiding import question_of
from community.groups.models import Group

GUIDES_OPENED_DAYS_AGO = 40


def round_pieces(slug: str) -> Iterator[Piece]:
    """Yield the choosing round of a community: its offers, its wishes, and the subgroups where it is finished."""
    content = reading.optional_facts("demo", slug, "choosing.yml")
    if not content:
        return
    key, days_ago = f"{slug}/rounds/{content['key']}", content["opened_days_ago"]
    for case, owner in content["offers"].items():
        yield Piece(f"{key}/offers/{case}", days_ago + 1, partial(_offer, slug, case, owner))
    yield Piece(key, days_ago, partial(_open, slug, content))
    for n, row in enumerate(content["wishes"]):
        yield Piece(f"{key}/wishes/{row['person']}", days_ago - (n + 1) / 4, partial(_wish, slug, key, row))
    if "subgroups" in content:
        yield Piece(f"{key}/formed", content["formed_days_ago"], partial(_form, slug, key, content))


def _offer(slug: str, case: str, owner: str) -> int:
    offered = _case(slug, case)
    choosing.offer(offered, by=viewer(owner))
    return offered.id


def _open(slug: str, content: Facts) -> int:
    return choosing.open_round(
        group(slug, slug),
        cases=[_case(slug, case).id for case in content["offers"]],
        closes_at=clock.now() + timedelta(days=content["lasts_days"]),
        intro=content["intro"],
        by=viewer(content["by"]),
    ).id


def _wish(slug: str, key: str, row: Facts) -> int:
    why = row.get("why", "")
    wishes = {
        _case(slug, case).id: (strength, why)
        for strength in reversed(division.Strength)
        for case in row.get(strength, ())
    }
    choosing.wish(_round(key), wishes=wishes, by=viewer(row["person"]))
    return id_of(f"person/{row['person']}")


def _form(slug: str, key: str, content: Facts) -> int:
    by, present = viewer(content["by"]), _round(key)
    cases, people = queries.cases_of_round(present, viewer=by), queries.people_to_place(present)
    wanted = queries.participants(people, cases, queries.wishes_of_round(present, viewer=by))
    chosen = {_case(slug, row["case"]): row for row in content["subgroups"]}
    places = division.divide(wanted, [case.id for case in chosen])
    groups = [
        forming.NewGroup(case.id, row["name"], _facilitator(case, places), row["audience"], is_confidential=False)
        for case, row in chosen.items()
    ]
    forming.form_from_round(present, groups=groups, places=places, by=by)
    return present.id


def _facilitator(case: Case, places: division.Division) -> int:
    seated = [person_id for person_id, case_id in places.items() if case_id == case.id]
    return case.owner_id if case.owner_id in seated else seated[0]


def _case(slug: str, name: str) -> Case:
    return session().get_one(Case, id_of(f"{slug}/cases/{name}/1"))


def _round(key: str) -> ChoosingRound:
    return session().get_one(ChoosingRound, id_of(key))


def workspace_pieces(slug: str) -> Iterator[Piece]:
    """Yield what the subgroups of a community work with: discussions of guiding questions, a meeting, tasks, a report."""
    content = reading.optional_facts("demo", slug, "workspaces.yml") or {}
    for name, work in content.items():
        key = f"{slug}/{name}"
        for guide in work.get("guides", ()):
            by = work["meeting"]["by"]
            yield Piece(f"{key}/guides/{guide}", GUIDES_OPENED_DAYS_AGO, partial(_discuss, slug, name, guide, by))
        yield Piece(f"{key}/meeting", 2, partial(_meet, slug, name, work["meeting"]))
        for n, row in enumerate(work["tasks"]):
            yield Piece(f"{key}/tasks/{n}", 5, partial(_give, slug, name, row))
        if "report" in work:
            yield Piece(f"{key}/report", 3, partial(_report, slug, name, work))


def _discuss(slug: str, name: str, guide: str, by: str) -> int:
    place, question = group(slug, name), question_of(guide)
    if question is None:
        raise LookupError(guide)
    return discussions.start(
        place,
        title=question.ask(place.language),
        text=question.help(place.language),
        kind=ThreadKind.QUESTION,
        guide=guide,
        by=viewer(by),
    ).id


def _meet(slug: str, name: str, row: Facts) -> int:
    place, by = group(slug, name), viewer(row["by"])
    day = clock.now().astimezone(ZoneInfo(by.time_zone)).date() + timedelta(days=row["in_days"] + 2)
    working.set_meeting(
        place,
        starts_at=clock.moment(day, time.fromisoformat(row["hour"]), by.time_zone),
        minutes=row["minutes"],
        place=row.get("place", ""),
        link=row.get("link", ""),
        notes=row.get("notes", ""),
        based_on=0,
        by=by,
    )
    return place.id


def _give(slug: str, name: str, row: Facts) -> int:
    by, due_in = viewer(row["by"]), row.get("due_in")
    task = working.give_task(
        group(slug, name),
        text=row["text"],
        owner_id=id_of(f"person/{row['owner']}") if "owner" in row else None,
        due_on=None if due_in is None else clock.now().date() + timedelta(days=due_in + 5),
        by=by,
    )
    if row.get("is_done"):
        working.tick_task(task, is_done=True, by=by)
    return task.id


def _report(slug: str, name: str, work: Facts) -> int:
    place: Group = group(slug, name)
    report = working.write_report(place, text=work["report"]["text"], based_on=0, by=viewer(work["report"]["by"]))
    if work["report"].get("is_handed_in"):
        working.hand_in_report(place, based_on=report.change_count, by=viewer(work["meeting"]["by"]))
    return place.id
