"""Parts of pages that look alike whenever they show the same: made once, and kept for as long as they are asked for.

A fragment sees what it is given and nothing else, not even who asks. All of that is its key, so what is kept is never out
of date and never shown to someone whom it would look different for. Its forms get each reader's own token (`csrf.joined`).
"""

from collections.abc import Callable, Hashable, Mapping
from datetime import datetime
from threading import Lock
from typing import Any, NamedTuple

from cachetools import LRUCache
from cachetools.keys import hashkey
from flask import Flask, current_app, request
from markupsafe import Markup
from sqlalchemy import Row

from community import csrf
from community.languages import reader

KEPT = 12_000_000  # characters in each process, what it was made of included
_EXTENSION = "fragments"


class _Fragment(NamedTuple):
    size: int  # of what it was made of, too
    pieces: tuple[Markup, ...]


def _size(fragment: _Fragment) -> int:
    return fragment.size


class _Kept:
    """What a process keeps."""

    def __init__(self) -> None:
        self.fragments: LRUCache[Hashable, _Fragment] = LRUCache(KEPT, getsizeof=_size)
        self.lock = Lock()


def install(app: Flask) -> None:
    """Give the application a place to keep fragments in."""
    app.extensions[_EXTENSION] = _Kept()
    app.jinja_env.globals["fragment"] = fragment


def fragment(template: str, /, prepare: Callable[..., Mapping[str, Any]] | None = None, **shown: Hashable) -> Markup:
    """Return a template filled with what it shows, which must be values that never change.

    What takes long to work out of them is left to `prepare`, which is asked for it where the fragment is not kept already.
    """
    key = hashkey(template, reader(), request.script_root, *shown.values())  # hashes what may be long once
    kept: _Kept = current_app.extensions[_EXTENSION]
    try:
        with kept.lock:
            found = kept.fragments.get(key)
    except TypeError:
        found = None  # it cannot be a key, and what it is made of says why below
    if found is None:
        found = _made(template, _length(key), {**shown, **(prepare(**shown) if prepare else {})})
        if found.size < KEPT // 20:  # one of an unusual size is not worth many others
            with kept.lock:
                kept.fragments[key] = found
    return csrf.joined(found.pieces)


def _made(template: str, size: int, shown: Mapping[str, Any]) -> _Fragment:
    with csrf.left_out():
        made = current_app.jinja_env.get_template(template).make_module({**shown, "locale": reader()[0]})
    html = Markup("{}").format(made)
    return _Fragment(size + len(html), csrf.pieces(html))


def _length(value: Any) -> int:
    """Return about how much room a value takes; raise TypeError for one that could change while it is kept."""
    if isinstance(value, str):
        return len(value)
    if isinstance(value, tuple | Row):
        return 20 + sum(map(_length, value))
    if value is None or isinstance(value, int | float | datetime):
        return 20
    raise TypeError(f"a fragment cannot be kept by a {type(value).__name__}")
