"""Two texts that clash: what of them is shown to choose from, and what was chosen.

The page carries every piece of both in its form, so that nothing depends on what is saved meanwhile: `kept-<field>-<n>` is a
piece to keep, `mine-…` and `theirs-…` are two to choose from by `choice-…`, and `hand-…` is a third, written there.
"""

import json
import re
from typing import NamedTuple

from werkzeug.datastructures import MultiDict

from community.cases.difference import compare_texts
from community.cases.merge import PARTNERS, TITLE, Clash
from community.cases.rules import PARTNER_LENGTHS
from community.cases.views.comparing import named, row_said
from community.languages import gettext

_CONTEXT = 160
_LISTED = re.compile(r"\s*([-*+|>]|\d+[.)])")


class PieceShown(NamedTuple):
    """One piece of a field; where both changed it, with what each made of it."""

    is_clash: bool
    before: str
    kept: str | None
    mine: str | None
    theirs: str | None
    both: str
    was_mine: tuple
    was_theirs: tuple


class FieldShown(NamedTuple):
    """One part of a case in which something clashes."""

    key: str
    name: str
    is_line: bool
    is_rows: bool
    pieces: list[PieceShown]


def shown(refusal, form, fields, sections, language, community_id):
    """Return what the page of a clash shows: the clashes, what goes together, and the fields that the form carries on."""
    merged, names = refusal.merged, named(sections, language)
    clashes = [
        FieldShown(
            key, names.get(key, key), key == TITLE, key == PARTNERS, _pieces(key, pieces, language, community_id)
        )
        for key, pieces in merged.clashes.items()
    ]
    return {
        "clashes": clashes,
        "carried": list(_carried(merged, fields)),
        "only_mine": [names[key] for key in merged.by_me if key not in merged.by_them and key in names],
        "only_theirs": [names[key] for key in merged.by_them if key not in merged.by_me and key in names],
        "together": [
            names[key] for key in merged.by_me if key in merged.by_them and key not in merged.clashes and key in names
        ],
        "began_with": form.based_on.data,
        "current": refusal.current,
    }


def settled(sent):
    """Return what a form says once its clashes are decided as it says; where one is not, it says mine on the old base."""
    decided, is_open = MultiDict(sent), False
    for field in sent.getlist("clashing")[:60]:
        items: list[str] = []
        for n in _places(field, sent):
            choice = sent.get(f"choice-{field}-{n}", "")
            chosen = [sent[name] for name in _names(field, n, choice, sent) if name in sent]
            is_open = is_open or (f"kept-{field}-{n}" not in sent and not choice)
            if choice == "both" and len(chosen) == 2 and field != PARTNERS:
                chosen = [both(*chosen)]
            items += chosen
        if field == PARTNERS:
            _fill_rows(decided, [row for text in items for row in _rows(text)])
        else:
            decided[field] = "\n".join(text.replace("\r\n", "\n") for text in items)
    if is_open:
        decided["based_on"] = sent.get("began_with", "")
    return decided


def both(theirs, mine):
    """Return both versions of some lines one after the other, as one list or as paragraphs."""
    if not theirs or not mine:
        return theirs or mine
    is_list = _LISTED.match(theirs.rstrip("\n").rpartition("\n")[2]) and _LISTED.match(mine)
    return theirs + ("\n" if is_list else "\n\n") + mine


def _places(field, sent):
    """Return the numbers of the pieces of a field, in order."""
    pattern = re.compile(rf"(?:kept|mine|theirs|hand)-{re.escape(field)}-([0-9]{{1,6}})")
    return sorted({int(found[1]) for name in sent if (found := pattern.fullmatch(name))})


def _names(field, n, choice, sent):
    if f"kept-{field}-{n}" in sent:
        return (f"kept-{field}-{n}",)
    if choice == "both":
        return (f"theirs-{field}-{n}", f"mine-{field}-{n}")
    return (f"{choice if choice in ('theirs', 'hand') else 'mine'}-{field}-{n}",)


def _pieces(key, pieces, language, community_id):
    found, before = [], ""
    for piece in pieces:
        is_clash = isinstance(piece, Clash)
        if not is_clash and not piece.items:
            continue
        if not is_clash:
            kept = _carry(key, piece.items)
            found.append(PieceShown(False, "", kept, None, None, "", (), ()))
            before = "\n".join(piece.items).strip()[-_CONTEXT:] if key != PARTNERS else ""
            continue
        was, mine, theirs = (_said(key, side, language, community_id) for side in piece)
        carried_mine, carried_theirs = _carry(key, piece.mine), _carry(key, piece.theirs)
        beside = both(carried_theirs or "", carried_mine or "").strip() if key != TITLE else carried_mine or ""
        found.append(
            PieceShown(
                True, before, None, carried_mine, carried_theirs, beside,
                compare_texts(was, mine), compare_texts(was, theirs),
            )
        )  # fmt: skip
    return found


def _said(key, items, language, community_id):
    return "\n".join(row_said(row, language, community_id) if key == PARTNERS else row for row in items)


def _carry(key, items):
    """Return how a piece travels in the form; None for no lines at all, which an empty field could not say."""
    if not items:
        return None
    return json.dumps([dict(row) for row in items]) if key == PARTNERS else "\n".join(items)


def _carried(merged, fields):
    """Yield the fields of the form that hold no clash, as the browser will send them again."""
    state = merged.state
    for name in fields:
        if name in merged.clashes:
            continue
        if name == TITLE:
            yield name, state.title
        elif name == PARTNERS:
            for n, row in enumerate(state.partners):
                yield from ((f"{PARTNERS}-{n}-{key}", value) for key, value in row.items())
        elif name.startswith("section_"):
            yield name, state.sections.get(name.removeprefix("section_"), "")
        else:
            yield from ((name, key) for key in state.choices.get(name, ()))


def _fill_rows(decided, rows):
    for name in [name for name in decided if name.startswith(f"{PARTNERS}-")]:
        del decided[name]
    for n, row in enumerate(rows):
        for key in PARTNER_LENGTHS:
            decided[f"{PARTNERS}-{n}-{key}"] = str(row.get(key) or "")


def _rows(text):
    """Return the rows that a field carries; it comes from the browser, so it may hold anything."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        return []
    return [row for row in rows if isinstance(row, dict)][:100] if isinstance(rows, list) else []


def brought_together(revision, base, before, sections, language):
    """Say what of whom a merged revision holds, in one sentence."""
    names = named(sections, language)
    mine, theirs = (", ".join(names.get(key, key) for key in keys) for keys in (revision.changes or {}, base))
    if before.author_id == revision.author_id:
        return gettext(
            "Revision %(n)d is saved. It brings together what you changed (%(mine)s) and what you saved meanwhile in "
            "another window (%(theirs)s). Look it over.",
            n=revision.number, mine=mine, theirs=theirs,
        )  # fmt: skip
    return gettext(
        "Revision %(n)d is saved. It brings together what you changed (%(mine)s) and what %(name)s saved meanwhile "
        "(%(theirs)s). Look it over: nothing of either is lost.",
        n=revision.number, mine=mine, theirs=theirs, name=before.author.name,
    )  # fmt: skip
