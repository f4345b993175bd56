"""What any search engine must find, for whom, in which order, and with which counts."""

from datetime import UTC, datetime

import pytest

from community.search.engine import FACETS

pytestmark = pytest.mark.postgresql

EVERYBODY = frozenset({"1:community", "2:community", "3:subgroup"})

# Who may see what


def test_hits_counts_and_facets_are_those_of_the_reader(library, ask):
    everything = ask(library, "wage", EVERYBODY)
    assert everything.total == 3
    assert set(everything.facets) == set(FACETS)
    assert everything.facets["kind"] == {"case": 1, "lesson": 1, "post": 1}
    assert everything.facets["community"] == {"psc": 2, "fed": 1}
    little = ask(library, "wage")
    assert little.total == 1
    assert little.keys == ("case:1",)
    assert (little.facets["kind"], little.facets["community"]) == ({"case": 1}, {"psc": 1})


@pytest.mark.parametrize("text", ["secret", "-wage", "kind:post", "sec*", '"a secret"', "secret wage", "", "in:psc"])
def test_no_query_reaches_another_scope(library, found, text):
    assert "post:1" not in found(library, text, limit=100)


def test_who_sees_nothing_finds_nothing(library, ask):
    answer = ask(library, "wage", set())
    assert (answer.total, answer.keys, answer.facets) == (0, (), dict.fromkeys(FACETS, {}))


def test_a_scope_is_compared_whole(library, ask):
    assert ask(library, "wage", {"1", "community", "1:*", "3:community", ""}).total == 0


def test_the_order_of_hits_tells_nothing_of_other_documents(engine, document, ask):
    engine.write([document("case:1", "wage wage oil"), document("case:2", "oil oil wage")], [])
    before = ask(engine, "wage oil").keys
    engine.write([document(f"post:{i}", "wage", scope="9:subgroup") for i in range(50)], [])
    assert ask(engine, "wage oil").keys == before


def test_the_endings_of_a_prefix_tell_nothing_of_other_documents(engine, document, ask):
    engine.write([document("case:1", "wagon wagzz")], [])
    before = ask(engine, "wag*")
    hidden = " ".join(f"wagon{i} wagtail" for i in range(300))
    others = [document(f"post:{i}", hidden, title=hidden, scope="9:subgroup") for i in range(4)]
    engine.rebuild([*others, document("case:1", "wagon wagzz")])
    for text in ("wag*", "wagz*"):
        assert ask(engine, text) == before
    for text in ("wagtai*", "wagon1*"):
        answer = ask(engine, text)
        assert (answer.total, answer.is_partial) == (0, False)
    assert not ask(engine, "kind:case -wagon1*").is_partial
    answer = ask(engine, "wag*", {"9:subgroup"})
    assert answer.is_partial or answer.total == len(others)


def test_what_is_excluded_is_as_if_it_were_not_there(library, ask):
    for text in ("wage", "wag*", "", "wage dialogue", '"minimum wage"', "-secret"):
        with_it = ask(library, text, EVERYBODY, excluded=frozenset({"case:1", "post:1", "post:404"}))
        assert with_it == ask(library, text, {"2:community", "1:community"}, excluded=frozenset({"case:1"}))
        assert not {"case:1", "post:1"} & set(with_it.keys)
    answer = ask(library, "wage", EVERYBODY, excluded=frozenset({"case:1", "post:1"}))
    assert (answer.total, answer.facets["kind"], answer.facets["community"]) == (1, {"lesson": 1}, {"fed": 1})
    assert ask(library, "wage", EVERYBODY).total == 3


# Filters and facets


def test_a_facet_ignores_its_own_filter_and_respects_the_other(library, ask):
    answer = ask(library, "wage", EVERYBODY, filters={"kind": frozenset({"case"})})
    assert answer.keys == ("case:1",)
    assert answer.total == 1
    assert (answer.facets["kind"], answer.facets["community"]) == ({"case": 1, "lesson": 1, "post": 1}, {"psc": 1})


def test_a_facet_says_what_choosing_it_shows(library, ask):
    for text in ("wage", "wage partners", "cooperation secret", "kind:post", "-dialogue"):
        whole = ask(library, text, EVERYBODY)
        for facet, counts in whole.facets.items():
            for value, count in counts.items():
                assert ask(library, text, EVERYBODY, filters={facet: frozenset({value})}).total == count


