"""What is damaged in a text is read as it was meant, what is right stays, and claims point into the text as read."""

from __future__ import annotations

import random
import re
import textwrap
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.alignment import Alignment
from kg.extract import Extractor
from kg.model import Article, Claim, make_article
from kg.read import read_articles
from kg.read.text.mark import mark
from kg.read.text.repairs import mended

SEEDS = Path(__file__).parent.parent / "seeds"
BODY = (
    "The foreign minister of Norway flew to Nairobi on Monday and met the president of Kenya, who had asked for help.\n"
    "Kenya thanked Norway and Iceland, which had sent two ships, and said that both were welcome at any time."
)


def read(text: str) -> str:
    """The text as it is to be read, with its lines joined."""
    article = mark(make_article(text))
    return Alignment(article.text, article.repairs).text


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        # invisible characters, spaces, letters
        ("Mac\u00adron met Pu\u200btin\ufeff in\u202e Bali.", "Macron met Putin in Bali."),
        ("Nagorno\u00adKarabakh", "Nagorno-Karabakh"),
        ("the inter\u00ad\nnational talks", "the international talks"),
        ("the minis¬\nter", "the minister"),
        ("It ended.\u200bHe left.", "It ended. He left."),
        ("on\u00a0 \u2009Monday \u202f,  he\tsaid", "on Monday , he\tsaid"),
        ("the ﬁrst oﬃcial ﬂew", "the first official flew"),
        ("Ｐｕｔｉｎ 𝐦𝐞𝐭 Xi", "Putin met Xi"),
        ("Erdog\u0306an in Sa\u0303o Tome\u0301", "Erdoğan in São Tomé"),
        ("Al\u2011Shabaab", "Al-Shabaab"),
        ("Russia\x92s \x93aim\x94", "Russia’s “aim”"),
        ("\x00Iran\x07 met\x1b[31m Iraq", "Iran met[31m Iraq"),
        ("``We will,'' he said.", "“We will,” he said."),
        # decoded wrongly
        ("Russiaâ€™s aim, â€œpeaceâ€\x9d, he said â€“ again", "Russia’s aim, “peace”, he said – again"),
        ("Russiaâ€™s aim, â€œpeaceâ€ he said", "Russia’s aim, “peace” he said"),
        ("SÃ£o TomÃ© and ErdoÄŸan", "São Tomé and Erdoğan"),
        ("Russiaâ\x80\x99s", "Russia’s"),
        ("RussiaÃ¢â‚¬â„¢s", "Russia’s"),
        ("Russia‚Äôs ‚Äúaim‚Äù", "Russia’s “aim”"),
        ("“Right” here, wrong thereâ€™s", "“Right” here, wrong there’s"),
        ("Russia\ufffds \ufffdaim\ufffd \ufffd and the ministers\ufffd", "Russia’s “aim” – and the ministers’"),
        ("Russia\ufffd\ufffd\ufffds aim", "Russia’s aim"),
        ("Russia?s aim isn?t peace", "Russia’s aim isn’t peace"),
        # written for programs
        ("AT&amp;T, Russia&#8217;s&nbsp;aim &amp;#8217; &lt; &copy;", "AT&T, Russia’s aim ’ < ©"),
        ('Russia\\u2019s aim, \\"peace\\", isn\\\'t', 'Russia’s aim, "peace", isn\'t'),
        ("Russia\\xe2\\x80\\x99s", "Russia’s"),
        ("It ended.\\n\\nHe left.\\tSoon.", "It ended.\n\nHe left. Soon."),
        ("the min=\nister said=20\nRussia=E2=80=\n=99s aim", "the minister said \nRussia’s aim"),
    ],
)
def test_damage_is_mended(text: str, meant: str) -> None:
    assert read(text) == meant


@pytest.mark.parametrize(
    "text",
    [
        "“Beyoncé’s naïve café – ‘São Tomé’ … Škoda’s ŽIŽEK” Łódź, Türkiye, Ağa, Đilas, Þór, Müller—“who?”",
        "Is it so?so it is. Who?south of it, search?s=1",
        "He paid £5, 3 × 4 = 12, §5, 20 °C, ½, № 7, x² and CO₂ ™.",
        "The file is C:\\new\\table.txt, AT&T; R&D; a=20 b=3D.",
        "5'11\" tall, the '90s, rock 'n' roll",
        "Президент встретился. 你好。 שלום",
        "\ufffd",
    ],
)
def test_what_is_right_stays(text: str) -> None:
    assert read(text) == text


