"""Which language is spoken, once there is a catalogue of it; and that all that is said is found by who makes one."""

import tomllib
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo

from community import languages
from community.database import unit_of_work
from community.languages import gettext, speaking
from tests import world

ROOT = Path(__file__).parent.parent
DUTCH = {"Search": "Zoeken", "Sign in": "Aanmelden", "This is your address already.": "Dit is uw adres al."}


@pytest.fixture
def in_dutch(app, tmp_path, monkeypatch):
    """The application, knowing some Dutch."""
    catalogue, compiled = Catalog(locale="nl"), BytesIO()
    for said, dutch in DUTCH.items():
        catalogue.add(said, dutch)
    write_mo(compiled, catalogue)
    folder = tmp_path / "nl" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "messages.mo").write_bytes(compiled.getvalue())
    monkeypatch.setattr(languages, "TRANSLATIONS", tmp_path)
    monkeypatch.setattr(languages, "LANGUAGES", ("en", "nl"))
    languages.catalogue_of.cache_clear()
    yield app
    languages.catalogue_of.cache_clear()
    app.jinja_env.__dict__.pop("editions", None)


def _page(browser, accepted):
    return browser.get("/help", headers={"Accept-Language": accepted}).text


@pytest.mark.parametrize(
    ("accepted", "language"), [("nl-BE,nl;q=0.9", "nl"), ("de, en;q=0.5", "en"), ("tlh", "en"), ("", "en")]
)
def test_a_visitor_reads_the_language_of_the_browser_and_otherwise_english(in_dutch, client, accepted, language):
    page = _page(client("visitor"), accepted)
    assert f'<html lang="{language}"' in page
    assert ("Zoeken" in page) == (language == "nl")


@pytest.mark.parametrize(
    ("chosen", "accepted", "language"), [("nl", "en", "nl"), ("en", "nl", "en"), ("fr", "nl", "nl")]
)
def test_what_a_member_chose_comes_before_the_browser_where_we_speak_it(in_dutch, client, chosen, accepted, language):
    with unit_of_work():
        world.person("ana").language = chosen
    assert f'<html lang="{language}"' in _page(client("ana"), accepted)


def test_what_is_written_for_somebody_else_is_in_their_language(in_dutch):
    with speaking("nl", "Europe/Amsterdam"):
        assert gettext("This is your address already.") == "Dit is uw adres al."
    with speaking("fr", "Europe/Paris"):
        assert gettext("This is your address already.") == "This is your address already."


def test_all_that_is_said_is_found():
    """By the mapping of pyproject.toml: what forms say lazily, what pages say, what letters say."""
    mappings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["babel"]["mappings"]
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy_gettext": None}
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = list(extract_from_dir(ROOT, methods, keywords=keywords))
    places = {Path(path).suffix for path, *_rest in found}
    said = {message for _path, _line, message, *_rest in found}
    assert places == {".py", ".html", ".txt"}
    assert {"Members and settings", "Who facilitates from now on", "This is your address already."} <= said
