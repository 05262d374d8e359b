"""Where and when: short texts, each an article of a Monday."""

from __future__ import annotations

from collections.abc import Callable

from kg.extract import Extractor
from kg.model import Claim, make_article

TABLES = ("circumstances",)

Row = tuple[str, str, frozenset[str]]
Compact = Callable[..., str]


def test_a_claim_has_its_own_place_and_time(
    row: Row, read_rows: dict[str, tuple[Claim, ...]], compact: Compact
) -> None:
    _, text, expected = row
    assert expected
    assert expected <= {compact(claim, "place", "time") for claim in read_rows[text]}


def test_a_headline_has_the_time_of_its_lead(extractor: Extractor, compact: Compact) -> None:
    headline = "Turkey condemns Greece"
    lead = "Turkey on Saturday summoned the ambassador of Greece."
    dated = make_article(f"{headline}\n\n{lead}", published="2022-03-07")
    other = make_article(f"{headline}\n\nKenya on Saturday sanctioned Chad.", published="2022-03-07")
    (_, of_dated), (_, of_other) = extractor.extract([dated, other])
    assert "Turkey condemned Greece 2022-03-05" in {compact(claim, "time") for claim in of_dated}
    assert "Turkey condemned Greece" in {compact(claim, "time") for claim in of_other}


def test_a_new_paragraph_is_no_part_of_the_visit(extractor: Extractor, compact: Compact) -> None:
    visit, meeting = "Yoshimasa Hayashi arrived in Jakarta on Sunday.", "Yoshimasa Hayashi met Retno Marsudi."
    texts = (make_article(f"{visit}{gap}{meeting}", published="2022-03-07") for gap in (" ", "\n\n"))
    together, apart = (
        {compact(claim, "place") for claim in claims if claim.relation == "metWith"}
        for _, claims in extractor.extract(texts)
    )
    assert together == {"Retno Marsudi metWith Yoshimasa Hayashi @Jakarta"}
    assert apart == {"Retno Marsudi metWith Yoshimasa Hayashi"}


def test_a_field_is_a_topic_where_there_is_no_other(extractor: Extractor) -> None:
    texts = (
        "Kenya has refused to support Chad militarily.",
        "Kenya supports Chad openly.",
        "Kenya and Chad spoke about the dam politically.",
    )
    topics = [{claim.topic for claim in claims} for _, claims in extractor.extract(map(make_article, texts))]
    assert topics == [{"militarily"}, {None}, {"the dam"}]


def test_without_a_date_of_publication_weekdays_are_left_open(extractor: Extractor, compact: Compact) -> None:
    text = "Kenya sanctioned Chad on Friday. On 12 May 2019 Iran attacked Iraq. The next day Iraq sanctioned Iran."
    ((_, claims),) = extractor.extract([make_article(text)])
    found = {compact(claim, "time") for claim in claims}
    assert {"Kenya sanctioned Chad", "Iran attacked Iraq 2019-05-12", "Iraq sanctioned Iran 2019-05-13"} <= found
