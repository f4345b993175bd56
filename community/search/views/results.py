"""The page of results, with all that narrows them in its address."""

from typing import Any

from flask import render_template, request, url_for

from community.accounts.session import current_viewer
from community.languages import gettext, reader
from community.search.addresses import address_of
from community.search.engine import FACETS
from community.search.hits import Hit
from community.search.naming import kind_names, names_of
from community.search.queries import search
from community.search.views import blueprint

LONGEST = 400
VALUES_SHOWN = 8  # of a facet, the others behind a switch
CHOSEN_AT_ONCE = 20
PARAMETERS = {facet: facet for facet in FACETS} | {"community": "in"}


@blueprint.get("/search")
def results():
    """Everything that was chosen stands in the address, so that it can be shared."""
    text = request.args.get("q", "")[:LONGEST]
    sort = "date" if request.args.get("sort") == "date" else None
    view = "grouped" if request.args.get("view") == "grouped" else None
    after = request.args.get("after") or None
    filters = {facet: frozenset(chosen) for facet in FACETS if (chosen := _chosen(facet))}
    found = search(
        text,
        viewer=current_viewer(),
        filters=filters,
        after=after,
        is_newest_first=sort == "date",
        is_grouped=view == "grouped",
        language=reader()[0],
    )
    asked = {"q": text} | {PARAMETERS[facet]: _chosen(facet) for facet in FACETS} | {"sort": sort, "view": view}

    def here(**changes: Any) -> str:
        """Return the address of the same results with something changed."""
        return url_for("search.results", **{name: value for name, value in (asked | changes).items() if value})

    return render_template(
        "search/results.html",
        q=text,
        found=found,
        facets=_facets(found, filters, here),
        has_filters=bool(filters),
        groups=_groups(found.hits) if view else None,
        kind_names=kind_names(),
        address=address_of,
        after=after,
        sort=sort,
        view=view,
        here=here,
        everywhere=url_for("search.results", q=text),
        is_asked=bool(text.strip() or filters),
    )


def _chosen(facet):
    values = dict.fromkeys(value[:120] for value in request.args.getlist(PARAMETERS[facet]) if value)
    return list(values)[:CHOSEN_AT_ONCE]


def _facets(found, filters, here):
    """Return the facets worth showing: what each is called, and its values with counts, the chosen and the commonest first."""
    counts = {facet: dict(found.facets.get(facet, {})) for facet in FACETS}
    for facet, chosen in filters.items():
        counts[facet] |= {value: counts[facet].get(value, 0) for value in chosen}
    names = names_of(counts, reader()[0])
    shown = []
    for facet, label in _labels().items():
        chosen = filters.get(facet, frozenset())
        if not chosen and len(counts[facet]) < 2:  # nothing to choose between
            continue
        values = sorted(counts[facet].items(), key=_order(facet, chosen))
        lines = [
            (names[facet][value], count, value in chosen, here(**{PARAMETERS[facet]: _switched(chosen, value)}))
            for value, count in values
        ]
        shown.append((facet, label, lines[:VALUES_SHOWN], lines[VALUES_SHOWN:]))
    return shown


def _order(facet, chosen):
    if facet == "kind":
        order = list(kind_names())
        return lambda item: order.index(item[0]) if item[0] in order else len(order)
    if facet == "year":
        return lambda item: (item[0] not in chosen, -int(item[0]) if item[0].isdecimal() else 0)
    return lambda item: (item[0] not in chosen, -item[1], item[0])


def _switched(chosen, value):
    return sorted(chosen - {value}) if value in chosen else sorted(chosen | {value})


def _groups(hits):
    by_kind: dict[str, list[Hit]] = {}
    for hit in hits:
        by_kind.setdefault(hit.kind, []).append(hit)
    return [(kind, by_kind[kind]) for kind in kind_names() if kind in by_kind]


def _labels():
    return {
        "kind": gettext("Kind"),
        "community": gettext("Community"),
        "theme": gettext("Theme"),
        "purpose": gettext("Purpose"),
        "place": gettext("Place"),
        "organisation": gettext("Organisation"),
        "status": gettext("Status"),
        "language": gettext("Language"),
        "year": gettext("Year"),
    }
