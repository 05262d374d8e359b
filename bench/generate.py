"""Composes articles about a made-up world: as many as wanted, the same for the same seed, written as they are made.

    python bench/generate.py 10000 --output claims.jsonl                     # claims, for a quick `kg build`
    python bench/generate.py 1000 --form articles --output articles.jsonl    # texts, for `kg build` in full

Countries, cities and bodies are the gazetteer's; people are put together from given and family names, so that many
share one. Things happen day after day. Each is told by a few articles in words of their own: one in ten
is another's text with another headline, and some deny what others tell. An article depends on the seed and its number
alone, and its claims are what its sentences say, not what the extraction would find in them.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from random import Random

from kg.jsonl import write_claims
from kg.model import Article, Claim, Entity, EntityType, Evidence, Modality, Polarity, make_article
from kg.ontology import Actor, Ontology, load_ontology

__all__ = ["World"]

GIVEN = (
    "Aino Alma Anselm Arvid Bela Berit Bruno Cosima Dario Edda Emil Enzo Faye Felix Greta Hana Henrik Ida Ilya Imre "
    "Ines Ivo Jana Jonas Kaja Karim Leila Lorenz Lucia Maja Malik Mara Marek Milan Mina Nadia Noor Omar Otto Petra "
    "Rafael Rosa Ruben Sami Selma Silas Sonja Tarik Tessa Tomas Uma Viktor Vera Wanda Yara Yusuf Zeno Zora"
).split()
FAMILY_STEMS = (
    "Abar Adler Almas Arand Balt Barak Belin Berg Brand Cardos Castel Dalib Darv Demir Drag Ebers Erdal Falk Ferrar "
    "Garan Gomar Grun Hadar Halv Harap Ibar Jamil Janos Kadir Kalin Karam Kolar Korv Landa Larsen Lem Linde Malou "
    "Maron Moraw Nadar Novar Okaf Orlan Osman Palm Pavel Petr Quist Rahim Rast Romer Sabal Salim Sand Soren Tahir "
    "Tavar Ulman Vald Varg Vesel Weiss Yilm Zahar Zand Zimar"
).split()
FAMILY_ENDS = ("", "ov", "i", "a", "sen", "es", "ic", "man", "azade", "enko")
OUTLETS = "Meridian News|The Daily Ledger|Northern Wire|Harbour Post|The Observer's Desk|Eastern Courier|Agence Globe"
BODIES = ("United Nations", "European Union", "African Union", "NATO", "Arab League", "Amnesty International")

# Whoever speaks for a country: office -> relation to it.
OFFICES = {"President": "leads", "Foreign Minister": "represents", "Defence Minister": "represents"}

# Sentences by what happens: words, and what they say. In both, a and b are the leaders of x and y, c the place, d the
# day, s the one who speaks for x, m somebody minor of y, o a body. Marks: ! denied, ~ planned, ? requested, < said by.
MAIN = {
    "metWith": ("{a} met {b} in {c} on {d}.", "{a} and {b} held a meeting in {c} on {d}.", "a metWith b @c d"),
    "visited": ("{a} visited {c} on {d}.", "{a} travelled to {c} on {d}.", "a visited c d"),
    "phoned": ("{a} phoned {b} on {d}.", "{a} called {b} by telephone on {d}.", "a phoned b d"),
    "condemned": ("{a} condemned {y} on {d}.", "{x} condemned {y} on {d}.", "a condemned y d"),
    "sanctioned": ("{x} imposed sanctions on {y} on {d}.", "{x} sanctioned {y} on {d}.", "x sanctioned y d"),
    "attacked": ("{x} attacked {y} on {d}.", "{x} launched an attack on {y} on {d}.", "x attacked y d"),
    "signedAgreementWith": (
        "{x} and {y} signed an agreement in {c} on {d}.",
        "{a} and {b} signed an agreement in {c} on {d}.",
        "x signedAgreementWith y @c d",
    ),
    "accused": ("{a} accused {b} on {d} of breaking the truce.", "{a} accused {b} on {d} of lying.", "a accused b d"),
    "arrested": ("{x} arrested {m} in {c} on {d}.", "{x} detained {m} in {c} on {d}.", "x arrested m @c d"),
    "aided": ("{x} sent aid to {y} on {d}.", "{x} delivered food to {y} on {d}.", "x aided y d"),
}
DENIALS = {
    "metWith": ("{s} denied that {a} had met {b}.", "a metWith b ! <s"),
    "phoned": ("{s} denied that {a} had phoned {b}.", "a phoned b ! <s"),
    "condemned": ("{a} refused to condemn {y}.", "a condemned y !"),
    "sanctioned": ("{s} denied that {x} had sanctioned {y}.", "x sanctioned y ! <s"),
    "attacked": ("{s} denied that {x} had attacked {y}.", "x attacked y ! <s"),
    "accused": ("{s} denied that {a} had accused {b}.", "a accused b ! <s"),
}
_OPERATORS = {"!": "denied", "~": "planned", "?": "requested"}
MORE = (
    ("{x} supports {z}, {s} said.", "x supports z <s"),
    ("{s} said {x} opposes {z}.", "x opposes z <s"),
    ("{a} will visit {z} next month.", "a visited z ~"),
    ("{o} urged {x} to release {m}.", "o urged x; x released m ?"),
    ("{o} criticized {y}.", "o criticized y"),
    ("{b} rejected the demands of {x}.", "b rejected x"),
    ("{a} thanked {z} and met {n} in {w}.", "a metWith n @w"),
    ("{n} warned {x}.", "n warned x"),
    ("{x} and {z} cooperate closely.", "x cooperatesWith z"),
    ("{m} works for {o}.", "m worksFor o"),
    ("{y} is allied with {z}.", "y alliedWith z"),
    ("{b} spoke with {n} about the talks.", "b spokeWith n"),
    ("{y} released {m}.", "y released m"),
    ("{z} threatened {y}.", "z threatened y"),
    ("{x} trades with {y}.", "x tradesWith y"),
)
HEADLINES = ("{a} and {b}: what is known", "{x} and {y} after the news from {c}", "Eyes on {c}", "{y} waits for {x}")


@dataclass(frozen=True, slots=True)
class Happening:
    """One thing that happens: what, on which day, and who plays which part (the letters of the tables above)."""

    kind: str
    day: date
    cast: dict[str, Entity]
    homes: dict[str, Actor]
    offices: dict[str, str]
    disputed: bool


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence, what it says in the notation of the tables, and whose offices it gives."""

    text: str
    notation: str
    introduced: tuple[str, ...]


