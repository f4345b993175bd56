"""The page of a subgroup: what it works on, and what it works with."""

from flask import render_template

from community import clock
from community.cases.models import Status
from community.cases.queries import cases_in
from community.discussions.queries.lists import threads_in
from community.discussions.queries.threads import guided_threads
from community.groups import rules, words
from community.groups.guiding import questions
from community.groups.queries import workspace as queries
from community.groups.queries.members import members_of
from community.groups.viewer import Role
from community.groups.views import blueprint
from community.groups.views.finding import found
from community.languages import reader
from community.lessons.queries.citations import evidence_counts

TASKS_SHOWN = 8
UNDESCRIBED = frozenset({Status.SKETCHED, Status.OFFERED, Status.CHOSEN})


@blueprint.get("/c/<community>/subgroups/<slug>")
def subgroup(community, slug):
    viewer, community, group = found(community, slug)
    is_seen = rules.can_see(viewer, group.scope)
    cases = cases_in(community, viewer=viewer, group=group) if is_seen else []
    threads = threads_in(community, viewer=viewer, group=group) if is_seen else []
    members = members_of(group, limit=None) if rules.can_know_members(viewer, group) else []
    return render_template(
        "groups/subgroup.html",
        community=community,
        group=group,
        is_seen=is_seen,
        cases=cases,
        evidence=evidence_counts([case.id for case in cases], viewer=viewer),
        threads=threads,
        members=members,
        facilitators=[member for member in members if member.role == Role.FACILITATOR],
        report=queries.report_of(group, viewer=viewer),
        dissolution=queries.dissolution_of(group),
        may_dissolve=rules.can_dissolve(viewer, group),
        may_contribute=rules.can_contribute(viewer, group.scope),
        may_work=rules.can_work(viewer, group),
        may_set_up=rules.can_set_up(viewer, group),
        may_name_facilitator=rules.can_name_facilitator(viewer, group),
        may_join=rules.can_join(viewer, group),
        may_ask=rules.can_ask_to_join(viewer, group),
        asked_at=queries.asked_at(group, viewer=viewer),
        work=_work(viewer, group, cases, threads, members) if rules.can_see_workspace(viewer, group) else None,
    )


def _work(viewer, group, cases, threads, members):
    """Return what only those see who work in the subgroup."""
    tasks, meeting = queries.tasks_of(group), queries.meeting_of(group)
    report = queries.report_of(group, viewer=viewer)
    to_do = [task for task in tasks if task.done_at is None]
    meets = meeting is not None and meeting.starts_at > clock.now() and not group.is_dissolved
    taken_up = guided_threads(group)
    missing = rules.missing_in(
        has_facilitator=any(member.role == Role.FACILITATOR for member in members),
        has_case=bool(cases),
        is_described=any(case.status not in UNDESCRIBED for case in cases),
        is_discussed=any(thread.post_count for thread in threads),
        meets=meets,
        has_free_tasks=any(task.owner_id is None for task in to_do),
        report="none" if report is None else "handed_in" if report.handed_in_at else "begun",
    )
    return {
        "meeting": meeting,
        "meets": meets,
        "tasks": to_do[:TASKS_SHOWN],
        "more_tasks": len(tasks) - len(to_do[:TASKS_SHOWN]),
        "questions": [
            (q, taken_up.get(q.key), q.language(reader()[0]))
            for q in questions()
            if q.key in taken_up or not group.is_dissolved
        ],
        "requests": queries.requests_into(group, viewer=viewer),
        "missing": [] if group.is_dissolved else words.what_is_missing(missing),
        "today": clock.now().date(),
    }