def test_what_holds_several_values_of_a_facet_is_counted_under_each(engine, document, ask):
    engine.write(
        [
            document("case:1", "wage", marks={"theme": ("labour", "palm-oil"), "place": ("IN",)}, organisation=""),
            document("case:2", "wage", marks={"theme": ("labour",), "purpose": ("dialogue",)}, language="nl-BE"),
            document("case:3", "wage", created_at=datetime(2011, 5, 1, tzinfo=UTC), marks={"status": ("offered",)}),
        ],
        [],
    )
    facets = ask(engine, "wage").facets
    assert facets["theme"] == {"labour": 2, "palm-oil": 1}
    assert (facets["place"], facets["purpose"], facets["status"]) == ({"IN": 1}, {"dialogue": 1}, {"offered": 1})
    assert (facets["organisation"], facets["language"]) == ({"Rikolto": 2}, {"en": 2, "nl": 1})
    assert facets["year"] == {"2026": 2, "2011": 1}
    both = {"theme": frozenset({"palm-oil", "labour"}), "year": frozenset({"2026"})}
    answer = ask(engine, "wage", filters=both)
    assert (answer.total, answer.facets["year"]) == (2, {"2026": 2})
    assert answer.facets["theme"] == {"labour": 2, "palm-oil": 1}
    assert ask(engine, "wage", filters={"theme": frozenset({"labour palm-oil", "nothing", ""})}).total == 0


def test_of_each_kind_the_best_few(library, ask):
    answer = ask(library, "wage loon cooperation", EVERYBODY, each=1)
    kinds = [key.partition(":")[0] for key in answer.keys]
    assert sorted(kinds) == sorted(set(kinds)) == sorted(answer.facets["kind"])
    assert answer.next is None
    assert answer.total == ask(library, "wage loon cooperation", EVERYBODY).total > len(kinds)


def test_kind_and_community_may_be_typed(library, found, ask):
    assert found(library, "kind:post", EVERYBODY) == {"post:1", "post:2", "post:3"}
    assert found(library, "kind:post in:fed", EVERYBODY) == {"post:3"}
    assert ask(library, "wage kind:case", EVERYBODY).facets["kind"] == {"case": 1}


def test_without_words_the_newest_come_first(library, ask):
    assert ask(library, "", EVERYBODY).keys == ("post:3", "post:2", "post:1", "lesson:1", "case:2", "case:1")


def test_pages_follow_on_each_other(engine, document, ask):
    engine.write([document(f"post:{i}", "wage " * (1 + i % 7)) for i in range(25)], [])
    for is_newest_first in (False, True):
        whole = ask(engine, "wage", limit=25, is_newest_first=is_newest_first)
        pages = [ask(engine, "wage", is_newest_first=is_newest_first)]
        while pages[-1].next:
            pages.append(ask(engine, "wage", after=pages[-1].next, is_newest_first=is_newest_first))
        assert [len(page.keys) for page in pages] == [10, 10, 5]
        assert tuple(key for page in pages for key in page.keys) == whole.keys
        assert whole.next is None
        assert {page.total for page in pages} == {25}
    assert ask(engine, "wage", limit=0).keys == ()


@pytest.mark.parametrize(
    "after", ["", "nothing", "W10", "bnVsbA", "é", "A" * 5_000, "WzEsMiwzLDRd", "W3RydWUsMWU5OTksMSwiIl0"]
)
def test_a_page_that_nobody_made_is_the_first(library, ask, after):
    assert ask(library, "wage", EVERYBODY, after=after) == ask(library, "wage", EVERYBODY)


# Words


def test_all_words_then_any(library, ask):
    answer = ask(library, "wage dialogue", EVERYBODY)
    assert answer.keys[0] == "case:1"
    assert set(answer.keys) == {"case:1", "lesson:1", "post:1"}
    assert answer.is_widened
    assert not ask(library, "wage dialogue", EVERYBODY, limit=1).is_widened


def test_widening_respects_what_is_excluded(library, found):
    assert found(library, "wage dialogue -secret", EVERYBODY) == {"case:1", "lesson:1"}


def test_a_phrase_stands_in_a_row(library, found):
    assert found(library, '"minimum wage"') == {"case:1"}
    assert found(library, '"wage minimum"') == set()
    assert found(library, '"palm oil"', EVERYBODY) == {"post:1"}