def wrapped(text: str, width: int, *, between: str = "\n\n", indent: str = "", before: str = "") -> str:
    """The paragraphs of a text, wrapped as mailers and printers do."""
    paragraphs = (
        textwrap.wrap(each, width, initial_indent=indent, break_long_words=False, break_on_hyphens=False)
        for each in re.split(r"\s*\n\s*", text)
        if each
    )
    return between.join("\n".join(before + line for line in lines) for lines in paragraphs)


@pytest.mark.parametrize("width", [48, 60, 72, 100])
@pytest.mark.parametrize("form", [{}, {"between": "\n", "indent": "    "}, {"before": "> "}])
def test_wrapped_lines_are_joined(width: int, form: dict[str, str]) -> None:
    lines = [" ".join(line.split()) for line in read(wrapped(BODY, width, **form)).split("\n") if line.strip()]
    assert lines == BODY.split("\n")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        "Norway’s foreign minister flies to Nairobi for talks on grain\nNorway’s foreign minister flew to Nairobi.",
        "Norway’s foreign minister flies to Nairobi for talks on grain\nNAIROBI (Wire) - The minister flew to Nairobi.",
        "Norway will send this to Kenya, said the foreign minister\n- Grain for two million\n- Two ships",
        "What Norway will send to Kenya, as its foreign minister said\n1. grain for two million people\n2. two ships",
        "O people of the shore,\nof hills where rivers start,\nwe ask for bread, no more,\nand give you our heart.",
        "| Country | Tonnes of grain that were sent there |\n| Kenya | 145 |\n| Norway | 12 |",
        "He called it a day on which the whole world had\nhttps://news.example/a",
        "Not wrapped at all. It ends here.\nlower-case beginnings come after a stop.",
    ],
)
def test_lines_that_stand_for_themselves_stay(text: str) -> None:
    assert read(text) == text


@pytest.mark.parametrize(
    ("one", "other", "elsewhere", "word"),
    [
        ("inter-", "national", "", "international"),
        ("fai-", "led", "", "failed"),
        ("Nagorno-", "Karabakh", "", "Nagorno-Karabakh"),
        ("Saudi-", "led", "", "Saudi-led"),
        ("Iran-", "backed", "", "Iran-backed"),
        ("anti-", "tank", "", "anti-tank"),
        ("cease-", "fire", "A cease-fire held.", "cease-fire"),
        ("cease-", "fire", "A ceasefire held.", "ceasefire"),
        ("F-", "16", "", "F-16"),
        ("2021-", "2022", "", "2021-2022"),
        ("war—", "which", "", "war—which"),
    ],
)
def test_a_hyphen_at_a_lines_end(one: str, other: str, elsewhere: str, word: str) -> None:
    text = f"The ministers of Norway and of Kenya spoke about the {one}\n{other} of last year, he said. {elsewhere}"
    assert f"the {word} of last year" in read(text)


def test_the_furniture_of_pages_is_left_out() -> None:
    lines = wrapped(BODY.replace("\n", " "), 60).split("\n")
    pages = [f"THE REVIEW, Spring 2022\n\n{line}\n\n{number}\n" for number, line in enumerate(lines, 7)]
    assert (
        " ".join(read("\f".join(pages)).split())
        .removeprefix("THE REVIEW, Spring 2022 ")
        .startswith(" ".join(BODY.split()))
    )
    article = mark(make_article("\f".join(pages)))
    assert not any(
        "REVIEW" in article.text[start:end] and "minister" in article.text[start:end] for start, end in article.junk
    )


def test_titles_are_mended_too() -> None:
    assert mended("Pu\u00adtinâ€™s visit") == "Putin’s visit"


ODD = st.text(st.sampled_from("aB .,-=\n\f\t>&;#8\\nu\u00ad\u200b\u00a0\u202e\ufffdâ€œÃ©e\u0301ﬁ“''``"), max_size=120)


