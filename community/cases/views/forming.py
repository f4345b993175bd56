"""Forming subgroups from a choosing round: a division is proposed, changed by hand, and confirmed as a whole."""

from collections import Counter
from typing import NamedTuple

from flask import flash, redirect, render_template, request, url_for
from flask_login import login_required

from community import clock
from community.addresses import read_number
from community.cases import division, forms, rules, words
from community.cases.actions import forming as actions
from community.cases.actions.choosing import SettledMeanwhile
from community.cases.queries import choosing as queries
from community.cases.rounds import RoundState
from community.cases.views import blueprint
from community.cases.views.choosing import round_under_way
from community.errors import NotAllowed, Outdated
from community.groups.viewer import Audience
from community.languages import gettext

MOST_SLACK = 3


class Seen(NamedTuple):
    """What a division is made from."""

    cases: list
    people: list
    participants: list
    wishes: list


@blueprint.route("/choosing/forming", methods=["GET", "POST"])
@login_required
def forming(community):
    viewer, community, present = round_under_way(community)
    if not rules.can_open_round(viewer, community):
        raise NotAllowed(gettext("Only a coordinator leads the choosing."))
    if present.state == RoundState.CHOOSING and present.is_open(clock.now()):
        flash(gettext("People may still choose. Close the round before you form the subgroups."), "error")
        return redirect(url_for("cases.choosing", community=community.slug))
    seen = _look(present, viewer)
    if present.state != RoundState.CHOOSING:
        return _overtaken(viewer, community, present, seen)
    if request.method == "GET":
        return _proposal(viewer, community, present, seen)
    chosen = _chosen(seen, request.form.getlist("case"))
    form = _form(seen, chosen)
    if "recalculate" in request.form:
        places = _places(form, seen.people)
        return _page(viewer, community, present, seen, chosen, _form(seen, chosen, **_kept(form, seen, chosen, places)))

    def confirm():
        groups = [_new_group(form, case.id) for case in chosen]
        return actions.form_from_round(present, groups=groups, places=_places(form, seen.people), by=viewer)

    try:
        if form.carries_out(confirm):
            flash(gettext("The subgroups are formed. Everybody in them is told."))
            return redirect(url_for("cases.choosing", community=community.slug))
    except SettledMeanwhile:
        return _overtaken(viewer, community, present, seen)
    except Outdated as refusal:
        page, _status = _page(viewer, community, present, seen, chosen, form, refusal=refusal.message)
        return page, refusal.status
    return _page(viewer, community, present, seen, chosen, form)


def _overtaken(viewer, community, present, seen):
    """Show the second of two coordinators what the first has formed, and what they had in mind themselves."""
    if request.method == "GET":
        return redirect(url_for("cases.choosing", community=community.slug))
    kept = [
        (
            request.form.get(f"name_{number}", ""),
            [p for p in seen.people if request.form.get(f"place_{p.id}") == number],
        )
        for number in request.form.getlist("case")
    ]
    return render_template(
        "cases/choosing_overtaken.html",
        community=community,
        section="cases",
        present=present,
        kept=kept,
        formed=queries.groups_formed(present, viewer=viewer),
    ), 409


def _look(present, viewer):
    cases = queries.cases_of_round(present, viewer=viewer)
    people, wishes = queries.people_to_place(present), queries.wishes_of_round(present, viewer=viewer)
    return Seen(cases, people, queries.participants(people, cases, wishes), wishes)


def _proposal(viewer, community, present, seen):
    """Return the page with a division that nobody has changed yet."""
    asked = request.args.getlist("case")
    best = division.most_wanted(seen.participants, [case.id for case in seen.cases])
    chosen = _chosen(seen, asked or map(str, best))
    slack = min(read_number(request.args.get("slack")) or 0, MOST_SLACK)
    places = division.divide(seen.participants, [case.id for case in chosen], slack=slack)
    values: dict = {f"place_{person_id}": case_id for person_id, case_id in places.items()}
    values |= {f"name_{case.id}": case.title[: forms.LENGTHS["name"]] for case in chosen}
    values |= {f"facilitator_{case.id}": _facilitator(seen, case, places) for case in chosen}
    values |= {f"audience_{case.id}": Audience.COMMUNITY.value for case in chosen}
    form = _form(seen, chosen, formdata=None, **values)
    return _page(viewer, community, present, seen, chosen, form, slack=slack)


def _kept(form, seen, chosen, places):
    """Return what was changed by hand; a facilitator who was moved away gives way to one who is there."""
    values = {name: field.data for name, field in form._fields.items() if name != "csrf_token"}
    for case in chosen:
        facilitator = f"facilitator_{case.id}"
        if places.get(values[facilitator]) != case.id:
            values[facilitator] = _facilitator(seen, case, places)
    return {"formdata": None, **values}


def _facilitator(seen, case, places):
    """Return who might facilitate: who brought the case, or else who wants it most, or else the first who is there."""
    seated = [person.id for person in seen.people if places.get(person.id) == case.id]
    eager = [wish.person_id for wish in seen.wishes if wish.case_id == case.id and wish.person_id in seated]
    owner = [case.owner_id] if case.owner_id in seated else []
    return next(iter([*owner, *eager, *seated]), 0)


def _form(seen, chosen, **values):
    cases = {case.id: case.title for case in chosen}
    return forms.forming_form(cases, [(person.id, person.name) for person in seen.people], **values)


def _places(form, people):
    placed = {person.id: form[f"place_{person.id}"].data for person in people}
    return {person_id: case_id for person_id, case_id in placed.items() if case_id}


def _chosen(seen, numbers):
    wanted = {read_number(number) for number in numbers}
    return [case for case in seen.cases if case.id in wanted]


def _new_group(form, case_id):
    audience = form[f"audience_{case_id}"].data
    is_confidential = audience == "confidential"
    return actions.NewGroup(
        case_id=case_id,
        name=form[f"name_{case_id}"].data,
        facilitator_id=form[f"facilitator_{case_id}"].data or None,
        audience=Audience.SUBGROUP if is_confidential else audience,
        is_confidential=is_confidential,
    )


def _page(viewer, community, present, seen, chosen, form, *, slack=0, refusal=""):
    places = _places(form, seen.people)
    wished: dict = {}
    for wish in seen.wishes:
        wished.setdefault(wish.person_id, []).append(wish)
    order = {case.id: n for n, case in enumerate(chosen)}
    people = sorted(seen.people, key=lambda p: (order.get(places.get(p.id), len(order)), p.name, p.id))
    seated = {case.id: [p for p in people if places.get(p.id) == case.id] for case in chosen}
    return render_template(
        "cases/choosing_forming.html",
        community=community,
        section="cases",
        present=present,
        form=form,
        chosen=chosen,
        cases=seen.cases,
        titles={case.id: case.title for case in seen.cases},
        points={case.id: Counter(w.strength for w in seen.wishes if w.case_id == case.id) for case in seen.cases},
        slack=slack,
        slacks=range(MOST_SLACK + 1),
        people=people,
        wished=wished,
        seated=seated,
        mixes={case_id: Counter(p.organisation for p in there if p.organisation) for case_id, there in seated.items()},
        unplaced=[p for p in people if p.id not in places],
        said=words.outcome_said(division.outcome(seen.participants, places)),
        silent=division.outcome(seen.participants, places).silent,
        refusal=refusal,
    ), form.status if request.method == "POST" and "recalculate" not in request.form else 200
