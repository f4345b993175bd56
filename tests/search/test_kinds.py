"""What else is found beside words of cases and posts: people, organisations, help, terms, languages, parts of things."""

import pytest
from sqlalchemy import select

from community import clock, worker
from community.accounts import actions as accounts
from community.cases.actions import writing
from community.database import session, unit_of_work
from community.detecting import detect
from community.discussions import actions as discussions
from community.groups.actions import founding, introductions, members
from community.groups.actions import organisations as organisations_actions
from community.groups.models import Group
from community.home.help import help_pages
from community.search.engine import Document
from community.search.filling import fill_next, refill
from community.search.indexing import QUIET
from community.search.models import SearchEntry
from community.search.queries import search
from community.search.suggesting import complete, similar
from community.vocabularies import actions as vocabularies
from community.wiring.jobs import JOBS
from tests import world

pytestmark = pytest.mark.postgresql


@pytest.fixture
def drain(app):
    """A function that lets the worker do all that waits."""
    return lambda: worker.drain(app, JOBS)


def _titles(text, viewer, **options):
    results = search(text, viewer=viewer, **options)
    return {"".join(piece.text for piece in hit.title) for hit in results.hits}


def _presented(viewer, **said):
    with unit_of_work():
        parts = {"experience": "", "offer": "", "seek": "", "bring": ""} | said
        introductions.introduce(world.group("psc"), **parts, by=viewer("ana"))


def _work_at(organisation, name="Ana"):
    accounts.update_profile(world.person("ana"), name=name, organisation=organisation, language="en", time_zone="UTC")


# People and where they work


def test_members_are_found_by_how_they_present_themselves_and_by_nobody_outside(app, viewer, drain):
    _presented(viewer, experience="Eleven years among zinnia growers.")
    drain()
    assert "Ana" in _titles("zinnia kind:member", viewer("cleo"))
    for name in ("visitor", "bo", "finn", "ada"):
        assert not _titles("zinnia", viewer(name))
    (hit,) = search("zinnia kind:member", viewer=viewer("cleo")).hits
    assert (hit.kind, hit.locator) == ("member", "ana")


def test_who_left_is_found_no_longer(app, viewer, drain):
    _presented(viewer, experience="Zinnia.")
    drain()
    with unit_of_work():
        members.remove_member(world.group("psc"), world.person("ana"), by=viewer("cleo"))
    assert not _titles("zinnia kind:member", viewer("cleo"))
    drain()
    assert not _titles("zinnia kind:member", viewer("cleo"))


def test_organisations_are_found_where_their_people_are_members(app, viewer, drain):
    name = "Rikolto"
    with unit_of_work():
        _work_at(name)
    drain()
    assert _titles(f'"{name}" kind:organisation', viewer("cleo")) == {name}
    assert not _titles(f'"{name}" kind:organisation', viewer("visitor"))
    with unit_of_work():
        organisations_actions.rename(
            world.group("psc"), world.person("ana").organisation, name="Zinnia Works", by=viewer("cleo")
        )
    drain()
    assert _titles("zinnia kind:organisation", viewer("cleo")) == {"Zinnia Works"}
    facets = search("kind:member", viewer=viewer("cleo")).facets
    assert "Zinnia Works" in facets["organisation"]
    assert name not in facets["organisation"]


def test_what_somebody_wrote_stands_under_the_name_they_have_now(app, viewer, drain):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Who writes", text="A zinnia.", by=viewer("ana"))
    drain()
    with unit_of_work():
        _work_at("Elsewhere", name="Anita Lopez")
    drain()
    (hit,) = search("zinnia kind:post", viewer=viewer("cleo")).hits
    assert (hit.author, hit.organisation) == ("Anita Lopez", "Elsewhere")


# Help, and all that there is


def test_help_is_found_by_everybody(app, viewer, drain):
    drain()
    assert any(hit.kind == "help" for hit in search("how to search", viewer=viewer("visitor")).hits)
    everything = search("kind:help", viewer=viewer("visitor"))
    assert everything.total == len(help_pages())


def test_all_things_are_entered_anew_batch_by_batch(app, viewer, drain, monkeypatch):
    with unit_of_work():
        for n in range(5):
            discussions.start(world.group("psc"), title=f"Thread {n}", text="A zinnia.", by=viewer("ana"))
    drain()
    entered = set(
        session().scalars(select(SearchEntry.key).where(SearchEntry.kind != "help", SearchEntry.is_removed.is_(False)))
    )
    with unit_of_work():
        for entry in session().scalars(select(SearchEntry)):
            session().delete(entry)
        refill()
    monkeypatch.setattr("community.search.filling.BATCH", 2)
    rounds = 0
    while fill_next():
        rounds += 1
    assert rounds > 5
    assert (
        set(
            session().scalars(
                select(SearchEntry.key).where(SearchEntry.kind != "help", SearchEntry.is_removed.is_(False))
            )
        )
        == entered
    )
    assert not fill_next()