@dataclass(slots=True)
class Report:
    """An article in the making: its paragraphs, and who has been named in them already."""

    happening: Happening
    paragraphs: list[list[Sentence]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)


class World:
    """Everything that happens, by numbers: nothing is remembered, so articles can be asked for in any order."""

    def __init__(self, ontology: Ontology, *, seed: int = 1, begin: date = date(2020, 1, 1), daily: int = 10) -> None:
        """Take the actors of an ontology; about `daily` articles appear each day from `begin` on."""
        self.ontology = ontology
        self.seed = seed
        self.begin = begin
        self.daily = daily
        actors = sorted(ontology.actors.values(), key=lambda actor: actor.id)
        cities = {actor.located_in: actor for actor in actors if actor.type is EntityType.CITY and actor.located_in}
        self._cities = cities
        self._countries = [
            actor for actor in actors if actor.type is EntityType.COUNTRY and actor.id in cities and actor.adjectives
        ]
        self._bodies = [actor for actor in actors if actor.label in BODIES]

    def articles(self, count: int) -> Iterator[tuple[Article, tuple[Claim, ...]]]:
        """The first articles, each with its claims."""
        return map(self.article, range(count))

    def article(self, number: int) -> tuple[Article, tuple[Claim, ...]]:
        """One article with its claims."""
        chance = _chance(self.seed, "article", number)
        told, origin = self._origin(number, chance)
        happening = self.happening(told)
        report = self._report(happening, origin)
        published = self.begin + timedelta(days=number // self.daily)
        names = {key: entity.label for key, entity in happening.cast.items()}
        article = make_article(
            "\n\n".join(" ".join(each.text for each in paragraph) for paragraph in report.paragraphs),
            id=f"synthetic-{self.seed}-{number:07}",
            title=chance.choice(HEADLINES).format(**names),
            published=max(published, happening.day).isoformat(),
            publisher=chance.choice(OUTLETS.split("|")),
            language="en",
        )
        return article, tuple(self._claims(article, report, chance))

    def told(self, number: int) -> int:
        """Which happening an article tells of."""
        return self._origin(number, _chance(self.seed, "article", number))[0]

    def _origin(self, number: int, chance: Random) -> tuple[int, Random]:
        """The happening, and the chance that its words come by: its own, or that of the article it copies."""
        copied = max(0, number - chance.randint(1, 20)) if chance.random() < 0.1 else number
        origin = _chance(self.seed, "text", copied)
        return max(0, int(copied / 2.5 - origin.expovariate(0.5))), origin

    def happening(self, number: int) -> Happening:
        """One happening; each is told by some 2.5 articles."""
        chance = _chance(self.seed, "happening", number)
        # A few countries are in the news most of the time.
        weights = [1 / (1 + rank) for rank in range(len(self._countries))]
        homes: dict[str, Actor] = {}
        while len(homes) < 3:
            (home,) = chance.choices(self._countries, weights)
            if home not in homes.values():
                homes["xyz"[len(homes)]] = home
        offices = {key: chance.choice(list(OFFICES)) for key in "abn"}
        day = self.begin + timedelta(days=int(number * 2.5) // self.daily)
        cast = {key: _entity(home) for key, home in homes.items()}
        cast |= {
            who: self._person(f"{offices[who]}/{homes[of].id}", homes[of], offices[who])
            for who, of in zip("abn", "xyz", strict=True)
        }
        cast["s"] = self._person(f"spokesperson/{homes['x'].id}", homes["x"], None)
        cast["m"] = self._person(f"minor/{number}", homes["y"], None)
        cast["o"] = _entity(chance.choice(self._bodies))
        cast["c"] = _entity(self._cities[homes["y"].id])
        cast["w"] = _entity(self._cities[homes["z"].id])
        return Happening(chance.choice(list(MAIN)), day, cast, homes, offices, chance.random() < 0.2)

    def _person(self, part: str, home: Actor, office: str | None) -> Entity:
        chance = _chance(self.seed, "person", part)
        given, family = chance.choice(GIVEN), chance.choice(FAMILY_STEMS) + chance.choice(FAMILY_ENDS)
        name = f"{given} {family}"
        titled = [f"{home.adjectives[0]} {office} {name}", f"{office} {family}"] if office else []
        return Entity(_slug(name), name, EntityType.PERSON, (name, family, *titled))

    def _report(self, happening: Happening, chance: Random) -> Report:
        report = Report(happening)
        *wordings, claims = MAIN[happening.kind]
        denial = DENIALS.get(happening.kind)
        if denial is not None and happening.disputed and chance.random() < 0.5:
            self._say(report, [denial])
        else:
            self._say(report, [(chance.choice(wordings), claims)])
        rest = chance.sample(MORE, 12)
        for start in range(0, len(rest), 3):
            self._say(report, rest[start : start + 3])
        return report

    def _say(self, report: Report, sentences: list[tuple[str, str]]) -> None:
        happening = report.happening
        day = f"{happening.day:%B} {happening.day.day}, {happening.day.year}"
        paragraph = []
        for words, notation in sentences:
            named = [key for key in happening.cast if f"{{{key}}}" in words]
            new = tuple(key for key in named if key in happening.offices and key not in report.known)
            names = {key: self._name(report, key) for key in named}
            paragraph.append(Sentence(words.format(d=day, **names), notation, new))
        report.paragraphs.append(paragraph)

    def _name(self, report: Report, key: str) -> str:
        """How somebody is called: in full at first, then by family name."""
        entity = report.happening.cast[key]
        if entity.type is not EntityType.PERSON:
            return entity.label
        if key in report.known:
            return entity.aliases[1]
        report.known.add(key)
        return entity.aliases[2] if key in report.happening.offices else entity.label

    def _claims(self, article: Article, report: Report, chance: Random) -> Iterator[Claim]:
        happening = report.happening
        seen: set[str] = set()
        for sentence in (each for paragraph in report.paragraphs for each in paragraph):
            start = article.text.index(sentence.text)
            evidence = (Evidence(sentence.text, start, start + len(sentence.text)),)
            claims = [
                *(
                    claim
                    for who in sentence.introduced
                    for claim in self._offices(article, happening, who, evidence, chance)
                ),
                *(self._claim(article, happening, each, evidence, chance) for each in sentence.notation.split(";")),
            ]
            yield from (claim for claim in claims if claim.id not in seen)
            seen.update(claim.id for claim in claims)

    def _offices(
        self, article: Article, happening: Happening, who: str, evidence: tuple[Evidence, ...], chance: Random
    ) -> Iterator[Claim]:
        title, home = happening.offices[who], happening.homes["xyz"["abn".index(who)]]
        label = f"{title} of {home.label}"
        office = Entity(_slug(label), label, EntityType.OFFICE, (f"{home.adjectives[0]} {title}", title))
        for relation, other in (("holdsOffice", office), (OFFICES[title], _entity(home))):
            yield self._made(article, happening.cast[who], relation, other, evidence, chance)

    def _claim(
        self, article: Article, happening: Happening, notation: str, evidence: tuple[Evidence, ...], chance: Random
    ) -> Claim:
        subject, relation, other, *marks = notation.split()
        cast = happening.cast
        place = next((cast[mark[1]] for mark in marks if mark[0] == "@"), None)
        speaker = next((cast[mark[1]] for mark in marks if mark[0] == "<"), None)
        modality = Modality.PLANNED if "~" in marks else Modality.REQUESTED if "?" in marks else Modality.ACTUAL
        return self._made(
            article,
            cast[subject],
            relation,
            cast[other],
            evidence,
            chance,
            polarity=Polarity.NEGATIVE if "!" in marks else Polarity.POSITIVE,
            modality=modality,
            operator=next((name for mark, name in _OPERATORS.items() if mark in marks), None),
            place=place,
            time=happening.day.isoformat() if "d" in marks else None,
            speaker=speaker,
            asserted=not {"!", "~", "?", "<s"}.intersection(marks),
        )

    def _made(
        self,
        article: Article,
        subject: Entity,
        relation: str,
        other: Entity,
        evidence: tuple[Evidence, ...],
        chance: Random,
        **rest: object,
    ) -> Claim:
        known = self.ontology.relations[relation]
        content = json.dumps([article.id, subject.id, relation, other.id, str(rest)])
        return Claim(
            hashlib.sha256(content.encode()).hexdigest()[:16],
            article.meta,
            subject,
            relation,
            other,
            symmetric=known.symmetric,
            event_type=known.event_type,
            confidence=round(chance.uniform(0.5, 0.99), 3),
            evidence=evidence,
            **rest,  # type: ignore[arg-type]
        )


def _chance(*parts: object) -> Random:
    return Random("/".join(map(str, parts)))  # noqa: S311 - nothing here is secret


def _entity(actor: Actor) -> Entity:
    return Entity(actor.id, actor.label, actor.type, (actor.label, *actor.names[1:2]))


def _slug(text: str) -> str:
    return re.sub(r"[^\w]+", "-", text.lower())


def main() -> None:
    """Write articles or claims as JSON Lines."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, help="how many articles")
    parser.add_argument("--form", choices=("claims", "articles"), default="claims")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--output", "-o", type=Path, help="a file instead of standard output")
    chosen = parser.parse_args()
    out = chosen.output.open("w", encoding="utf-8") if chosen.output else sys.stdout
    with out:
        for article, claims in World(load_ontology(), seed=chosen.seed).articles(chosen.count):
            if chosen.form == "claims":
                write_claims(claims, out)
            else:
                known = {name: getattr(article.meta, name) for name in ("id", "title", "published", "publisher")}
                out.write(json.dumps({**known, "text": article.text}) + "\n")


if __name__ == "__main__":
    main()
