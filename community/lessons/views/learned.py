"""What a community has learned, on one page: as a picture of the whole, narrowed by choices, and as a list."""

from collections import Counter
from typing import Any, NamedTuple
from urllib.parse import urlencode

from flask import render_template, request, url_for

from community import places
from community.accounts.session import current_viewer
from community.addresses import read_number
from community.groups.queries.groups import find_community
from community.languages import gettext, ngettext, reader
from community.lessons.drawing import Node
from community.lessons.models import Kind
from community.lessons.queries.learned import CHOICES, HELD, Learned, count_choices, learned_in, titles_of
from community.lessons.queries.lessons import LESSONS_A_PAGE, groups_to_write_in, lessons_among
from community.lessons.views import blueprint
from community.lessons.views.weaving import LESSONS, PRACTICE, THEMES, Weaving, heads, picture
from community.lessons.words import status_names
from community.plenaries.queries.chains import plenaries_of_lessons
from community.vocabularies.queries import labels, merged

SOURCES_SHOWN, THEMES_SHOWN, LESSONS_SHOWN = 9, 8, 16
TIES_OF_A_SOURCE = 3
VALUE_LENGTH = 80
_VOCABULARIES = {"theme": "themes", "purpose": "purposes", "sector": "sectors"}


class Asked(NamedTuple):
    """What somebody asks for, what fits it, and what else could be chosen; `slug` is of the community."""

    slug: str
    wanted: dict[str, str]
    found: list[Learned]
    counts: dict[str, dict[str, int]]
    said: dict[str, dict[str, str]]

    def address(self, endpoint: str = "lessons.learned", *, without: str = "", **more: Any) -> str:
        """Return the address of the picture, or of the list, for the same choices with more or without one."""
        asked = {name: value for name, value in self.wanted.items() if name != without} | more
        path = url_for(endpoint, community=self.slug)
        return f"{path}?{urlencode(asked)}" if asked else path

    def words(self, name: str, value: str) -> str:
        """Return what a value of a choice is called."""
        return self.said.get(name, {}).get(value, value)


