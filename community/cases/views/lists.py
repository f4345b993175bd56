"""The list of cases, and where and when they happened."""

from flask import render_template, request

from community import clock
from community.accounts.session import current_viewer
from community.cases import period as periods
from community.cases import rules
from community.cases.drawing import MAP_HEIGHT, MAP_WIDTH, draw_map, draw_years
from community.cases.queries import CASES_A_PAGE, cards_of, fitting
from community.cases.views import blueprint
from community.cases.views.narrowing import ask, choices_shown, chosen_shown, place_names, sort_names, ways_out
from community.fragments import fragment
from community.groups.queries.groups import find_frame
from community.languages import reader
from community.lessons.queries.citations import evidence_counts

YEARS_SHOWN = 80


@blueprint.get("/cases")
def case_list(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    asked = ask(community, viewer)
    after = fitting.read_place(asked.sort, request.args.get("after", ""))
    found = fitting.find_fitting(asked.view.sight, asked.wanted, sort=asked.sort, after=after, limit=CASES_A_PAGE)
    page, more = found[:CASES_A_PAGE], len(found) > CASES_A_PAGE
    cases = cards_of([place.case_id for place in page], viewer=viewer)
    cited = evidence_counts([case.id for case in cases], viewer=viewer)
    return render_template(
        "cases/case_list.html",
        community=community,
        section="cases",
        asked=asked,
        cases=tuple(cases),
        narrowing=choices_shown(asked),
        chosen=chosen_shown(asked, "cases.case_list"),
        ways_out=[] if cases else ways_out(asked),
        sorts=sort_names(),
        older=fitting.write_place(asked.sort, page[-1]) if more else None,
        is_continued=after is not None,
        evidence=tuple(cited.items()),
        may_create=rules.can_create_somewhere(viewer, community.id),
    )


@blueprint.get("/cases/map")
def case_map(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    asked = ask(community, viewer)
    numbers = tuple((key, number) for name, key, _label, number in asked.counts.behind if name == "place")
    dated = fitting.find_dated(asked.view.sight, asked.wanted, limit=YEARS_SHOWN)
    return render_template(
        "cases/case_map.html",
        community=community,
        section="cases",
        asked=asked,
        narrowing=choices_shown(asked),
        chosen=chosen_shown(asked, "cases.case_map"),
        ways_out=[] if asked.counts.total else ways_out(asked),
        world=numbers
        and fragment(
            "cases/world.html", _world, numbers=numbers, base=asked.address("cases.case_list", without="place")
        ),
        years=_years(dated[:YEARS_SHOWN]),
        is_cut=len(dated) > YEARS_SHOWN,
    )


def _world(numbers, base):
    known = place_names(reader()[0])
    table = [(code, known.get(code, code), number) for code, number in numbers]
    return {
        "drawn": draw_map(numbers),
        "country": known,
        "table": sorted(table, key=lambda row: (-row[2], row[1].casefold())),
        "start": base + ("&" if "?" in base else "?") + "place=",
        "width": MAP_WIDTH,
        "height": MAP_HEIGHT,
    }


def _years(dated):
    now = clock.now()
    said = [(case, case.period.split("/")) for case in dated]
    return {
        "drawn": draw_years(said, now=now.year + (now.month - 1) / 12),
        "rows": [(case, periods.said(period, reader()[0])) for case, period in said],
    }
