"""Since when and until when somebody holds an office, where the text says so and only there.

All texts are of Monday 2022-03-07.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import pytest

from kg.model import Claim

ClaimsOf = Callable[[Iterable[str]], dict[str, tuple[Claim, ...]]]

OF_OFFICES = ("holdsOffice", "resignedFrom")
# Sentence -> the claims about offices, "relation time", an exclamation mark for what is not asserted.
ROWS = {
    "Naftali Bennett became prime minister of Israel in June 2021.": {"holdsOffice 2021-06/.."},
    "Naftali Bennett has been prime minister of Israel since June 2021.": {"holdsOffice 2021-06/.."},
    "Viktor Orban, prime minister of Hungary since 2010, criticized Brussels.": {"holdsOffice 2010/.."},
    "Jane Roe is staying on as foreign minister of Norway.": {"holdsOffice None"},
    "Angela Merkel was chancellor of Germany from 2005 to 2021.": {"holdsOffice 2005/2021"},
    "Joe Biden was vice president of the United States from January 2009 until January 2017.": {
        "holdsOffice 2009-01/2017-01"
    },
    "Mario Draghi, who was Italy's prime minister until February 2022, met Macron.": {"holdsOffice ../2022-02"},
    "Olaf Scholz was finance minister of Germany in 2020.": {"holdsOffice 2020"},
    "Donald Trump was sworn in as president of the United States on 20 January 2017.": {"holdsOffice 2017-01-20/.."},
    "Lula took office as president of Brazil on 1 January 2003.": {"holdsOffice 2003-01-01/.."},
    "Fumio Kishida succeeded Yoshihide Suga as prime minister of Japan in October 2021.": {"holdsOffice 2021-10/.."},
    "Jens Stoltenberg, who has been NATO secretary general since 2014, visited Kyiv on Friday.": {
        "holdsOffice 2014/.."
    },
    "Theresa May resigned as prime minister of Britain on 7 June 2019.": {"resignedFrom 2019-06-07"},
    "Yoshihide Suga stepped down as Japanese prime minister in October 2021.": {"resignedFrom 2021-10"},
    "Sebastian Kurz has resigned as chancellor of Austria.": {"resignedFrom None"},
    "Ursula von der Leyen, president of the European Commission since 2019, visited Kyiv.": {"holdsOffice 2019/.."},
    # What says nothing of the office's own time.
    "The prime minister of Israel, Naftali Bennett, on Saturday met Vladimir Putin.": {"holdsOffice None"},
    "Emmanuel Macron, president of France, was in Berlin on Thursday.": {"holdsOffice None"},
    "Former German Chancellor Angela Merkel visited Paris on Friday.": set(),
    # What has not happened.
    "Boris Johnson will resign as prime minister of Britain on Friday.": set(),
    "Boris Johnson refused to resign as prime minister of Britain.": set(),
    "Boris Johnson did not resign as prime minister of Britain in 2021.": set(),
    "If Boris Johnson resigned as prime minister of Britain, his party would split.": set(),
    "Liz Truss wants to succeed Boris Johnson as prime minister of Britain.": set(),
    "Liz Truss will become prime minister of Britain in September 2022.": {"holdsOffice None !"},
    "Liz Truss may become prime minister of Britain.": {"holdsOffice None !"},
}


@pytest.fixture(scope="module")
def read(claims_of: ClaimsOf) -> dict[str, tuple[Claim, ...]]:
    return claims_of(ROWS)


@pytest.mark.parametrize("text", ROWS)
def test_an_office_has_its_time(read: dict[str, tuple[Claim, ...]], text: str) -> None:
    found = {
        f"{claim.relation} {claim.time}{'' if claim.asserted else ' !'}"
        for claim in read[text]
        if claim.relation in OF_OFFICES
    }
    assert found == ROWS[text]


def test_whom_somebody_leads_has_the_time_of_the_office(read: dict[str, tuple[Claim, ...]]) -> None:
    text = "Angela Merkel was chancellor of Germany from 2005 to 2021."
    assert {(claim.relation, claim.time) for claim in read[text]} == {
        ("holdsOffice", "2005/2021"),
        ("leads", "2005/2021"),
    }
