"""How a person is shown: name, organisation, country and languages, as they and others typed them."""

import pytest

from community.accounts import actions
from community.accounts.models import Organisation
from community.database import session
from tests import world

FORM = {
    "name": "Ana Z.", "organisation": "Kade", "country": "PE", "spoken": "Español, quechua; ENGLISH,, nl",
    "language": "en", "time_zone": "America/Lima",
}  # fmt: skip


def _save(browser, **changed):
    return browser.post("/account", data=FORM | changed, follow_redirects=True)


def test_a_profile_is_saved_and_shown(client):
    browser = client("ana")
    assert "Your account is changed." in _save(browser).text
    assert 'value="Spanish, Quechua, English, Dutch"' in browser.get("/account").text
    page = client("cleo").get("/people/ana").text
    for text in ("Ana Z.", "Kade", "Peru", "Speaks Spanish, Quechua, English, Dutch"):
        assert text in page


def test_only_the_name_is_needed(client):
    assert _save(client("ana"), organisation="", country="", spoken="").status_code == 200
    person = world.person("ana")
    assert (person.organisation, person.country, person.spoken) == (None, None, [])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": ""}, "Type a name"),
        ({"name": "x" * 300}, "at most 120 characters"),
        ({"name": "\u202e\u200b"}, "Type a name"),
        ({"country": "ZZ"}, "Not a valid choice"),
        ({"spoken": "English, Blub"}, "“Blub” is no language that we know."),
        ({"spoken": "en,nl,fr,es,de,it,pt,pl,ru,sw,hi,ar,zh"}, "at most 12"),
        ({"organisation": "x" * 121}, "at most 120 characters"),
    ],
)
def test_what_cannot_be_taken_is_said_and_what_was_typed_is_kept(client, changed, said):
    refused = _save(client("ana"), **changed)
    assert refused.status_code == 422
    assert said in refused.text
    assert world.person("ana").name == "Ana"


@pytest.mark.parametrize("name", ["Ана Петровна", "王小明", "سارة", "Zoë Ḿ", "<b>Ana</b>", "x" * 120, "👩‍🌾 Ana"])
def test_names_in_any_script_are_shown_as_they_are(client, name):
    assert _save(client("ana"), name=name).status_code == 200
    assert world.person("ana").name == name
    assert "<b>Ana</b>" not in client("cleo").get("/c/psc/members").text


def test_an_organisation_is_the_same_however_it_is_written(client):
    _save(client("ana"), organisation="Coöperatie Vier")
    _save(client("dirk"), organisation="cooperatie  VIER ")
    assert session().query(Organisation).count() == 1
    assert world.person("dirk").organisation.name == "Coöperatie Vier"
    assert 'value="Coöperatie Vier"' in client("cleo").get("/account").text, "others are offered it"
    assert "Vier" not in client("bo").get("/account").text


def test_languages_are_known_by_their_own_name_and_by_others(app):
    assert actions.read_languages("Nederlands, Kiswahili, Français, french, हिन्दी, zh") == [
        "nl",
        "sw",
        "fr",
        "hi",
        "zh",
    ]
