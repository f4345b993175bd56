"""Reading addresses from whatever people paste: the usual forms, the unusual ones, and noise."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from community.errors import Invalid
from community.groups import addressees
from community.groups.addressees import Addressee, read
from community.groups.likeness import is_mixed, skeleton
from community.groups.mailboxes import decode

SETTINGS = settings(max_examples=150, deadline=None, database=None)


@pytest.fixture(autouse=True)
def _speaking(prepared):
    """What is said of a line is said in some language."""
    with prepared.app_context():
        yield


def _people(text: str) -> list[tuple[str, str]]:
    return [(one.email, one.name) for one in read(text)]


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("ana@x.org\n\nbo@x.org\n", [("ana@x.org", ""), ("bo@x.org", "")]),
        ("Ana Rojas <ana@x.org>", [("ana@x.org", "Ana Rojas")]),
        ('"Rojas, Ana" <ana@x.org>', [("ana@x.org", "Ana Rojas")]),
        ("'Ana Rojas' <Ana@X.org>,", [("ana@x.org", "Ana Rojas")]),
        ("ana@x.org, bo@x.org; cleo@x.org", [("ana@x.org", ""), ("bo@x.org", ""), ("cleo@x.org", "")]),
        ("Rojas, Ana <ana@x.org>; De Vries, Jan <jan@x.org>", [("ana@x.org", "Ana Rojas"), ("jan@x.org", "Jan De Vries")]),
        ("Rojas, Ana <ana@x.org>, De Vries, Jan <jan@x.org>", [("ana@x.org", "Ana Rojas"), ("jan@x.org", "Jan De Vries")]),
        ("mailto:ana@x.org (Ana Rojas)", [("ana@x.org", "Ana Rojas")]),
        ("Ana Rojas ana@x.org", [("ana@x.org", "Ana Rojas")]),
        ("ana@x.org bo@x.org", [("ana@x.org", ""), ("bo@x.org", "")]),
        ("=?utf-8?q?Jos=C3=A9?= <jose@x.org>", [("jose@x.org", "José")]),
        ("王小明 <wang@x.org>", [("wang@x.org", "王小明")]),
        ("\ufeffana@x.org", [("ana@x.org", "")]),
        ("Ana\u202e <ana@x.org>", [("ana@x.org", "Ana")]),
        ("“Ana Rojas” <ana@x.org>", [("ana@x.org", "Ana Rojas")]),
        ("Bernard d’Arc <bo@x.org>", [("bo@x.org", "Bernard d’Arc")]),
        ('"Ana Rojas, PhD" <ana@x.org>', [("ana@x.org", "Ana Rojas, PhD")]),
    ],
)  # fmt: skip
def test_the_usual_forms_are_read(text, people):
    assert _people(text) == people


@pytest.mark.parametrize("delimiter", ["\t", ";", ",", "|"])
def test_a_line_may_hold_what_belongs_to_an_address(delimiter):
    (found,) = read(delimiter.join(["ana@x.org", "Ana Rojas", "Kade", "reader", "Stone"]))
    assert found[2:] == ("ana@x.org", "Ana Rojas", "Kade", "reader", "Stone", "")


@pytest.mark.parametrize(
    "text",
    [
        "E-mail,Name,Organisation,Role,Subgroup\nana@x.org,Ana Rojas,Kade,reader,Stone",
        "Naam;Organisatie;E-mailadres;Rol;Subgroep\nAna Rojas;Kade;ana@x.org;lezer;Stone",
        "Nom;Prénom;Courriel;Organisation;Rôle;Sous-groupe\nRojas;Ana;ana@x.org;Kade;lectrice;Stone",
        "Nombre\tApellidos\tCorreo electrónico\tOrganización\tRol\tSubgrupo\nAna\tRojas\tana@x.org\tKade\tlectora\tStone",
        '"First Name","Last Name","Phone","E-mail Address","Company","Role","Group"\nAna,Rojas,1,ana@x.org,Kade,reader,Stone',
    ],
)
def test_columns_are_known_by_their_names_in_four_languages(text):
    (found,) = read(text)
    assert found[2:] == ("ana@x.org", "Ana Rojas", "Kade", "reader", "Stone", "")


def test_a_cell_in_quotation_marks_may_go_on_over_several_lines():
    text = 'E-mail,Name,Organisation\nana@x.org,"Rojas, Ana","Kade\n\nand sons"\nbo@x.org,"Bo\nBos",Semilla\n'
    assert [(one.line, one.email, one.name, one.organisation) for one in read(text)] == [
        (2, "ana@x.org", "Ana Rojas", "Kade and sons"),
        (5, "bo@x.org", "Bo Bos", "Semilla"),
    ]


def test_a_quotation_mark_that_nothing_closes_takes_no_other_line_with_it():
    text = 'E-mail;Name\nana@x.org;"Ana\nbo@x.org;5" Bo\n' + "\n".join(f"p{n}@x.org;P" for n in range(30))
    assert [one.email for one in read(text)][:3] == ["ana@x.org", "bo@x.org", "p0@x.org"]
    assert len(read(text)) == 32


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("nobody at all", "no e-mail address"),
        ("one;two;three", "no e-mail address"),
        ("ana@", "not an e-mail address"),
        ("ana@x..org", "not an e-mail address"),
        (f"{'a' * 300}@x.org", "not an e-mail address"),
        (f"{'Ana ' * 75}<ana@x.org>", "at most 120 characters"),
        (f"ana@x.org;Ana;{'K' * 300}", "at most 120 characters"),
        ("ana@x.org;Ana;Kade;queen", "“queen” is no role"),
        ("ana@x.org;Ana;Kade;facilitator", "name the subgroup"),
    ],
)
def test_what_cannot_be_used_says_why(line, said):
    (found,) = read(line)
    assert said in found.problem


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"], ids=["utf-8", "with a mark", "Latin-1", "utf-16"]
)
def test_a_file_is_read_in_whatever_encoding(encoding):
    data = "Nom;Courriel\nÉloïse;eloise@x.org\n".encode(encoding)
    assert _people(decode(data)) == [("eloise@x.org", "Éloïse")]


def test_a_file_of_a_spreadsheet_program_is_refused_with_what_to_do():
    with pytest.raises(Invalid, match="save the list as CSV"):
        decode(b"PK\x03\x04 and so on")


def test_more_than_is_taken_at_once_is_refused_with_the_number():
    assert len(read("E-mail;Name\n" + "\n".join(f"p{n}@x.org;P" for n in range(addressees.MOST)))) == addressees.MOST
    for text in (", ".join(f"p{n}@x.org" for n in range(2002)), "x\n" * 3000):
        with pytest.raises(addressees.TooMany) as many:
            read(text)
        assert many.value.count in (2002, 3000)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ana.rojas@x.org", "anarojas@x.org"),
        ("ana+list@x.org", "ana@x.org"),
        ("аna@x.org", "ana@x.org"),
        ("ana@exаmple.org", "ana@example.org"),
        ("b0@x.org", "bo@x.org"),
    ],
)
def test_addresses_that_look_alike_are_known(one, other):
    assert one != other
    assert skeleton(one) == skeleton(other)


def test_an_address_in_two_alphabets_is_known():
    assert is_mixed("pаypal@x.org")
    assert not is_mixed("анна@x.org")
    assert not is_mixed("josé@x.org")


@SETTINGS
@given(st.text(max_size=400))
def test_no_text_breaks_the_reading(text):
    assert all(isinstance(one, Addressee) and bool(one.email) or one.problem for one in read(text))


NOISE = st.lists(
    st.sampled_from([*"\"'<>()[],;:|\t\n @.=?\\", "ana", "bo@x.org", "E-mail", "Naam", "=?utf-8?q?", "=?x?b?!?=", "\x00", "é"]),
    max_size=60,
).map("".join)  # fmt: skip


@SETTINGS
@given(NOISE)
def test_no_mixture_of_signs_breaks_the_reading(text):
    for one in read(text):
        skeleton(one.email)
        assert one.problem or "@" in one.email


@SETTINGS
@given(st.binary(max_size=400))
def test_no_file_breaks_the_reading(data):
    try:
        read(decode(data))
    except Invalid:
        assert data[:1] in (b"P", b"\xd0", b"%")
