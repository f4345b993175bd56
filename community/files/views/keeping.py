"""The files of a case: adding them, saying what they show, taking them out."""

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_login import login_required

from community.accounts.session import current_viewer
from community.addresses import read_number
from community.cases import rules as cases
from community.cases.actions import attaching
from community.cases.queries.attached import FILES_A_PAGE, files_of, find_attached, used_beside, uses_of
from community.cases.views.finding import found
from community.errors import NotAllowed
from community.files import queries, rules, words
from community.files.forms import DetailsForm, RemovalForm, UploadForm
from community.files.storage import quota
from community.files.views import blueprint
from community.groups.queries.groups import find_community
from community.languages import gettext
from community.web import reads_first, takes


@blueprint.get("/cases/<slug>/files")
def case_files(community, slug):
    viewer, community, case = found(community, slug)
    return _page(viewer, community, case, UploadForm(formdata=None))


@blueprint.post("/cases/<slug>/files")
@login_required
@reads_first
@takes(rules.REQUEST_LIMIT)
def uploads(community, slug):
    viewer, place, case = found(community, slug)
    form = UploadForm()
    sent = [attaching.Sent(each.filename, each.stream) for each in request.files.getlist("files") if each.filename]

    def attach(taken):
        return attaching.attach(found(community, slug)[2], taken, by=viewer)

    is_done = form.carries_out(attach, prepare=lambda: attaching.take(case, sent, by=viewer))
    if request.accept_mimetypes.best == "application/json":
        return _told(form, is_done)
    if not is_done:
        return _page(viewer, place, found(community, slug)[2], form)
    for outcome in form.result:
        flash(outcome.said, "message" if outcome.file else "error")
    return redirect(url_for("files.case_files", community=place.slug, slug=slug))


def _told(form, is_done):
    """Answer the script beside a text box: what to write there for each file."""
    if not is_done:
        said = [message for messages in form.errors.values() for message in messages]
        return jsonify(said=" ".join(map(str, said))), 422
    return jsonify(
        files=[
            {"said": outcome.said, "markdown": queries.markdown_of(outcome.file) if outcome.file else ""}
            for outcome in form.result
        ]
    )


def _page(viewer, community, case, form):
    found_files = files_of(case, viewer=viewer, before=read_number(request.args.get("before")))
    files, more = found_files[:FILES_A_PAGE], len(found_files) > FILES_A_PAGE
    return render_template(
        "files/case_files.html",
        community=community,
        section="cases",
        case=case,
        files=files,
        older=files[-1].file.id if more else None,
        is_waiting=any(each.file.state == "waiting" for each in files),
        removable={each.file.id for each in files if cases.can_remove_file(viewer, case, each.by_id)},
        may_add=cases.can_revise(viewer, case),
        form=form,
        taken=words.TAKEN,
        used=words.size_said(used_beside(case, viewer=viewer)),
        quota=words.size_said(quota()),
        file_limit=words.size_said(rules.FILE_LIMIT),
        request_limit=words.size_said(rules.REQUEST_LIMIT),
    ), form.status


@blueprint.route("/files/<int:file_id>/details", methods=["GET", "POST"])
@login_required
def details(community, file_id):
    viewer = current_viewer()
    place = find_community(community, viewer=viewer)
    file, case = find_attached(place, file_id, viewer=viewer)
    if not cases.can_revise(viewer, case):
        raise NotAllowed
    form = DetailsForm(obj=file)
    said = {name: form[name].data or "" for name in ("name", "shows", "caption")}
    if form.carries_out(lambda: attaching.describe(case, file, **said, by=viewer)):
        flash(gettext("What is said of “%(name)s” is saved.", name=file.name))
        return redirect(url_for("files.case_files", community=place.slug, slug=case.slug))
    return render_template(
        "files/details.html", community=place, section="cases", case=case, file=file, form=form
    ), form.status


@blueprint.route("/files/<int:file_id>/removal", methods=["GET", "POST"])
@login_required
def removal(community, file_id):
    viewer = current_viewer()
    place = find_community(community, viewer=viewer)
    file, case = find_attached(place, file_id, viewer=viewer)
    if not cases.can_remove_file(viewer, case, file.uploaded_by_id):
        raise NotAllowed
    form, name = RemovalForm(), file.name
    if form.carries_out(lambda: attaching.detach(case, file, by=viewer)):
        flash(gettext("“%(name)s” is removed.", name=name))
        return redirect(url_for("files.case_files", community=place.slug, slug=case.slug))
    return render_template(
        "files/removal.html",
        community=place,
        section="cases",
        case=case,
        file=file,
        uses=uses_of(file, viewer=viewer),
        form=form,
    ), form.status
