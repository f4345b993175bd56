"""Cases beside each other, section by section: the table that a plenary works from."""

import json
from dataclasses import dataclass, replace

from flask import Response, render_template, request, url_for

from community.accounts.session import current_viewer
from community.cases import rules
from community.cases.blocks import without_anchors, words_of
from community.cases.queries import fitting
from community.cases.queries.attached import files_in
from community.cases.queries.forms import edition_of, form_at, form_of
from community.cases.queries.matrix import columns_of, find_chosen, titles_of
from community.cases.table import write_table
from community.cases.views import blueprint
from community.cases.views.facts import facts_of
from community.cases.views.narrowing import ask, choices_shown, chosen_shown, ways_out
from community.cases.words import status_name
from community.fragments import fragment
from community.groups.queries.groups import find_frame
from community.groups.rules import can_take_part
from community.languages import gettext, reader
from community.lessons.queries.marks import count_marks
from community.links.queries.meaning import links_in
from community.rendering import excerpt

CASES_SHOWN = 20
CASES_OFFERED = 60
LONG, BEGINNING = 320, 240  # characters; of what is longer the beginning shows, and the rest opens in place
SLUG_LENGTH = 80


@dataclass(frozen=True)
class _Choice:
    """What the address asks of the table beside the filters."""

    sections: tuple[str, ...]
    cases: tuple[str, ...]
    is_turned: bool
    is_whole: bool

    @property
    def values(self):
        """What an address is asked by for the same."""
        chosen = {"section": list(self.sections), "case": list(self.cases)}
        return {name: value for name, value in chosen.items() if value} | self.looks

    @property
    def looks(self):
        """How the table is shown, as an address says it."""
        return {name: "1" for name, is_so in (("turned", self.is_turned), ("whole", self.is_whole)) if is_so}


@blueprint.get("/cases/matrix")
def matrix(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    form = edition_of(community.id)
    outline = form_at(community.id, form)
    asked, choice = ask(community, viewer), _choice(outline)
    ids, offered, choice, more = _cases(community, asked, choice, viewer)
    columns = columns_of(ids, viewer=viewer)

    def address(**changes):
        values = {**choice.values, **changes}
        return asked.address("cases.matrix", **{name: value for name, value in values.items() if value})

    return render_template(
        "cases/matrix.html",
        community=community,
        section="cases",
        asked=asked,
        choice=choice,
        narrowing=choices_shown(asked),
        chosen=chosen_shown(asked, "cases.matrix"),
        ways_out=[] if columns else ways_out(asked),
        sections=[(section.key, section.label(reader()[0])) for section in outline.sections()],
        offered=offered,
        is_cut=more,
        shown=len(columns),
        turned=address(turned="" if choice.is_turned else "1"),
        whole=address(whole="" if choice.is_whole else "1"),
        file=asked.address("cases.matrix_file", **choice.values),
        table=columns
        and fragment(
            "cases/matrix_table.html",
            _table,
            columns=columns,
            chosen=choice.sections,
            is_turned=choice.is_turned,
            is_whole=choice.is_whole,
            marks=count_marks(ids, viewer=viewer),
            harvestable=tuple(case.id for case in columns if can_take_part(viewer, case.scope)),
            writable=tuple(case.id for case in columns if rules.can_revise(viewer, case)),
            base=url_for("cases.case_list", community=community.slug),
            terms=asked.view.terms,
            form=form,
            community_id=community.id,
            files=files_in(*(case.held_json for case in columns), viewer=viewer),
            links=links_in(*(case.held_json for case in columns), viewer=viewer),
            begin="",
        ),
    )


@blueprint.get("/cases/matrix.csv")
def matrix_file(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    outline = form_of(community.id)
    asked, choice = ask(community, viewer), _choice(outline)
    ids, *_more = _cases(community, asked, choice, viewer)
    columns, language = columns_of(ids, viewer=viewer, as_written=True), reader()[0]
    held = {case.id: json.loads(case.held_json) for case in columns}
    shown = _sections(outline, held.values(), choice.sections)
    heads = [gettext("Case"), gettext("How far it has come"), gettext("Brought by"), gettext("Partners")]
    rows = [[*heads, *(section.label(language) for section in shown)]]
    for case in columns:
        facts = facts_of(
            json.loads(case.partners_json), {}, language, edition=asked.view.terms, community_id=community.id
        )
        brought = ", ".join(filter(None, (case.owner, case.organisation)))
        about = [case.title, status_name(case.status), brought, "; ".join(row["name"] for row in facts["partners"])]
        rows.append([*about, *(held[case.id].get(section.key, "") for section in shown)])
    written = write_table(rows if choice.is_turned else zip(*rows, strict=True), language)
    name = f"{community.slug}-cases.csv"
    return Response(written, mimetype="text/csv", headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _choice(outline):
    known = outline.section_keys()
    return _Choice(
        tuple(key for key in dict.fromkeys(request.args.getlist("section")) if key in known),
        tuple(dict.fromkeys(slug[:SLUG_LENGTH] for slug in request.args.getlist("case")[:CASES_SHOWN])),
        request.args.get("turned") == "1",
        request.args.get("whole") == "1",
    )


def _cases(community, asked, choice, viewer):
    """Return the cases to show, those to choose from, those that were chosen and may be seen, and whether more would fit."""
    found = fitting.find_fitting(asked.view.sight, asked.wanted, sort=asked.sort, limit=CASES_OFFERED)
    ids = [place.case_id for place in found[:CASES_OFFERED]]
    chosen = find_chosen(community, choice.cases, viewer=viewer)
    known = titles_of(ids, viewer=viewer)
    offered = known + [case for case in chosen if case not in known]
    choice = replace(choice, cases=tuple(case.slug for case in chosen))
    if chosen:
        return [case.id for case in chosen], offered, choice, False
    return ids[:CASES_SHOWN], offered, choice, len(ids) > CASES_SHOWN


def _sections(outline, held, chosen):
    """Return the sections that were chosen; where none was, all in which something is written."""
    written = dict.fromkeys(key for sections_held in held for key in sections_held)
    return [section for section in outline.sections_with(written) if section.key in (chosen or written)]


def _table(columns, chosen, marks, terms, form, community_id, **_shown):
    language = reader()[0]
    held = {case.id: json.loads(case.held_json) for case in columns}
    marked = {(case_id, section): number for case_id, section, number in marks}
    partners = {
        case.id: facts_of(json.loads(case.partners_json), {}, language, edition=terms, community_id=community_id)[
            "partners"
        ]
        for case in columns
    }
    outline = form_at(community_id, form)
    shown = _sections(outline, [*held.values(), {"partners": ""} if any(partners.values()) else {}], chosen)
    cells = {}
    for case in columns:
        for section in shown:
            html = held[case.id].get(section.key, "")
            words = words_of(html)
            begins = excerpt(words, BEGINNING) if len(words) > LONG else ""
            cells[case.id, section.key] = (without_anchors(html), begins, marked.get((case.id, section.key), 0))
    return {
        "cells": cells,
        "partners": partners,
        "sections": [(section.key, section.label(language)) for section in shown],
    }
