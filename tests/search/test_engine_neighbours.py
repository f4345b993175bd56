"""What any search engine must offer beside hits: what is similar, how a beginning goes on, words said elsewhere."""

import pytest

from community.search.engine import Beginning, Likeness

pytestmark = pytest.mark.postgresql

SOMEBODY = frozenset({"1:community"})


@pytest.fixture
def shelf(engine, document):
    """Cases on two subjects, of which one stands where the reader may not look."""
    engine.write(
        [
            document("case:1", "Palm oil growers, banks and pension funds found the facts together.", title="Palm oil"),
            document("case:2", "A pension fund asked about palm oil; growers answered.", title="Asking growers"),
            document("case:3", "A fair minimum wage in the garment sector.", title="A fair wage"),
            document("case:4", "Growers of palm oil, pension funds.", title="Palm secrets", scope="9:subgroup"),
            document("lesson:1", "Ask the growers of palm oil what a pension fund may ask.", title="Ask growers early"),
        ],
        [],
    )
    return engine


def similar(engine, text, scopes=SOMEBODY, **options):
    return engine.similar(Likeness(text, options.pop("language", "en"), frozenset(scopes), **options))


def complete(engine, text, scopes=SOMEBODY, **options):
    return engine.complete(Beginning(text, frozenset(scopes), **options))


# Similar


def test_what_shares_rare_words_is_similar(shelf):
    found = similar(shelf, "How do we ask palm oil growers, and what do pension funds do?")
    assert set(found) == {"case:1", "case:2", "lesson:1"}
    assert similar(shelf, "The minimum wage of garment workers") == ("case:3",)


def test_similar_is_limited_to_what_may_be_seen_and_was_asked_for(shelf):
    text = "Growers of palm oil and pension funds"
    assert "case:4" not in similar(shelf, text)
    assert "case:4" in similar(shelf, text, {"9:subgroup"})
    assert similar(shelf, text, set()) == ()
    assert similar(shelf, text, kinds=frozenset({"lesson"})) == ("lesson:1",)
    assert "case:1" not in similar(shelf, text, excluded=frozenset({"case:1"}))
    assert len(similar(shelf, text, limit=1)) == 1


def test_one_shared_word_is_chance(shelf):
    assert similar(shelf, "The facts about windmills in the mountains of another country") == ()
    assert similar(shelf, "garment") == ("case:3",)


@pytest.mark.parametrize("text", ["", " ", "the of and", "*", "\0", "palm " * 50_000, "x" * 100_000, "é́" * 9_000])
def test_any_text_has_something_similar_or_nothing(shelf, text):
    assert set(similar(shelf, text, language="xx")) <= {"case:1", "case:2", "case:3", "lesson:1"}


# Completion


def test_titles_go_on_with_the_words_typed(shelf):
    assert complete(shelf, "gro").keys == ("lesson:1", "case:2")
    assert complete(shelf, "ask gro").keys == ("lesson:1",)
    assert complete(shelf, "pa").keys == ("case:1",)
    assert complete(shelf, "Palm O").keys == ()
    assert complete(shelf, "palm oi").keys == ("case:1",)


def test_a_title_that_begins_so_comes_first(engine, document):
    engine.write([document("case:1", title="Wage dialogue"), document("case:2", title="A fair wage")], [])
    assert complete(engine, "wag").keys == ("case:1", "case:2")


def test_words_are_completed_the_commonest_first(shelf):
    assert complete(shelf, "gro").words == ("growers",)
    assert complete(shelf, "pen").words == ("pension",)
    assert complete(shelf, "fa").words == (), "two letters begin too many words"
    assert set(complete(shelf, "fai").words) == {"fair"}


def test_nothing_is_completed_that_may_not_be_seen(shelf):
    assert complete(shelf, "secr") == complete(shelf, "zzzz")
    assert complete(shelf, "secr", {"9:subgroup"}).keys == ("case:4",)
    assert complete(shelf, "pal", excluded=frozenset({"case:1"})).keys == ()
    assert complete(shelf, "gro", kinds=frozenset({"lesson"})).keys == ("lesson:1",)


@pytest.mark.parametrize("text", ["", "*", "a", "  ", "\0\0", "^pa", "x" * 100_000, "(((" * 500, "kind:", '"', "‮אב"])
def test_any_beginning_is_answered(shelf, text):
    answer = complete(shelf, text)
    assert not answer.keys or text == "^pa"


# Words said elsewhere


def test_what_is_said_of_a_thing_in_any_language_finds_it(engine, document, found):
    engine.write(
        [
            document("case:1", "We worked together.", labels=(("en", "Partnership"), ("nl", "Partnerschap"))),
            document("case:2", "We talked.", labels=(("en", "Dialogue"), ("nl", "Gesprekken"))),
        ],
        [],
    )
    assert found(engine, "partnerschap") == found(engine, "partnerships") == {"case:1"}
    assert found(engine, "gesprek") == {"case:2"}


def test_what_the_summary_says_counts_more(engine, document, ask):
    engine.write(
        [
            document("case:1", "wage " + "filler " * 30, summary="Something else entirely."),
            document("case:2", "filler " * 30 + "wage", summary="About the wage."),
        ],
        [],
    )
    assert ask(engine, "wage").keys == ("case:2", "case:1")
