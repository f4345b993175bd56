"""A subgroup at work: its next meeting, its tasks, and the discussions that its guiding questions open."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.discussions import actions as discussions
from community.discussions.models import ThreadKind
from community.errors import Absent
from community.groups import rules
from community.groups.actions import working as actions
from community.groups.calendar import calendar_file
from community.groups.forms.subgroups import MeetingForm, TaskForm
from community.groups.guiding import question_of
from community.groups.queries import workspace as queries
from community.groups.queries.members import members_of
from community.groups.views import blueprint
from community.groups.views.finding import found_at_work, found_to_work, page_of
from community.languages import gettext

NOBODY = 0
BASE = "/c/<community>/subgroups/<slug>"


@blueprint.post(f"{BASE}/questions/<key>")
@login_required
def guiding_question(community, slug, key):
    viewer, community, group = found_at_work(community, slug)
    question = question_of(key)
    if question is None:
        raise Absent
    thread = discussions.start(
        group,
        title=question.ask(group.language),
        text=question.help(group.language),
        kind=ThreadKind.QUESTION,
        language=question.language(group.language),
        guide=key,
        by=viewer,
    )
    return redirect(url_for("discussions.thread", community=community.slug, thread_id=thread.id))


@blueprint.route(f"{BASE}/meeting", methods=["GET", "POST"])
@login_required
def meeting(community, slug):
    viewer, community, group = found_to_work(community, slug)
    present = queries.meeting_of(group)
    form = MeetingForm(**_typed_before(present, viewer))

    def set_meeting():
        return actions.set_meeting(
            group,
            starts_at=clock.moment(form.day.data, form.hour.data, viewer.time_zone),
            minutes=form.minutes.data,
            place=form.place.data,
            link=form.link.data,
            notes=form.notes.data,
            based_on=form.based_on.data or 0,
            by=viewer,
        )

    if form.carries_out(set_meeting):
        flash(gettext("The meeting is set. Members can put it in their calendars."))
        return redirect(page_of(community, group))
    return render_template(
        "groups/subgroup_meeting.html", community=community, group=group, form=form, present=present
    ), form.status


def _typed_before(meeting, viewer):
    if meeting is None:
        return {"based_on": 0}
    starts_at = meeting.starts_at.astimezone(ZoneInfo(viewer.time_zone))
    is_past = meeting.starts_at < clock.now()
    return {
        "day": None if is_past else starts_at.date(),
        "hour": starts_at.time(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "notes": "" if is_past else meeting.notes,
        "based_on": meeting.change_count,
    }


@blueprint.get(f"{BASE}/meeting.ics")
def meeting_file(community, slug):
    _viewer, _community, group = found_at_work(community, slug)
    present = queries.meeting_of(group)
    if present is None:
        raise Absent
    host = urlsplit(current_app.config["BASE_URL"]).hostname or "localhost"
    body = calendar_file(present, title=gettext("Meeting of %(name)s", name=group.name), host=host)
    headers = {"Content-Disposition": f'attachment; filename="{group.slug}.ics"'}
    return Response(body, mimetype="text/calendar", headers=headers)


@blueprint.route(f"{BASE}/tasks", methods=["GET", "POST"])
@login_required
def tasks(community, slug):
    viewer, community, group = found_at_work(community, slug)
    form = _task_form(group)

    def give():
        return actions.give_task(group, **_typed(form), by=viewer)

    if form.carries_out(give):
        flash(gettext("The task is on the list."))
        return redirect(url_for("groups.tasks", community=community.slug, slug=group.slug))
    return render_template(
        "groups/subgroup_tasks.html",
        community=community,
        group=group,
        form=form,
        tasks=queries.tasks_of(group),
        may_work=rules.can_work(viewer, group),
        today=clock.now().date(),
    ), form.status


@blueprint.route(f"{BASE}/tasks/<int:task_id>", methods=["GET", "POST"])
@login_required
def task(community, slug, task_id):
    viewer, community, group = found_to_work(community, slug)
    present = queries.find_task(group, task_id)
    form = _task_form(
        group, text=present.text, owner=present.owner_id or NOBODY, due_on=present.due_on, based_on=present.change_count
    )

    def change():
        return actions.change_task(present, **_typed(form), based_on=form.based_on.data or 0, by=viewer)

    if form.carries_out(change):
        flash(gettext("The task is changed."))
        return redirect(url_for("groups.tasks", community=community.slug, slug=group.slug))
    return render_template(
        "groups/subgroup_task.html", community=community, group=group, form=form, task=present
    ), form.status


@blueprint.post(f"{BASE}/tasks/<int:task_id>/tick")
@login_required
def tick(community, slug, task_id):
    viewer, community, group = found_at_work(community, slug)
    is_done = request.form.get("is_done") == "1"
    actions.tick_task(queries.find_task(group, task_id), is_done=is_done, by=viewer)
    flash(gettext("Done, thank you.") if is_done else gettext("The task is on the list again."))
    back = page_of(community, group) if request.form.get("from") == "page" else None
    return redirect(back or url_for("groups.tasks", community=community.slug, slug=group.slug))


@blueprint.post(f"{BASE}/tasks/<int:task_id>/removal")
@login_required
def task_removal(community, slug, task_id):
    viewer, community, group = found_at_work(community, slug)
    actions.drop_task(queries.find_task(group, task_id), by=viewer)
    flash(gettext("The task is off the list."))
    return redirect(url_for("groups.tasks", community=community.slug, slug=group.slug))


def _task_form(group, **values):
    form = TaskForm(**values)
    people = [(member.person_id, member.name) for member in members_of(group, limit=None)]
    form.owner.choices = [(NOBODY, gettext("Nobody yet")), *people]
    return form


def _typed(form):
    return {"text": form.text.data, "owner_id": form.owner.data or None, "due_on": form.due_on.data}
