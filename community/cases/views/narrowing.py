"""What a reader asks of the cases of a community: read from the address, said in words; list, table, map and files share it."""

from functools import lru_cache
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import request, url_for

from community import places
from community.cases import words
from community.cases.queries import narrowing
from community.cases.queries.fitting import SORTS
from community.cases.queries.narrowing import CHOICES, FACETS, KEY_LENGTH, Counts, Wanted
from community.cases.queries.sight import View, view_of
from community.fragments import fragment
from community.languages import gettext, reader
from community.vocabularies.queries import labels

_UNKNOWN = "0"  # the number of no group: one that may not be known of is answered like one that doesn't exist


class Asked(NamedTuple):
    """Which cases of a community somebody asks for, in which order, and what they see of it."""

    slug: str
    community_id: int
    view: View
    wanted: Wanted
    said: tuple[tuple[str, str], ...]  # the choices as the address has them
    sort: str
    counts: Counts

    def address(self, endpoint: str, *, without: str = "", **more: Any) -> str:
        """Return the address of a page that is asked for the same, or for all of it but one choice."""
        asked = {name: value for name, value in self.said if name != without}
        if self.sort != "changed":
            asked["sort"] = self.sort
        path, query = _path(request.script_root, endpoint, self.slug), urlencode(asked | more, doseq=True)
        return f"{path}?{query}" if query else path


@lru_cache(1024)
def _path(_root: str, endpoint: str, slug: str) -> str:
    return url_for(endpoint, community=slug)


def ask(community, viewer):
    """Read what the address asks for; count what fits."""
    view = view_of(community, viewer=viewer)
    said = {name: value for name in CHOICES if (value := request.args.get(name, "").strip()[:KEY_LENGTH])}
    given = dict(said)
    if "group" in given:
        given["group"] = str(_groups(view).get(given["group"], _UNKNOWN))
    sort = request.args.get("sort", "")
    wanted = Wanted(**given)
    counts = narrowing.count_fitting(view.sight, wanted)
    order = sort if sort in SORTS else "changed"
    return Asked(community.slug, community.id, view, wanted, tuple(said.items()), order, counts)


def choices_shown(asked):
    """Return the choices with the number of cases behind each, as the fields of a form."""
    return fragment(
        "cases/narrowing.html",
        _fields,
        counts=asked.counts,
        chosen=asked.said,
        places=asked.view.places,
        terms=asked.view.terms,
        community_id=asked.community_id,
    )


def chosen_shown(asked, here):
    """Return how many cases fit, and the choices that were made, each to be taken away again."""
    return fragment("cases/chosen.html", _chips, asked=asked, here=here)


def ways_out(asked):
    """Return the choices without which something would fit, those that leave the most first."""
    return sorted((chip for chip in _chips(asked)["chips"] if chip[3]), key=lambda chip: -chip[3])


def _chips(asked, **_shown):
    """Return the choices that were made: name, value, the choice itself, and how many cases would fit without it."""
    numbers, said, named = dict(asked.counts.without), dict(asked.said), names()
    known = _labels(asked.view.places, asked.view.terms, asked.counts, reader()[0], asked.community_id)
    made = asked.wanted.chosen.items()
    return {"chips": [(named[name], known(name, value, said[name]), name, numbers[name]) for name, value in made]}


def names():
    """Return what each choice is called."""
    return {
        "purpose": gettext("Why they cooperated"),
        "theme": gettext("Theme"),
        "sector": gettext("Sector"),
        "stage": gettext("Stage of the dialogue"),
        "kind": gettext("Kind of partner"),
        "role": gettext("Role of a partner"),
        "place": gettext("Where"),
        "status": gettext("How far it has come"),
        "language": gettext("Language of the text"),
        "organisation": gettext("Organisation of who brought it"),
        "group": gettext("Subgroup"),
    }


def sort_names():
    """Return what each order is called."""
    return {
        "changed": gettext("Changed last"),
        "newest": gettext("Newest"),
        "title": gettext("Title"),
        "discussed": gettext("Most discussed"),
    }


def place_names(language):
    """Return the name of every place by its code."""
    return places.names_by_code(language)


def _groups(view):
    """Return the number of each group by its name in the address; the community itself gives way to its subgroups."""
    return {place.slug: place.id for place in sorted(view.places, key=lambda place: not place.is_community)}


def _fields(counts, chosen, places, terms, community_id):
    language, said = reader()[0], dict(chosen)
    known = _labels(places, terms, counts, language, community_id)
    slugs = {str(place.id): place.slug for place in places}
    offered: dict = {name: [] for name in CHOICES}
    for name, key, _label, number in counts.behind:
        value = slugs.get(key, key) if name == "group" else key
        offered[name].append((value, known(name, key, value), number))
    order = list(words.status_names())
    for name, options in offered.items():
        options.sort(key=lambda o: order.index(o[0]) if name == "status" and o[0] in order else o[1].casefold())  # noqa: B023
        if (value := said.get(name)) and value not in [option[0] for option in options]:
            options.append((value, known(name, "", value), 0))
    named = names()
    shown = [(name, named[name], options) for name, options in offered.items() if options]
    return {"fields": shown, "said": said}


def _labels(seen, terms, counts, language, community_id):
    """Return a function from a choice, its value, and that as the address has it, to its words."""
    vocabulary = labels(language, edition=terms, community_id=community_id)
    countries, statuses = place_names(language), words.status_names()
    languages, groups = dict(words.LANGUAGES), {str(place.id): place.name for place in seen}
    employers = {key: label for name, key, label, _number in counts.behind if name == "organisation"}

    def say(name, key, value):
        if name in FACETS and name != "place":
            return vocabulary.get((FACETS[name], key or value), value)
        of_kind = {
            "place": countries,
            "status": statuses,
            "language": languages,
            "organisation": employers,
            "group": groups,
        }
        return of_kind[name].get(key or value, value)

    return say