@blueprint.get("/learned")
def learned(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    asked, has_any = _ask(community, viewer)
    return render_template(
        "lessons/learned.html",
        community=community,
        section="lessons",
        asked=asked,
        has_any=has_any,
        picture=_drawn(asked, viewer) if asked.found else "",
        may_write=bool(groups_to_write_in(community, viewer=viewer)),
        **_narrowing(asked),
    )


@blueprint.get("/learned/list")
def learned_list(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    asked, _has_any = _ask(community, viewer)
    ids = [lesson.id for lesson in asked.found]
    after = read_number(request.args.get("after"))
    start = ids.index(after) + 1 if after in ids else 0
    page = ids[start : start + LESSONS_A_PAGE]
    return render_template(
        "lessons/learned_list.html",
        community=community,
        section="lessons",
        asked=asked,
        lessons=lessons_among(page, viewer=viewer),
        further=page[-1] if start + len(page) < len(ids) else None,
        is_first=start == 0,
        **_narrowing(asked),
    )


def _ask(community, viewer):
    """Read what the address asks for, and return it with what fits; say whether there is anything at all."""
    wanted = {name: value for name in CHOICES if (value := request.args.get(name, "").strip()[:VALUE_LENGTH])}
    made, titles = plenaries_of_lessons(community, viewer=viewer)
    every = learned_in(community, viewer=viewer, merged=merged(community.id), plenaries=made)
    found = [lesson for lesson in every if lesson.fits(wanted)]
    said = _words(community) | {"plenary": titles}
    return Asked(community.slug, wanted, found, count_choices(every, wanted), said), bool(every)


def _words(community):
    language = reader()[0]
    said: dict[str, dict[str, str]] = {name: {} for name in _VOCABULARIES}
    for (vocabulary, key), label in labels(language, community_id=community.id).items():
        for name, held in _VOCABULARIES.items():
            if held == vocabulary:
                said[name][key] = label
    kinds = {Kind.LESSON.value: gettext("Lessons"), Kind.ISSUE.value: gettext("Common issues")}
    return said | {"place": places.names_by_code(language), "status": status_names(), "kind": kinds}


def _narrowing(asked):
    """Return the choices as fields of a form with the number behind each value, and those that were made."""
    named = {
        "theme": gettext("Theme"),
        "purpose": gettext("Why they cooperated"),
        "sector": gettext("Sector"),
        "place": gettext("Where"),
        "plenary": gettext("Plenary"),
        "status": gettext("Status"),
        "kind": gettext("Lessons or common issues"),
    }
    fields = []
    for name, counts in asked.counts.items():
        options = [(value, asked.words(name, value), number) for value, number in counts.items()]
        if name in asked.wanted and asked.wanted[name] not in counts:
            options.append((asked.wanted[name], asked.words(name, asked.wanted[name]), 0))
        if options:
            fields.append((name, named[name], sorted(options, key=lambda option: option[1].casefold())))
    chips = [(named[name], asked.words(name, value), name) for name, value in asked.wanted.items()]
    return {"fields": fields, "said": {name: asked.wanted.get(name) for name in CHOICES}, "chips": chips}


def _drawn(asked, viewer):
    """Draw the themes with most lessons in the middle, what most of these come from at the left, the firmest at the right."""
    woven, themes = Weaving(f"/c/{asked.slug}"), _by_theme(asked)
    shown = dict(list(themes.items())[:THEMES_SHOWN])
    for key, lessons in shown.items():
        woven.add(_theme_node(asked, key, lessons))
    _add_lessons(woven, asked, shown)
    if len(themes) > len(shown):
        number = len(themes) - len(shown)
        more = ngettext("%(num)d more theme", "%(num)d more themes", number)
        woven.add(Node("themes", THEMES, "list", more, "", asked.address("lessons.learned_list")))
    _add_sources(woven, asked, shown, viewer)
    columns = list(heads())
    columns[PRACTICE] = gettext("Where most of it comes from")
    return picture(woven.nodes.values(), woven.ties, name="learned", columns=tuple(columns), begin=THEMES)


def _by_theme(asked):
    """Return what fits by theme, the themes with most of it first; what has none comes last, under an empty key."""
    found: dict[str, list[Learned]] = {}
    only = asked.wanted.get("theme")
    for lesson in asked.found:
        for key in [only] if only else sorted(lesson.marks["theme"]) or [""]:
            found.setdefault(key, []).append(lesson)
    return dict(sorted(found.items(), key=lambda row: (not row[0], -len(row[1]), row[0])))


def _theme_node(asked, key, lessons):
    issues = sum(lesson.kind == Kind.ISSUE for lesson in lessons)
    parts = [ngettext("%(num)d lesson", "%(num)d lessons", len(lessons) - issues)] if len(lessons) > issues else []
    parts += [ngettext("%(num)d common issue", "%(num)d common issues", issues)] if issues else []
    text = asked.words("theme", key) if key else gettext("No theme named yet")
    address = asked.address(theme=key) if key and "theme" not in asked.wanted else ""
    return Node(_theme_key(key), THEMES, "cycle-5", text, ", ".join(parts), address)


def _add_lessons(woven, asked, themes):
    """Add the lessons that rest on most under each theme, and how many more there are."""
    each = max(1, LESSONS_SHOWN // max(1, len(themes)))
    shown: set[int] = set()
    for lessons in themes.values():
        firmest = sorted(lessons, key=lambda lesson: -len(lesson.origins))
        shown |= {lesson.id for lesson in [other for other in firmest if other.id not in shown][:each]}
    for key, lessons in themes.items():
        for lesson in lessons:
            if lesson.id in shown:
                woven.tie(_theme_key(key), woven.add(woven.lesson_node(lesson)._replace(lines=3)))
        if left := sum(lesson.id not in shown for lesson in lessons):
            more = ngettext("%(num)d more", "%(num)d more", left)
            address = asked.address("lessons.learned_list", **({"theme": key} if key else {}))
            said = ", ".join(filter(None, (asked.words("theme", key), more)))
            node = Node(f"more:{key}", LESSONS, "list", more, "", address, full=said)
            woven.tie(_theme_key(key), woven.add(node))


def _add_sources(woven, asked, themes, viewer):
    """Add the cases and discussions that most lessons come from, each with the themes that it gave most to."""
    numbers = Counter(origin for lesson in asked.found for origin in lesson.origins)
    known = [origin for origin, _number in sorted(numbers.items(), key=lambda row: (-row[1], row[0])) if origin != HELD]
    titles = titles_of(known[:SOURCES_SHOWN], viewer=viewer)
    for origin in [*known[:SOURCES_SHOWN], *([HELD] if HELD in numbers else [])]:
        key = woven.add(_origin_node(woven.base, origin, titles.get(origin), numbers[origin]))
        given = {name: sum(origin in lesson.origins for lesson in lessons) for name, lessons in themes.items()}
        for name, number in sorted(given.items(), key=lambda row: (-row[1], row[0]))[:TIES_OF_A_SOURCE]:
            if number:
                woven.tie(key, _theme_key(name), times=number)
    if left := len(known) - SOURCES_SHOWN if len(known) > SOURCES_SHOWN else 0:
        more = ngettext("%(num)d more case or discussion", "%(num)d more cases and discussions", left)
        woven.add(Node("sources", PRACTICE, "list", more))


def _origin_node(base, origin, titled, number):
    said = gettext("led to %(n)d", n=number)
    if titled is None:
        return Node(
            f"{origin[0]}:{origin[1]}", PRACTICE, "subgroup", gettext("Kept in subgroups, or released from one"), said
        )
    if titled.kind == "case":
        kind, address = gettext("Case"), f"{base}/cases/{titled.slug}/chain"
    else:
        kind, address = gettext("Discussion"), f"{base}/threads/{titled.slug}/chain"
    note = f"{kind}, {said}"
    return Node(
        f"{origin[0]}:{origin[1]}", PRACTICE, titled.kind, titled.title, note, address, titled.language, lines=2
    )


def _theme_key(key):
    return f"theme:{key}"