def test_a_phrase_over_stop_words_and_inflections(library, found):
    assert found(library, '"dialogues on the minimum wages"') == {"case:1"}
    assert found(library, '"samenwerken met de vakbonden"') == {"case:2"}
    assert found(library, '"avec les réunions"') == found(library, '"avec les reunions"') == {"post:2"}


def test_a_prefix(library, found):
    assert found(library, "garm*") == {"case:1"}
    assert found(library, "samenw*") == {"case:2"}
    assert found(library, "coopé*") == {"post:2", "post:3"}


def test_exclusion(library, found):
    assert found(library, "wage -secret", EVERYBODY) == {"case:1", "lesson:1"}
    assert found(library, 'wage -"minimum wage"', EVERYBODY) == {"lesson:1", "post:1"}
    assert found(library, "wage -dial* -sec*", EVERYBODY) == {"lesson:1"}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("dialogues", "case:1"),
        ("garments", "case:1"),
        ("samenwerken", "case:2"),
        ("vakbonden", "case:2"),
        ("loon", "case:2"),
        ("coopération", "post:2"),
        ("réunion", "post:2"),
        ("reunion", "post:2"),
        ("REUNIONS", "post:2"),
        ("cooperación", "post:3"),
        ("cooperacion", "post:3"),
        ("cooperacio\u0301n", "post:3"),
        ("organización", "post:3"),
    ],
)
def test_inflections_and_accents(library, found, text, key):
    assert key in found(library, text)


def test_stop_words_of_a_question_may_be_missing(library, ask):
    answer = ask(library, "wie is de vakbond")
    assert answer.keys == ("case:2",)
    assert not answer.is_widened


def test_a_language_without_rules_is_found_as_it_is_written(engine, document, found):
    engine.write([document("case:1", "Ushirikiano wa wafanyakazi", language="sw")], [])
    assert found(engine, "wafanyakazi") == {"case:1"}
    engine.write([document("case:2", "संवाद और मज़दूरी", language="hi-IN")], [])
    assert found(engine, "मज़दूरी") == {"case:2"}


def test_author_and_organisation_are_found(library, found):
    assert "case:1" in found(library, "lopez")
    assert "case:1" in found(library, "rikolto wage")


def test_a_word_in_the_title_counts_more(engine, document, ask):
    engine.write([document("case:1", "wage " + "filler " * 20), document("case:2", "filler " * 20, title="Wage")], [])
    assert ask(engine, "wage").keys == ("case:2", "case:1")


def test_what_was_learned_stands_above_the_short_texts_that_name_its_words(engine, document, ask):
    said = "wage " + "filler " * 5
    engine.write([document("case:1", said), document("member:1", "wage"), document("organisation:1", "wage")], [])
    assert ask(engine, "wage").keys[0] == "case:1"


def test_the_newest_come_first_where_that_is_asked_for(engine, document, ask):
    engine.write([document("case:1", "wage wage"), document("case:2", "wage oil"), document("case:3", "wage")], [])
    assert ask(engine, "wage").keys[0] == "case:1"
    assert ask(engine, "wage", is_newest_first=True).keys == ("case:3", "case:2", "case:1")
    assert ask(engine, "wage oil", is_newest_first=True).keys[0] == "case:2", "what has every word stays first"
    assert ask(engine, "wage", is_newest_first=True, limit=2).keys == ("case:3", "case:2")


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("lang:nl", {"case:2"}),
        ("lang:nl lang:fr", {"case:2", "post:2"}),
        ("lang:nl wage", set()),
        ("by:ana lang:nl", {"case:2"}),
        ("by:López by:rikolto lang:nl", {"case:2"}),
        ("by:nobody", set()),
        ("by:ana by:nobody", set()),
        ("after:2026-11-04 lang:nl", set()),
        ("after:2026-11-03 lang:nl", {"case:2"}),
        ("before:2026-11-03 lang:nl", set()),
        ("before:2026-11-04 after:2026 lang:nl", {"case:2"}),
        ("after:2027", set()),
    ],
)
def test_language_author_and_days_narrow(library, found, text, keys):
    assert set(found(library, text, limit=100)) == keys


def test_what_narrows_reaches_no_other_scope(engine, document, ask):
    engine.write([document("post:1", "wage", scope="9:subgroup", author="Dirk", language="de-AT")], [])
    assert ask(engine, "lang:de by:dirk", {"9:subgroup"}).total == 1
    for text in ("by:dirk", "lang:de", "after:2000", "before:2100", "by:dirk wage"):
        assert ask(engine, text).total == 0
