"""What the invented members write: sentences of plausible words, with a long tail of names, the same on every run."""

import random
from collections.abc import Sequence

NOUNS = """
agreement aim alliance answer appeal approach assembly association audit auditor authority balance bank bargain board branch
brand broker budget buyer campaign capacity case certificate chain chair change child claim coalition code committee community
company complaint condition conflict consumer contract cooperation cooperative cost council country course court crop custom
dealer debt decision delegation delivery demand department deposit dialogue dispute district donor education effect election
employer engineer equipment evaluation event evidence exchange experience expert export facilitator factory failure family
farmer fashion fear federation fee field finding forest foundation founder fund garment goal government grain grant grievance
group growth guarantee harbour harvest health holding home household idea import improvement income indicator inspection
institute insurance interest interview invoice journey judge knowledge labour land law lawyer leader lesson letter licence loan
manager market material mediator meeting member message migrant mill minister minority money movement municipality network
newspaper objection office officer order organisation outcome owner packaging palm paper participant partner partnership party
payment pension people permit plan plantation platform policy practice premium pressure price principle problem process producer
product profit programme project promise proposal prospect province purchase quality quarry question quota raid reason region
regulator relation remedy rent report reputation request research resident resource response result retailer return review right
risk river role rule safety salary sanction school season sector seed seller seminar service shareholder shift shop silence site
skill soil solution source stakeholder standard state stone store story strategy strike subsidy suggestion supermarket supplier
supply survey system table target tariff task tax teacher team textile theme threat timber time tool trade trader training
transport treaty trust turnover union university unit value vendor verification village visit voice wage warehouse waste water
weaver week woman wood work worker workshop yard year yield youth
"""
VERBS = """
accepted admitted adopted advised agreed announced answered approached asked avoided began believed blamed brought called
challenged changed checked chose claimed collected compared confirmed consulted counted covered created decided declined defended
delayed demanded described designed discovered discussed documented doubted drafted dropped encouraged ended examined expected
explained financed followed forgot formed found funded gathered guided handled heard helped hosted ignored improved informed
invited joined kept launched learned left listened lost measured met moved named needed noticed offered opened organised paid
planned postponed prepared presented promised proposed protected published questioned reached read recorded refused rejected
remembered repeated replaced reported represented requested resisted resolved reviewed revised shared showed signed started
stopped studied suggested supported surprised tested thanked told trained translated trusted understood used visited waited
warned welcomed widened withdrew wrote
"""
QUALITIES = """
able absent annual bitter bold broad careful cautious central cheap clear close collective common complex confidential costly
critical dependent difficult direct early economic effective equal ethical expensive fair familiar final financial first foreign
formal former fragile free frequent full global good hard hidden honest important independent indirect informal internal joint
junior large last late legal light living local long lower main major minimum missing mutual narrow national natural neutral
new open ordinary outside painful patient personal political poor practical present private public quick quiet rare real recent
regional regular responsible rural senior serious shared short silent simple slow small social stable steady strong sudden
sustainable tense unequal unexpected urgent useful usual voluntary vulnerable weak whole wide willing young
"""
FRAMES = (
    "The {q} {n} {v} the {n} before the {q} {n} {v}.",
    "We {v} a {q} {n} with the {n} from {x}, and that {v} more than any {n}.",
    "At first nobody {v} the {n}, because the {q} {n} had {v} it for years.",
    "When the {n} {v}, our {n} had to choose between a {q} {n} and a {q} {n}.",
    "{x} {v} that the {n} of the {n} was {q}, which we had not expected.",
    "What helped was a {q} {n}: it {v} the {n} and {v} the {n}.",
    "In the end the {n} and the {n} {v} a {n} that both could explain at home.",
    "Who {v} the {n} when the {q} {n} is over?",
    "The {n} in {x} {v} twice, and each time the {n} {v} a little more.",
    "Our {n} never {v} the {q} {n}, although the {n} {v} it in every {n}.",
    "It took three months until the {n} {v}, and by then the {q} {n} was gone.",
    "A {q} {n} costs little, yet without {n} it {v} nobody.",
    "They {v} us about the {n}; we {v} them about the {n}.",
    "That {n} is {q} only as long as the {n} stays {q}.",
    "From {x} we learned to ask for the {n} before the {n}.",
)
SYLLABLES = (
    "ba ben cor da del dor eri fa gal han ika jo kan kor la lin ma mer na nor oba pe ra rin sa sel ta tor ula ve wan zo"
)
_NAMES, _SENTENCES, _PARAGRAPHS = 6_000, 12_000, 8_000


class Writer:
    """Writes texts; one with the same seed writes the same."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        syllables = SYLLABLES.split()
        names = dict.fromkeys(
            "".join(self.random.choices(syllables, k=self.random.randint(2, 4))).capitalize() for _ in range(_NAMES)
        )
        self.names = list(names)
        kinds = {"{n}": NOUNS, "{v}": VERBS, "{q}": QUALITIES}
        self._kinds = {kind: self._shuffled(words) for kind, words in kinds.items()} | {"{x}": self.names}
        self._sentences = [self._sentence() for _ in range(_SENTENCES)]
        self._ready = [" ".join(self.random.choices(self._sentences, k=4)) for _ in range(_PARAGRAPHS)]

    def sentence(self) -> str:
        """Return one sentence, of about 14 words."""
        return self.random.choice(self._sentences)

    def paragraphs(self, n: int) -> list[str]:
        """Return paragraphs, of about 56 words each."""
        return self.random.choices(self._ready, k=n)

    def title(self) -> str:
        """Return a title of a few words."""
        return self._fill("{q} {n} and the {n} of {x}").capitalize()

    def question(self) -> str:
        """Return a question."""
        return self._fill("How do we keep a {q} {n} when the {n} has {v} the {n}?")

    def claim(self) -> str:
        """Return what one could do."""
        return self._fill("Ask for the {n} before the {q} {n} is {v}")

    def _sentence(self) -> str:
        return self._fill(self.random.choice(FRAMES))

    def _fill(self, frame: str) -> str:
        words: list[str] = []
        for word in frame.split():
            kind, rest = word[:3], word[3:]
            chosen = self._kinds.get(kind)
            words.append(self._pick(chosen) + rest if chosen else word)
        return " ".join(words)

    def _pick(self, words: Sequence[str]) -> str:
        """Choose a word; the first ones often, the last ones rarely, as in a language."""
        return words[int(len(words) * self.random.random() ** 2.5)]

    def _shuffled(self, words: str) -> list[str]:
        return self.random.sample(words.split(), len(words.split()))
