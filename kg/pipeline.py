"""The whole way: articles -> claims -> linked entities -> graph in a store.

What links, stores and derives is imported where a graph is built: the extraction begins a third of a second sooner.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import partial
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import ArticleError, NothingReadError, QueryError
from kg.gold import GoldArticle, load_gold
from kg.inputs import Inputs
from kg.jsonl import claim_to_line
from kg.language_model import required_model
from kg.model import Article, ArticleMeta, Claim, at_least, make_article
from kg.ontology import Ontology, load_ontology
from kg.read.article.limits import MAX_MEMORY, MAX_SECONDS
from kg.read.article.options import Options, Skipped, ignore_note, ignore_skip, raise_error
from kg.read.articles import read_articles, read_inputs
from kg.read.text.decode import clean_text
from kg.read.text.language import ANY_LANGUAGE, ENGLISH
from kg.read.text.mark import mark
from kg.score import Score, score
from kg.summary import Summary
from kg.tally import Tally, kinds_of
from kg.workers import Extracted, extract_articles, extract_as

if TYPE_CHECKING:
    from kg.engine.reading import Engine
    from kg.extract import Extractor
    from kg.extract.trace import Explanation
    from kg.graph.build import Update
    from kg.graph.store import Store

__all__ = [
    "Reading",
    "Summary",
    "build",
    "evaluate",
    "explain",
    "explain_inputs",
    "extract",
    "extract_lines",
    "read",
    "remove",
]

_PIPELINE = re.compile(r"([a-z]{2,3})_(?:core|dep|ent|sent)_")


@dataclass(frozen=True, slots=True)
class Reading:
    """How articles are read and understood, and who is told what happens meanwhile; a `tally` counts it.

    `languages` are the codes of those that are read, `any` for all; without one it is that of the language model.
    `strict` says that `on_error` raises, so that machines far from here need not read on.
    """

    published: str | None = None
    publisher: str | None = None
    text_column: str | None = None
    languages: tuple[str, ...] = ()
    max_seconds: float = MAX_SECONDS
    max_memory: int = MAX_MEMORY
    ontology: Path | None = None
    model: str | None = None
    open_relations: bool = False
    workers: int = 1
    strict: bool = False
    on_error: Callable[[ArticleError], object] = raise_error
    on_note: Callable[[str], object] = ignore_note
    on_skip: Callable[[Skipped], object] = ignore_skip
    on_progress: Callable[[int, int], object] | None = None
    tally: Tally | None = None

    @property
    def options(self) -> Options:
        """What of this is about reading alone."""
        return Options(
            published=self.published,
            publisher=self.publisher,
            text_column=self.text_column,
            languages=None if ANY_LANGUAGE in self.languages else frozenset(self.languages or _spoken_by(self.model)),
            on_error=self.on_error,
            on_note=self.on_note,
            on_skip=self.on_skip,
            max_seconds=self.max_seconds,
            max_memory=self.max_memory,
        )


_PLAIN = Reading()


def build(  # noqa: PLR0913 - all but the first are options
    paths: Iterable[str | Path],
    store: Path | str,
    reading: Reading = _PLAIN,
    *,
    sync: bool = False,
    min_confidence: float | None = None,
    infer: bool | None = None,
    wait: float = 0.0,
    corrections: Path | None = None,
    endpoint: str | None = None,
    update_endpoint: str | None = None,
    engine: Engine | None = None,
) -> Summary:
    """Read articles, and claims given as JSON Lines, into a store and bring its graph up to date.

    Articles that the store knows are not read again. With `sync`, articles that are not among the inputs go,
    unless an input could not be read: then nobody knows whether its articles are gone.

    Claims below `min_confidence` (0..1) are kept but stay out of the graph, of articles built before, too. The store
    remembers the threshold until another one is given. While another process writes to the store this one waits, at
    most `wait` seconds. A new store keeps its graph at the SPARQL endpoint, if one is named (see `open_store`).

    With `infer`, what follows from the facts by the ontology is in a graph of its own; the store remembers that, too.
    Corrections are those of the file that is named, else of `corrections.toml` beside the inputs, else of the file that
    the store followed before.

    With an `engine`, the inputs are read by that, into parts, and then loaded; the graph is the same.

    Raises:
        NothingReadError: none of the inputs could be read, and there is no store; none is made.
        KGError: the ontology, the model, the store, the corrections or the engine are no good; a bad input only goes to
            `reading.on_error`.
    """
    from kg.graph.build import following, update
    from kg.graph.corrections_file import beside, followed
    from kg.graph.duplicates import find_duplicates
    from kg.graph.runs import GIVEN
    from kg.graph.store import open_store
    from kg.graph.unused import gone_if_in_vain

    reading, tally = _counted(reading)
    ontology = load_ontology(reading.ontology)
    paths = tuple(paths)
    near = beside(paths)
    with (
        gone_if_in_vain(store) as is_new,
        open_store(
            store,
            create=True,
            endpoint=endpoint,
            update_endpoint=update_endpoint,
            wait=wait,
            on_wait=reading.on_note,
        ) as opened,
        following(opened, followed(corrections, near, opened.kept.corrections, reading.on_note)),
    ):
        if infer is not None:
            with opened.writing():
                opened.kept.set_infers(infer)
        extracted, inputs, model = _found(paths, opened, reading, tally, ontology, engine)
        if is_new and paths and model is None and not inputs.has_given:
            raise NothingReadError(f"{store}: not made, for nothing was read to put into it")
        updates = []
        if model is not None:
            updates.append(
                update(
                    opened,
                    extracted,
                    ontology,
                    model,
                    min_confidence=min_confidence,
                    open_relations=reading.open_relations,
                    watch=tally.watch.stage,
                )
            )
        only = inputs.ids if sync and not inputs.failed else None
        if inputs.has_given or only is not None or not updates:
            updates.append(
                update(
                    opened,
                    inputs.given(opened.kept.text_of),
                    ontology,
                    GIVEN,
                    only=only,
                    min_confidence=min_confidence,
                    watch=tally.watch.stage,
                )
            )
        if note := _mixed(opened, reading):
            reading.on_note(note)
        if sync and inputs.failed:
            reading.on_note("nothing was removed, for some inputs could not be read")
        duplicates = find_duplicates(opened.kept, inputs.ids)
    return replace(_summary(updates, tally.known, model), duplicates=duplicates)


def extract(
    paths: Iterable[str | Path], reading: Reading = _PLAIN, *, min_confidence: float = 0.0
) -> Iterator[Extracted]:
    """Read articles and give each with its claims of at least this confidence.

    Raises:
        KGError: the ontology or the model is no good; a bad input only goes to `reading.on_error`.
    """
    reading, tally = _counted(reading)
    ontology = load_ontology(reading.ontology)
    extracted = _extracted(_read(paths, reading, tally), ontology, reading)
    sure = ((article, at_least(claims, min_confidence)) for article, claims in extracted)
    yield from _watched(sure, reading, tally)


def extract_lines(
    paths: Iterable[str | Path], reading: Reading = _PLAIN, *, min_confidence: float = 0.0
) -> Iterator[str]:
    """Read articles and give each one's claims, of at least this confidence, as JSON Lines with their line ends.

    They are the claims of `extract`, written where they are found: in the workers, if there are any.

    Raises:
        KGError: the ontology or the model is no good; a bad input only goes to `reading.on_error`.
    """
    reading, tally = _counted(reading)
    ontology = load_ontology(reading.ontology)
    made = extract_as(
        partial(_lines, min_confidence),
        _read(paths, reading, tally),
        ontology,
        model=reading.model,
        open_relations=reading.open_relations,
        workers=reading.workers,
        on_error=reading.on_error,
    )
    for _, (lines, kinds) in tally.watch.each("extraction", made):
        tally.add_kinds(kinds)
        _tell_progress(reading, tally)
        yield lines
        tally.taken += 1  # whoever comes back for more has printed them


def _lines(min_confidence: float, claims: Sequence[Claim]) -> tuple[str, Counter[str]]:
    """Claims as JSON Lines, and how many there are of each kind."""
    sure = at_least(claims, min_confidence)
    return "".join(f"{claim_to_line(claim)}\n" for claim in sure), kinds_of(sure)


def explain(text: str | Article, reading: Reading = _PLAIN) -> Explanation:
    """Tell what is seen in a text or article, and why: its claims are those that `extract` gives.

    Raises:
        KGError: the ontology or the model is no good.
    """
    article = text if isinstance(text, Article) else mark(make_article(clean_text(text), published=reading.published))
    extractor = _extractor(reading)
    return next(extractor.explain([article]))


def explain_inputs(paths: Iterable[str | Path], reading: Reading = _PLAIN) -> Iterator[Explanation]:
    """Read articles and explain each.

    Raises:
        KGError: the ontology or the model is no good; a bad input only goes to `reading.on_error`.
    """
    articles = read(paths, reading)
    first = next(articles, None)
    if first is not None:
        extractor = _extractor(reading)
        yield from extractor.explain(chain([first], articles))


def remove(
    names: Iterable[str],
    store: Path,
    *,
    ontology: Path | None = None,
    dry_run: bool = False,
    wait: float = 0.0,
    on_note: Callable[[str], object] = ignore_note,
) -> tuple[list[ArticleMeta], Summary | None]:
    """Remove articles from a store, all or none, and bring its graph up to date: as if they had never been there.

    Args:
        names: What articles are called: id, address, title, or a file or folder that they were read from.
        store: The store's folder.
        ontology: What to link with, as for `build`.
        dry_run: Whether only to tell which articles are meant.
        wait: How many seconds to wait for another process that writes.
        on_note: Is told what is worth knowing.

    Returns:
        The articles, and what the store holds without them; nothing of that after a dry run.

    Raises:
        KGError: A name is none of an article in the store, or of several; the ontology or the store is no good.
    """
    from kg.graph.build import graph_stamp, update
    from kg.graph.runs import GIVEN
    from kg.graph.store import open_store

    loaded = load_ontology(ontology)
    with open_store(store, wait=wait, on_wait=on_note, read_only=dry_run) as opened:
        if not dry_run and opened.kept.stamp is None:  # the same command, perhaps, that was interrupted
            on_note("an interrupted build is completed first")
            update(opened, (), loaded, GIVEN, base=opened.base)
        articles = {each.meta.id: each.meta for each in opened.kept.articles()}
        found = {id_: articles[id_] for name in names for id_ in _articles_called(name, articles, opened.base)}
        left = articles.keys() - found.keys()
        if dry_run:
            return list(found.values()), None
        if found and opened.kept.stamp != graph_stamp(opened, loaded):
            on_note("the graph is linked anew, for it was linked by another version of kg or of the ontology")
        done = update(opened, (), loaded, GIVEN, base=opened.base, only=left)
    return list(found.values()), _summary([done], 0, None)


def _spoken_by(model: str | None) -> tuple[str, ...]:
    """The language of a spaCy pipeline, which its name begins with: de_core_news_sm; else it is English."""
    named = _PIPELINE.match(Path(model).name) if model else None
    return (named[1] if named else ENGLISH,)


def _articles_called(name: str, known: Mapping[str, ArticleMeta], base: str) -> Iterator[str]:
    """The ids of the articles of a name; what is in a file or folder is known by reading it."""
    from kg.query.articles import find_article

    if name not in known and Path(name).exists():
        options = Options(languages=None)  # whatever it was built with
        ids = dict.fromkeys(
            item.article.id if isinstance(item, Claim) else item.id for item in read_inputs([name], options)
        )
        there = [id_ for id_ in ids if id_ in known]
        if not there:
            raise QueryError(f"{name}: none of its articles is in the store as it reads now")
        yield from there
    else:
        yield find_article(known.values(), name, base).id


def _extractor(reading: Reading) -> Extractor:
    from kg.extract import Extractor  # with it comes spaCy, which takes its time: where texts are read, not before

    return Extractor(load_ontology(reading.ontology), reading.model, open_relations=reading.open_relations)


def read(paths: Iterable[str | Path], reading: Reading = _PLAIN) -> Iterator[Article]:
    """The articles of inputs as they are read, before anything is extracted."""
    return _read(paths, *_counted(reading))


def _read(paths: Iterable[str | Path], reading: Reading, tally: Tally) -> Iterator[Article]:
    for article in tally.watch.each("reading", read_articles(paths, reading.options)):
        tally.add_article(article)
        yield article


def _counted(reading: Reading) -> tuple[Reading, Tally]:
    """The same, with all that is left out counted too."""
    tally = reading.tally or Tally()

    def fail(error: ArticleError) -> None:
        tally.add_failure(error)
        reading.on_error(error)

    def skip(skipped: Skipped) -> None:
        tally.add_skipped(skipped)
        reading.on_skip(skipped)

    return replace(reading, on_error=fail, on_skip=skip), tally


def evaluate(
    directory: Path, reading: Reading = _PLAIN, *, claims: str | Path | None = None, min_confidence: float = 0.0
) -> tuple[list[GoldArticle], Score]:
    """Score claims against the annotated articles of a folder.

    The articles are read, unless `claims` names a JSON Lines file of claims on them (`-`: standard input). Claims
    below `min_confidence` are left out.

    Raises:
        KGError: the ontology or the model is no good, or no gold file is; one bad file only goes to
            `reading.on_error`.
    """
    reading, tally = _counted(reading)
    ontology = load_ontology(reading.ontology)
    gold = load_gold(directory, on_error=reading.on_error)
    if not gold:
        raise ArticleError(f"{directory}: none of the gold files could be read")
    for item in gold:
        names = {name for expected in item.claims for name in expected.relations}
        for unknown in sorted(names - ontology.relations.keys()):
            near = get_close_matches(unknown, ontology.relations, n=1)
            hint = f"; did you mean {near[0]!r}?" if near else ""
            reading.on_note(f"{item.id}: the ontology has no relation {unknown!r}, so nothing can match it{hint}")
    if claims is None:
        extracted = _extracted((item.article for item in gold), ontology, reading)
        found = [claim for _, each in _watched(extracted, reading, tally) for claim in each]
    else:
        found = list(_claims_in(claims, reading))
    return gold, score(gold, at_least(found, min_confidence), ontology)


def _claims_in(path: str | Path, reading: Reading) -> Iterator[Claim]:
    told = False
    for item in read_inputs([path], reading.options):
        if isinstance(item, Claim):
            yield item
        elif not told:
            told = True
            reading.on_error(
                ArticleError(
                    f"{path}: holds articles, not claims; `kg extract` makes claims of them", kind="wrong fields"
                )
            )


def _mixed(store: Store, reading: Reading) -> str | None:
    """A word on articles that an earlier build read in the other mode: each keeps the claims of its last reading."""
    from kg.graph.runs import GIVEN

    runs = store.kept.runs().items()
    count = sum(n for run, n in runs if run.model != GIVEN and run.open_relations is not reading.open_relations)
    if not count:
        return None
    were, them = ("article of the store was", "it") if count == 1 else ("articles of the store were", "them")
    mode = "without" if reading.open_relations else "with"
    return f"{count} {were} read {mode} --open; build from {them} again to change that"


def _extracted(articles: Iterable[Article], ontology: Ontology, reading: Reading) -> Iterator[Extracted]:
    return extract_articles(
        articles,
        ontology,
        model=reading.model,
        open_relations=reading.open_relations,
        workers=reading.workers,
        on_error=reading.on_error,
    )


def _found(
    paths: tuple[str | Path, ...],
    store: Store,
    reading: Reading,
    tally: Tally,
    ontology: Ontology,
    engine: Engine | None,
) -> tuple[Iterator[Extracted], Inputs[Article] | Inputs[Extracted], str | None]:
    """What of the inputs the store does not know yet, the inputs themselves, and what reads them, if anything does."""
    if engine is not None:
        return _found_by(engine, paths, store, reading, tally, ontology)
    inputs = Inputs(partial(read_inputs, paths), reading.options, tally)
    articles = inputs.articles()
    first = next(articles, None)
    if first is None:  # claims alone need no language model
        return iter(()), inputs, None
    model = required_model(reading.model)  # by its files: where all is known it is not loaded
    new = (each for each in chain([first], articles) if not _known(store, each, reading, tally, ontology, model))
    return _watched(_extracted(new, ontology, reading), reading, tally), inputs, model


def _found_by(
    engine: Engine, paths: tuple[str | Path, ...], store: Store, reading: Reading, tally: Tally, ontology: Ontology
) -> tuple[Iterator[Extracted], Inputs[Extracted], str | None]:
    from kg.engine.reading import Reader, read_with

    model = required_model(reading.model)

    def read(options: Options) -> Iterator[Extracted | Claim]:
        return read_with(
            engine,
            paths,
            options,
            ontology,
            Reader(reading.model, model, reading.open_relations),
            on_progress=reading.on_progress,
            strict=reading.strict,
        )

    inputs = Inputs(read, reading.options, tally)
    articles = inputs.articles()
    first = next(articles, None)
    if first is None:
        return iter(()), inputs, None
    new = (each for each in chain([first], articles) if not _known(store, each[0], reading, tally, ontology, model))
    return _watched(new, replace(reading, on_progress=None), tally), inputs, model


def _known(store: Store, article: Article, reading: Reading, tally: Tally, ontology: Ontology, model: str) -> bool:
    from kg.graph.build import known

    found = known(store, article, ontology, model, open_relations=reading.open_relations)
    if found:
        tally.add_known()
    return found


def _watched(extracted: Iterable[Extracted], reading: Reading, tally: Tally) -> Iterator[Extracted]:
    for article, claims in tally.watch.each("extraction", extracted):
        tally.add_claims(claims)
        _tell_progress(reading, tally)
        yield article, claims
        tally.taken += 1  # whoever comes back for more has put it into the store, or printed it


def _tell_progress(reading: Reading, tally: Tally) -> None:
    if reading.on_progress:
        reading.on_progress(tally.extracted, tally.claims.total())


def _summary(updates: list[Update], known: int, model: str | None) -> Summary:
    last = updates[-1]
    return Summary(
        new=sum(done.new for done in updates),
        changed=sum(done.changed for done in updates),
        unchanged=known + sum(done.unchanged for done in updates),
        removed=sum(done.removed for done in updates),
        articles=last.articles,
        claims=last.claims,
        entities=last.entities,
        model=model,
        left_out=last.left_out,
        min_confidence=last.min_confidence,
        dropped=last.dropped,
        unmatched=last.unmatched,
    )
