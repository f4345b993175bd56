"""Cases taken along as Markdown files, one or many, and one brought in from such a file."""

import zipfile
from functools import partial
from tempfile import SpooledTemporaryFile

from flask import Response, flash, redirect, render_template, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import absolute
from community.cases import forms, state, taking
from community.cases.actions import writing
from community.cases.queries import fitting
from community.cases.queries.forms import form_of
from community.cases.queries.taking import held_by
from community.cases.views import blueprint
from community.cases.views.facts import facts_of
from community.cases.views.finding import found
from community.cases.views.narrowing import ask
from community.errors import Invalid, NotAllowed
from community.groups.queries.groups import find_community, find_frame, find_group, groups_to_write_in
from community.languages import gettext, reader
from community.vocabularies.queries import terms_of
from community.web import reads_first

MOST = 1_000
AT_ONCE = 50
IN_MEMORY, PIECE = 1_000_000, 65_536  # bytes of an archive; the rest of it waits on the disk


@blueprint.get("/cases/<slug>.md")
def case_file(community, slug):
    viewer, community, case = found(community, slug)
    (held,) = held_by([case.id], viewer=viewer)
    return Response(
        _written(held, form_of(community.id)),
        mimetype="text/markdown",
        headers={"Content-Disposition": f'attachment; filename="{held.slug}.md"'},
    )


@blueprint.get("/cases/cases.zip")
def archive(community):
    viewer = current_viewer()
    community = find_frame(community, viewer=viewer)
    asked, outline = ask(community, viewer), form_of(community.id)
    fits = fitting.find_fitting(asked.view.sight, asked.wanted, sort=asked.sort, limit=MOST)
    ids = [place.case_id for place in fits[:MOST]]
    packed = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (the answer closes it)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as files:
        for first in range(0, len(ids), AT_ONCE):
            for held in held_by(ids[first : first + AT_ONCE], viewer=viewer):
                files.writestr(f"{held.slug}.md", _written(held, outline))
    packed.seek(0)
    response = Response(iter(partial(packed.read, PIECE), b""), mimetype="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{community.slug}-cases.zip"'
    response.call_on_close(packed.close)
    return response


@blueprint.route("/cases/import", methods=["GET", "POST"])
@login_required
@reads_first
def import_case(community):
    viewer = current_viewer()
    community = find_community(community, viewer=viewer)
    form = forms.ImportForm()
    form.group.choices = [(str(group.id), group.name) for group in groups_to_write_in(community, viewer=viewer)]
    if not form.group.choices:
        raise NotAllowed(gettext("You can read here, but writing a case is for members who write."))
    if not form.makes.data:
        has_looked = form.carries_out(lambda taken: taken, prepare=lambda: _look(community, form))
        return _page(community, form, form.result if has_looked else None)

    def create(taken):
        try:
            return writing.create(
                find_group(int(form.group.data), viewer=viewer),
                title=taken.title,
                by=viewer,
                sections=taken.sections,
                audience=form.audience.data,
                language=taken.language,
                source=taken.source,
                partners=taken.partners,
                choices=taken.choices,
            )
        except Invalid as refusal:
            raise _at_its_line(refusal, taken) from refusal

    if form.carries_out(create, prepare=lambda: _read(community, form)):
        flash(gettext("The case is brought in. It is a sketch of yours until you say how far it has come."))
        return redirect(url_for("cases.case", community=community.slug, slug=form.result.slug))
    return _page(community, form, None)


def _written(held, outline):
    """Return a case as a file, its headings in its own language."""
    return taking.write(
        title=held.title,
        language=held.language,
        sections=[
            (section.key, section.label(held.language), held.sections[section.key])
            for section in outline.sections_with(held.sections)
            if section.key in held.sections
        ],
        partners=held.partners,
        choices=held.choices,
        source=held.source,
        told={
            "status": held.status,
            "community": held.community,
            "owner": held.owner,
            "revision": str(held.revision),
            "saved": held.saved_at.isoformat(timespec="seconds"),
            "address": absolute(url_for("cases.case", community=held.community_slug, slug=held.slug)),
        },
    )


def _read(community, form):
    """Return what was pasted or sent as a file; what the file holds is put into the field, to be seen and corrected."""
    if form.file.data:
        try:
            form.text.data = form.file.data.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise Invalid(
                "file", gettext("This file is not text in UTF-8. Save it as UTF-8, or paste its text.")
            ) from error
    if not form.text.data.strip():
        raise Invalid("text", gettext("Paste the text of a case, or choose a file."))
    known = {section.key: section.labels.values() for section in form_of(community.id).sections()}
    taken = taking.read(form.text.data, known_sections=known)
    terms = terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES], community_id=community.id)
    taking.keep_known(taken, {name: {term.key for term in offered} for name, offered in terms.items()})
    taking.speak(taken, community.language)
    return taken


def _look(community, form):
    """Read the file and try whether a case can be made of it; nothing is made yet."""
    taken = _read(community, form)
    terms = terms_of([*state.VOCABULARIES, state.KINDS, state.ROLES], community_id=community.id)
    try:
        tried = state.take(
            title=taken.title,
            sections=taken.sections,
            partners=taken.partners,
            choices=taken.choices,
            known={name: frozenset(term.key for term in offered) for name, offered in terms.items()},
            outline=form_of(community.id),
        )
        html, _text, _question = state.show(tried)
        state.take_source(taken.source)
    except Invalid as refusal:
        raise _at_its_line(refusal, taken) from refusal
    return taken, tried, html


def _at_its_line(refusal, taken):
    """Say where in the file what is refused stands."""
    names = {"partner_rows": "partners"}
    line = taken.lines.get(names.get(refusal.field, refusal.field))
    said = refusal.message if line is None else gettext("Line %(n)d: %(said)s", n=line, said=refusal.message)
    return Invalid(refusal.field if refusal.field in ("group", "audience") else "text", said)


def _page(community, form, looked):
    language = reader()[0]
    taken, tried, html = looked or (None, None, dict[str, str]())
    return render_template(
        "cases/import_case.html",
        community=community,
        section="cases",
        form=form,
        taken=taken,
        tried=tried,
        sections=[
            (section.key, section.label(language), html[section.key])
            for section in form_of(community.id).sections_with(html)
            if section.key in html
        ],
        facts=tried and facts_of(tried.partners, tried.choices, language, community_id=community.id),
    ), 422 if form.errors else 200