@given(ODD | st.text(max_size=120))
def test_repairs_are_in_order_and_the_same_each_time(text: str) -> None:
    article = mark(make_article(text))
    assert all(0 <= each.start < each.end <= len(text) for each in article.repairs)
    assert all(one.end <= other.start for one, other in pairwise(article.repairs))
    assert all(start < end <= len(text) for start, end in article.junk)
    assert all(one[1] <= other[0] for one, other in pairwise(article.junk))
    assert mark(make_article(text)) == article


@pytest.mark.parametrize(
    "piece", ["a\n", "abc\f", "ab-\n", "1\n", "> ", "&amp;", "Ã©", "e\u0301", "a\u200b", "=E2", " ", "''"]
)
def test_no_text_takes_long(piece: str) -> None:
    """A text ten times as long takes about ten times as long, not a hundred."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        begin = time.process_time()
        mark(make_article(text))
        return time.process_time() - begin

    seconds(1_000)
    # Another process may take the caches: one quiet run in three is proof enough.
    assert min(seconds(60_000) for _ in range(3)) < 30 * seconds(6_000) + 0.2


# What happens to texts on their way, in ways that lose nothing.
def sprinkled(what: str) -> Callable[[str], str]:
    def damage(text: str) -> str:
        chance = random.Random(1)
        return re.sub(r"(?<=[^\W\d_]{2})(?=[^\W\d_]{2})", lambda _: what if chance.random() < 0.15 else "", text)

    return damage


def misdecoded(text: str) -> str:
    import ftfy  # noqa: F401 - with it comes the codec

    return text.encode().decode("sloppy-windows-1252")


def ligatured(text: str) -> str:
    return text.replace("ffi", "ﬃ").replace("fi", "ﬁ").replace("fl", "ﬂ").replace(" ", "\u00a0")


DAMAGES: dict[str, Callable[[str], str]] = {
    "soft hyphens": sprinkled("\u00ad"),
    "no-width spaces": sprinkled("\u200b"),
    "ligatures": ligatured,
    "wrong decoding": misdecoded,
    "wrapped": lambda text: wrapped(text, 60),
    "wrapped and quoted": lambda text: wrapped(text, 72, before="> "),
    "escaped": lambda text: text.encode("ascii", "xmlcharrefreplace").decode(),
    "all at once": lambda text: wrapped(misdecoded(sprinkled("\u00ad")(text)), 66),
}


def essence(claim: Claim, reading: Alignment) -> tuple[object, ...]:
    """What a claim says, and the sentences that it rests on as they are to be read."""
    named = tuple(each.label if each else None for each in (claim.subject, claim.object, claim.place, claim.speaker))
    places = (reading.to_repaired(each.start, each.end) for each in claim.evidence)
    sentences = tuple(" ".join(reading.text[start:end].split()) for start, end in places)
    return (*named, claim.relation, claim.polarity, claim.modality, claim.time, claim.asserted, sentences)


def told(extractor: Extractor, articles: list[Article]) -> list[set[tuple[object, ...]]]:
    found = []
    for article, claims in extractor.extract(articles):
        for claim in claims:
            assert all(article.text[each.start : each.end] == each.text for each in claim.evidence)
            names = [name for each in (claim.subject, claim.object) for name in (each.label, *each.aliases)]
            assert not any(re.search("[\u00ad\u200b\u00a0â\ufb01]|-\n", name) for name in names), names
        reading = Alignment(article.text, article.repairs)
        found.append({essence(claim, reading) for claim in claims})
    return found


@pytest.fixture(scope="module")
def clean() -> list[Article]:
    """Some seeds without Markdown, whose marks hang on lines."""
    names = ("israel-mediation", "baerbock-beijing", "red-sea-strikes", "trump-xi-call")
    return list(read_articles([SEEDS / f"{name}.txt" for name in names]))


@pytest.fixture(scope="module")
def expected(extractor: Extractor, clean: list[Article]) -> list[set[tuple[object, ...]]]:
    return told(extractor, clean)


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_text_says_what_the_clean_one_says(
    extractor: Extractor, clean: list[Article], expected: list[set[tuple[object, ...]]], damage: Callable[[str], str]
) -> None:
    damaged = [replace(mark(make_article(damage(each.text))), meta=each.meta) for each in clean]
    assert sum(map(len, expected)) > 80
    assert told(extractor, damaged) == expected