# Languages and terms


@pytest.mark.parametrize(
    ("text", "presumed", "language"),
    [
        ("Wat hebben we geleerd van de samenwerking met de vakbond in India?", "en", "nl"),
        ("¿Qué aprendimos de la cooperación con los sindicatos de la India?", "nl", "es"),
        ("Nous avons rencontré les fournisseurs deux fois cette année.", "en", "fr"),
        ("We met the suppliers twice and asked them what they expected.", "en-GB", "en-GB"),
        ("Ja, goed.", "en", "en"),
        ("", "nl", "nl"),
        ("1234 5678 " * 20, "en", "en"),
        ("Wat hebben we geleerd van de samenwerking met de vakbond?", "xx", "xx"),
    ],
)
def test_a_text_is_in_its_own_language(text, presumed, language):
    assert detect(text, presumed) == language


def test_a_post_is_found_by_the_rules_of_its_own_language(app, viewer, drain):
    said = "Wij spraken met de vakbondsleiders over de lonen in de kledingsector."
    with unit_of_work():
        discussions.start(world.group("psc"), title="Meeting", text=said, by=viewer("ana"))
    drain()
    results = search("vakbond kind:post", viewer=viewer("ana"))
    assert [hit.language for hit in results.hits] == ["nl"]
    assert results.facets["language"] == {"nl": 1}
    assert any(piece.is_match and piece.text == "vakbondsleiders" for piece in results.hits[0].excerpt)


@pytest.fixture
def chosen(app, viewer, drain):
    """A case whose theme and place were chosen from the lists."""
    with unit_of_work():
        psc = world.group("psc")
        vocabularies.arrange(
            psc, "themes", [vocabularies.Typed("", "Zinnias")], language="en", based_on=0, by=viewer("cleo")
        )
        writing.create(
            psc, title="A garden", choices={"themes": ["zinnias"], "places": ["IN"]}, language="en", by=viewer("ana")
        )
    drain()


def test_a_case_is_found_by_what_was_chosen_for_it_in_any_language(chosen, viewer):
    for text in ("zinnia", "India", "Inde", "Indien India"):
        assert "A garden" in _titles(f"{text} kind:case", viewer("ana")), text
    facets = search("garden kind:case", viewer=viewer("ana")).facets
    assert facets["theme"] == {"zinnias": 1}
    assert facets["place"] == {"IN": 1}
    assert "sketched" in facets["status"]


def test_a_renamed_term_is_found_by_its_new_name(chosen, viewer, drain):
    with unit_of_work():
        typed = [vocabularies.Typed("zinnias", "Dahlias")]
        vocabularies.arrange(world.group("psc"), "themes", typed, language="en", based_on=1, by=viewer("cleo"))
    drain()
    assert _titles("dahlia kind:case", viewer("ana")) == {"A garden"}
    assert not _titles("zinnia kind:case", viewer("ana"))


# Parts, addresses, the page


def test_a_hit_leads_to_the_section_that_has_the_words(app, viewer, client, drain):
    with unit_of_work():
        sections = {"question": "Who waters it?", "summary": "A garden.", "helped": "The zinnia helped."}
        writing.create(world.group("psc"), title="A garden", sections=sections, by=viewer("ana"))
    drain()
    (hit,) = search("zinnia kind:case", viewer=viewer("ana")).hits
    assert hit.part == ("helped", "What helped")
    assert 'href="/c/psc/cases/a-garden#helped"' in client("ana").get("/search?q=zinnia").text
    (hit,) = search("waters kind:case", viewer=viewer("ana")).hits
    assert hit.part is None


def test_what_is_found_follows_its_community_to_another_address(app, viewer, client, drain):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Here", text="A zinnia.", by=viewer("ana"))
    drain()
    with unit_of_work():
        psc = world.group("psc")
        settings = founding.settings_of(psc)
        changed = settings.__class__(**(vars(settings) | {"name": "Working with business"}))
        founding.change_settings(psc, changed, based_on=founding.version_of(psc), by=viewer("cleo"))
    drain()
    slug = session().scalar(select(Group.slug).where(Group.name == "Working with business"))
    assert f'href="/c/{slug}/threads/' in client("ana").get("/search?q=zinnia").text
    assert search("zinnia", viewer=viewer("ana")).facets["community"] == {slug: 1}


def test_results_grouped_by_kind_lead_on_to_all_of_each(app, viewer, client, drain):
    with unit_of_work():
        for n in range(5):
            discussions.start(world.group("psc"), title=f"Thread {n}", text="A zinnia.", by=viewer("ana"))
        writing.create(world.group("psc"), title="A zinnia", by=viewer("ana"))
    drain()
    results = search("zinnia", viewer=viewer("ana"), is_grouped=True)
    assert sorted(hit.kind for hit in results.hits) == ["case", "post", "post", "post"]
    page = client("ana").get("/search?q=zinnia&view=grouped").text
    assert "All 5 of this kind" in page
    assert 'href="/search?q=zinnia&amp;kind=post"' in page


