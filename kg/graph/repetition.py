"""Articles that repeat each other: syndicated wire copy, shortened copies, light rewrites.

Texts are compared by their shingles, the runs of three words in them (Broder, "On the resemblance and containment of
documents", 1997). One repeats another if it shares enough of the shorter one's shingles, so that a copy that was cut
short counts too. MinHash by datasketch, and bands of its slots as in LSH, find the pairs worth a look, and these are
compared exactly. What belongs together by way of others does: repetition makes groups.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections import defaultdict, deque
from dataclasses import dataclass
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from pyoxigraph import NamedNode, Quad

from kg.graph.quads import article_iri, derived_graph
from kg.graph.vocab import KG

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import numpy.typing as npt

    from kg.graph.whole import Whole
    from kg.model import ArticleMeta

    Hashes: TypeAlias = npt.NDArray[np.uint32]

__all__ = ["METHOD", "REPETITION", "Sketch", "find_repeats", "make_sketch", "repeats", "repetition_quads"]

REPETITION = "repetition"
"""The name of the graph that says which article repeats which."""

METHOD = "3 words, 256 slots"
"""What sketches are made by; those made by anything else are made again."""

_WORDS = 3
_SLOTS = 256
# Bands of 2 slots: a text and its first fifth, of resemblance 0.2, are looked at in 99.5 of 100 cases, a tenth in 72.
_BANDS = (128, 2)
# Of the copies in tests/tables/repetition.md, cut and rewritten, the least alike shares 0.61 of the shorter one's
# shingles; of outlets' own reports on one event the most alike, with a quotation or background in common, 0.22.
_SHARE = 0.4
# So few shingles two reports may have in common by chance or by quoting one sentence.
_FEWEST = 20
# In a crowded bucket each text is compared with so many of its neighbours, which keeps the work linear.
_NEIGHBOURS = 4
# After so many bands what they found is brought together.
_MERGED = 8
# A text as long as a book is taken piece by piece: its runs of words fill gigabytes, and its signature's numbers, too.
_RUNS = 500_000
_SIGNED = 20_000
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """The shingles of a text as sorted hashes, and their MinHash signature."""

    shingles: Hashes
    signature: Hashes

    @property
    def content(self) -> bytes:
        """The same for texts of the same shingles, and for no others."""
        return self.shingles.tobytes()

    def to_bytes(self) -> tuple[bytes, bytes]:
        """Shingles and signature as bytes, the smallest first, on whatever machine."""
        return self.shingles.astype("<u4").tobytes(), self.signature.astype("<u4").tobytes()

    @classmethod
    def from_bytes(cls, shingles: bytes, signature: bytes) -> Sketch:
        """What `to_bytes` gave."""
        return cls(*(np.frombuffer(data, dtype="<u4").astype(np.uint32) for data in (shingles, signature)))


def make_sketch(text: str) -> Sketch:
    """The sketch of a text; words are compared without regard to capitals and punctuation."""
    runs = _runs(_WORD.finditer(text.casefold()))
    shingles = np.empty(0, dtype=np.uint32)
    while some := {_hash(run) for run in islice(runs, _RUNS)}:
        shingles = np.union1d(shingles, np.fromiter(some, dtype=np.uint32))
    minhash = _empty().copy()
    for at in range(0, shingles.size, _SIGNED):
        minhash.update_batch(shingles[at : at + _SIGNED].tolist())
    return Sketch(shingles, np.asarray(minhash.hashvalues, dtype=np.uint32))


def repeats(one: Sketch, other: Sketch) -> bool:
    """Whether one text repeats the other, or both repeat a third."""
    shorter = min(one.shingles.size, other.shingles.size)
    if not shorter:
        return False
    shared = np.intersect1d(one.shingles, other.shingles, assume_unique=True).size
    if shared == one.shingles.size == other.shingles.size:
        return True
    return bool(shared >= _FEWEST and shared >= _SHARE * shorter)


def find_repeats(sketches: Mapping[str, Sketch], articles: Mapping[str, ArticleMeta]) -> dict[str, str]:
    """The articles that repeat others, each with the first of those that say the same.

    The first is the one published first; among those of one day, or of none, the one whose id is.

    Args:
        sketches: The sketches of all articles by their ids.
        articles: What is known of them.
    """
    alike: dict[bytes, list[str]] = defaultdict(list)
    for article, sketch in sketches.items():
        if sketch.shingles.size:
            alike[sketch.content].append(article)
    same = [ids for _, ids in sorted(alike.items())]
    alike.clear()  # the shingles of all, once more
    found = {}
    for group in _groups([sketches[ids[0]] for ids in same]):
        ids = [article for at in group for article in same[at]]
        first = min(ids, key=lambda article: (articles[article].published or "~", article))
        found.update({article: first for article in ids if article != first})
    return dict(sorted(found.items()))


def repetition_quads(whole: Whole) -> Iterator[Quad]:
    """Which article repeats which, in a graph of its own."""
    graph = derived_graph(whole.base, REPETITION)
    for article, first in whole.repeats.items():
        yield Quad(article_iri(whole.base, article), NamedNode(str(KG.repeats)), article_iri(whole.base, first), graph)


def _runs(words: Iterable[re.Match[str]]) -> Iterator[str]:
    """The runs of words; of fewer words than one has, all of them."""
    run: deque[str] = deque(maxlen=_WORDS)
    for word in words:
        run.append(word[0])
        if len(run) == _WORDS:
            yield " ".join(run)
    if 0 < len(run) < _WORDS:
        yield " ".join(run)


def _groups(texts: list[Sketch]) -> Iterable[list[int]]:
    """The places of the texts that repeat each other, those alone too."""
    parent = list(range(len(texts)))

    def find(at: int) -> int:
        while parent[at] != at:
            parent[at] = parent[parent[at]]
            at = parent[at]
        return at

    for one, other in _candidates(texts):
        first, second = sorted((find(one), find(other)))
        if first != second and repeats(texts[one], texts[other]):
            parent[second] = first
    groups: dict[int, list[int]] = defaultdict(list)
    for at in range(len(texts)):
        groups[find(at)].append(at)
    return groups.values()


def _candidates(texts: list[Sketch]) -> Iterator[tuple[int, int]]:
    """Pairs of texts, by their places in the list, that share a bucket of an LSH index, whose buckets are bands."""
    if not texts:
        return
    signatures = np.stack([text.signature for text in texts])
    bands, slots = _BANDS
    found = [np.zeros(0, dtype=np.int64)]
    for band in range(bands):
        first = band * slots
        buckets = _numbered(signatures[:, first : first + slots])
        order = np.argsort(buckets, kind="stable")
        begins = np.flatnonzero(np.diff(buckets[order], prepend=-1))
        ends = np.append(begins[1:], len(order))
        for begin, end in zip(begins, ends, strict=True):
            if end - begin > _NEIGHBOURS + 1:  # the most alike, whose next slots are the same too, side by side
                behind = first + slots
                order[begin:end] = sorted(order[begin:end], key=lambda at: _ring(signatures[at], behind, first))
        ordered = buckets[order]
        for step in range(1, _NEIGHBOURS + 1):
            near = np.flatnonzero(ordered[step:] == ordered[:-step])
            one, other = order[near], order[near + step]
            found.append(np.minimum(one, other) * len(texts) + np.maximum(one, other))
        if band % _MERGED == _MERGED - 1:
            found = [np.unique(np.concatenate(found))]  # most pairs share several buckets
    for pair in array("q", np.unique(np.concatenate(found)).tobytes()):
        yield divmod(pair, len(texts))


def _ring(signature: Hashes, begin: int, end: int) -> bytes:
    """The slots from one to another, by way of the last and the first."""
    return signature[begin:].astype("<u4").tobytes() + signature[:end].astype("<u4").tobytes()


def _numbered(slots: Hashes) -> npt.NDArray[np.int64]:
    """A number for each row, the same for the same."""
    packed = np.ascontiguousarray(slots).view(np.dtype((np.void, slots.dtype.itemsize * slots.shape[1])))
    return np.unique(packed.ravel(), return_inverse=True)[1].astype(np.int64)


@cache
def _empty() -> Any:
    from datasketch import MinHash

    return MinHash(num_perm=_SLOTS, seed=1, hashfunc=int)


def _hash(run: str) -> int:
    return int.from_bytes(hashlib.blake2b(run.encode("utf-8", "surrogatepass"), digest_size=4).digest(), "little")
