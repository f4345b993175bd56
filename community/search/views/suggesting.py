"""What may be meant while somebody types, and what is like a thing or a text that is being written."""

from flask import jsonify, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.detecting import detect
from community.search.addresses import address_of
from community.search.naming import kind_names
from community.search.suggesting import ALIKE, complete, find_compared, similar
from community.search.views import blueprint
from community.web import reads_first

LONGEST = 200
READ = 20_000
ALIKE_ON_A_PAGE = 10


@blueprint.get("/search/suggestions")
def suggestions():
    """What the box offers: things that have such a title, then words."""
    found = complete(request.args.get("q", "")[:LONGEST], viewer=current_viewer())
    kinds = kind_names()
    titles = [
        {"name": one.title, "more": " · ".join(filter(None, (kinds[one.kind], one.community))), "to": address_of(one)}
        for one in found.titles
    ]
    return jsonify(titles + [{"name": text, "to": url_for("search.results", q=text)} for text in found.words])


@blueprint.get("/search/similar")
def similar_to():
    """What is like a thing that the viewer may see; only the part of the page that says so, where a script asks."""
    viewer, is_part = current_viewer(), request.headers.get("X-Part") == "1"
    thing, said, keys = find_compared(request.args.get("to", "")[:40], viewer=viewer)
    limit = ALIKE if is_part else ALIKE_ON_A_PAGE
    found = similar(said, thing.language, viewer=viewer, without=keys, title=thing.title, limit=limit)
    template = "search/alike.html" if is_part else "search/similar.html"
    return render_template(template, found=found, thing=thing, address=address_of, kind_names=kind_names())


@blueprint.post("/search/similar")
@login_required
@reads_first
def similar_text():
    """What is like a text that somebody is writing."""
    viewer, text = current_viewer(), request.form.get("text", "")[:READ]
    found = similar(text, detect(text, viewer.language), viewer=viewer)
    return render_template("search/alike.html", found=found, address=address_of, kind_names=kind_names())
