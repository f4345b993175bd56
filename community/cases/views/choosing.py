"""Offering cases, and a choosing round while people choose."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.accounts.session import current_viewer
from community.cases import forms, rules
from community.cases.actions import choosing as actions
from community.cases.queries import choosing as queries
from community.cases.rounds import RoundState
from community.cases.views import blueprint
from community.cases.views.finding import found
from community.errors import Absent, NotAllowed
from community.groups.queries.groups import find_community
from community.languages import gettext

DAYS = 14


@blueprint.post("/cases/<slug>/offer")
@login_required
def offer(community, slug):
    viewer, community, case = found(community, slug)
    actions.offer(case, by=viewer)
    flash(gettext("Your case is on offer: members can choose to work on it in the next round."))
    return redirect(request.form.get("from") == "choosing" and _here(community) or _case(community, case))


@blueprint.post("/cases/<slug>/withdrawal")
@login_required
def withdrawal(community, slug):
    viewer, community, case = found(community, slug)
    actions.withdraw(case, by=viewer)
    flash(gettext("The case is no longer on offer."))
    return redirect(_case(community, case))


@blueprint.get("/choosing")
@login_required
def choosing(community):
    viewer, community = _inside(community)
    return _page(viewer, community, queries.latest_round(community))


@blueprint.post("/choosing/wishes")
@login_required
def wishes(community):
    viewer, community, present = round_under_way(community)
    cases = queries.cases_of_round(present, viewer=viewer)
    form = forms.wishes_form({case.id: case.title for case in cases})

    def wish():
        typed = {case.id: (form[f"strength_{case.id}"].data or "", form[f"why_{case.id}"].data) for case in cases}
        actions.wish(present, wishes=typed, by=viewer)

    if form.carries_out(wish):
        flash(gettext("Thank you: the coordinator sees what you want. You can change it until the round closes."))
        return redirect(_here(community))
    return _page(viewer, community, present, form=form)


@blueprint.route("/choosing/new", methods=["GET", "POST"])
@login_required
def new_choosing(community):
    viewer, community = _inside(community)
    if not rules.can_open_round(viewer, community):
        raise NotAllowed(gettext("Only a coordinator leads the choosing."))
    present = queries.latest_round(community)
    offered = queries.offered_cases(community, viewer=viewer)
    suggested = (clock.now() + timedelta(days=DAYS)).astimezone(ZoneInfo(viewer.time_zone))
    form = forms.RoundForm(
        cases=[case.id for case in offered], day=suggested.date(), hour=suggested.replace(hour=18, minute=0).time()
    )
    form.cases.choices = [(case.id, case.title) for case in offered]

    def open_round():
        closes_at = clock.moment(form.day.data, form.hour.data, viewer.time_zone)
        actions.open_round(
            community, cases=form.cases.data or [], closes_at=closes_at, intro=form.intro.data, by=viewer
        )

    if form.carries_out(open_round):
        flash(gettext("The round is open: members can choose now."))
        return redirect(_here(community))
    return render_template(
        "cases/choosing_new.html",
        community=community,
        section="cases",
        form=form,
        offered=offered,
        under_way=present is not None and present.state == RoundState.CHOOSING,
    ), form.status


@blueprint.post("/choosing/closing")
@login_required
def closing(community):
    viewer, community, present = round_under_way(community)
    if request.form.get("now"):
        actions.change_closing(present, closes_at=None, by=viewer)
        flash(gettext("The round is closed. Now you can form the subgroups."))
        return redirect(_here(community))
    form = forms.ClosingForm()

    def change():
        closes_at = clock.moment(form.day.data, form.hour.data, viewer.time_zone)
        actions.change_closing(present, closes_at=closes_at, by=viewer)

    if form.carries_out(change):
        flash(gettext("The round closes at another moment."))
        return redirect(_here(community))
    return _page(viewer, community, present, closing_form=form)


@blueprint.route("/choosing/giving-up", methods=["GET", "POST"])
@login_required
def giving_up(community):
    viewer, community, present = round_under_way(community)
    if not rules.can_open_round(viewer, community):
        raise NotAllowed(gettext("Only a coordinator leads the choosing."))
    if request.method == "POST":
        actions.give_up(present, by=viewer)
        flash(gettext("The round is given up. The cases stay on offer."))
        return redirect(_here(community))
    return render_template("cases/choosing_giving_up.html", community=community, section="cases", present=present)


def round_under_way(community):
    """Return who asks, the community, and the round in it that is not settled, to its members."""
    viewer, community = _inside(community)
    present = queries.latest_round(community)
    if present is None:
        raise Absent
    return viewer, community, present


def _inside(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    if not viewer.belongs_to(community.id):
        raise Absent
    return viewer, community


def _page(viewer, community, present, *, form=None, closing_form=None):
    under_way = present is not None and present.state == RoundState.CHOOSING
    cases = queries.cases_of_round(present, viewer=viewer) if under_way else []
    wishes = queries.wishes_of_round(present, viewer=viewer) if under_way else []
    people = queries.people_to_place(present) if under_way else []
    chosen = {wish.person_id for wish in wishes}
    mine = [wish for wish in wishes if wish.person_id == viewer.person_id]
    sent = form or closing_form
    return render_template(
        "cases/choosing.html",
        community=community,
        section="cases",
        present=present,
        under_way=under_way,
        is_open=under_way and present.is_open(clock.now()),
        interest=queries.interest_in(cases, wishes),
        most=max(Counter(wish.case_id for wish in wishes).values(), default=0),
        has_chosen=bool(mine),
        people=people,
        silent=[person for person in people if person.id not in chosen],
        form=form or _wishes_form(cases, mine),
        closing_form=closing_form or _closing_form(viewer, present if under_way else None),
        sent=sent,
        offered=[] if under_way else queries.offered_cases(community, viewer=viewer),
        sketches=[] if under_way else queries.own_sketches(community, viewer=viewer),
        formed=[] if under_way or present is None else queries.groups_formed(present, viewer=viewer),
        may_lead=rules.can_open_round(viewer, community),
        may_choose=rules.can_choose(viewer, community),
    ), sent.status if sent else 200


def _wishes_form(cases, mine):
    values = {f"strength_{wish.case_id}": wish.strength for wish in mine}
    values |= {f"why_{wish.case_id}": wish.why for wish in mine}
    return forms.wishes_form({case.id: case.title for case in cases}, formdata=None, **values)


def _closing_form(viewer, present):
    if present is None:
        return forms.ClosingForm(formdata=None)
    closes_at = max(present.closes_at, clock.now() + timedelta(days=1)).astimezone(ZoneInfo(viewer.time_zone))
    return forms.ClosingForm(formdata=None, day=closes_at.date(), hour=closes_at.time())


def _here(community):
    return url_for("cases.choosing", community=community.slug)


def _case(community, case):
    return url_for("cases.case", community=community.slug, slug=case.slug)