# What may be wanted


def test_what_is_typed_goes_on_to_titles_and_words_that_may_be_seen(app, viewer, client, drain):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Zinnias in spring", text="They bloom.", by=viewer("ana"))
        broken = world.group("broken")
        discussions.start(broken, title="Zinnias in secret", text="Zinnober.", audience="subgroup", by=viewer("dirk"))
    drain()
    assert [one.title for one in complete("zin", viewer=viewer("ana")).titles] == ["Zinnias in spring"]
    assert complete("the zin", viewer=viewer("ana")).words == ("the zinnias",)
    assert not complete("zin", viewer=viewer("visitor")).titles
    assert "secret" in client("dirk").get("/search/suggestions?q=zin").text
    assert client("ana").get("/search/suggestions?q=zin").json[0]["name"] == "Zinnias in spring"


def test_what_is_like_a_thing_leaves_out_what_stands_with_it(app, viewer, client, drain):
    said = "Zinnia growers asked the pension fund about palm oil."
    with unit_of_work():
        case = writing.create(world.group("psc"), title="Growers ask", sections={"summary": said}, by=viewer("ana"))
        discussions.reply(case.thread, text=said, by=viewer("ana"))
        other = discussions.start(world.group("psc"), title="Also growers", text=said, by=viewer("ana"))
        key, thread_key = f"case:{case.id}", f"thread:{other.id}"
    drain()
    part = client("ana").get(f"/search/similar?to={key}", headers={"X-Part": "1"}).text
    assert "Also growers" in part
    assert "Growers ask" not in part
    assert "<html" not in part
    assert "Growers ask" in client("ana").get(f"/search/similar?to={thread_key}").text
    for name in ("visitor", "bo"):
        assert client(name).get(f"/search/similar?to={key}").status_code == 404
        assert not similar(said, "en", viewer=viewer(name))
    written = (
        client("ana").post("/search/similar", data={"text": "What do zinnia growers and a pension fund ask?"}).text
    )
    assert "Growers ask" in written


# What was not found


def test_coordinators_see_what_was_not_found_as_words_with_counts(app, viewer, client, drain):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Here", text="A zinnia.", by=viewer("ana"))
    drain()
    page = client("ana").get("/search?q=Windmills").text
    assert 'action="/search/missed"' in page
    assert 'action="/search/missed"' not in client("visitor").get("/search?q=Windmills").text
    for text, name in (("Windmills", "ana"), ("windmills", "rea"), ("zinnia", "ana"), ("kind:case", "ana")):
        assert client(name).post("/search/missed", data={"q": text}).status_code == 302
    desk = client("cleo").get("/c/psc/desk").text
    assert "Searched and not found" in desk
    assert ">windmills<" in desk
    assert "2 times" in desk
    assert "zinnia" not in desk
    client("cleo").post("/c/psc/searches/removal", data={"words": "windmills"})
    assert "Searched and not found" not in client("cleo").get("/c/psc/desk").text
    assert client("ana").post("/c/psc/searches/removal", data={"words": "windmills"}).status_code == 404


# Looking after the index


def test_the_index_is_compared_with_the_table_and_mended(app, viewer, drain):
    with unit_of_work():
        discussions.start(world.group("psc"), title="Here", text="A zinnia.", by=viewer("ana"))
    drain()
    (key,) = session().scalars(select(SearchEntry.key).where(SearchEntry.kind == "post")).all()
    index = app.extensions["search_engine"]
    index.write([], [key])
    index.write([Document("post:404", "post", "1:community", "psc", "en", "Gone", "Gone", "", "", clock.now())], [])
    told = app.test_cli_runner().invoke(args=["search", "check", "--enter-anew"]).output
    assert "1 were missing; 1 that" in told
    assert search("zinnia", viewer=viewer("ana")).total == 1
    assert "0 were missing; 0 that" in app.test_cli_runner().invoke(args=["search", "check"]).output
    app.extensions["search_engine"].merge()
    assert fill_next(), "all is entered anew"


def test_the_index_is_tidied_up_once_it_is_quiet(app, viewer, drain, monkeypatch):
    drain()  # an index that is made anew is tidy
    tidied = []
    monkeypatch.setattr(app.extensions["search_engine"], "merge", lambda: tidied.append(1))
    with unit_of_work():
        discussions.start(world.group("psc"), title="Here", text="A zinnia.", by=viewer("ana"))
    drain()
    assert not tidied
    with clock.at(clock.now() + QUIET * 2):
        drain()
        drain()
    assert tidied == [1]
