"""Drafts by referents' keys -> claims with entities, one per distinct statement of an article."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.extract.confidence import Doubts, confidence
from kg.extract.drafts import Draft
from kg.extract.referents import Referent, Resolution, fold
from kg.model import Article, Claim, Entity, EntityType, Evidence
from kg.ontology import Ontology
from kg.open_names import is_open

__all__ = ["weigh_claims"]

LONGEST_ALIAS = 8  # words


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-") or "entity"


def _label(referent: Referent, ontology: Ontology) -> str:
    actor = ontology.actors.get(referent.actor or "")
    if actor is not None:
        return actor.label
    if referent.label:
        return referent.label
    names = {" ".join(words): len(words) for words in referent.words}
    # the fullest of the names proper, never a title or description that also stands for it
    proper = [
        form
        for form, n in referent.forms.items()
        if n and _slug(form).replace("-", "") in {_slug(k).replace("-", "") for k in names}
    ]
    pool = proper or list(referent.forms) or ["?"]
    return max(sorted(pool), key=lambda form: (len(form.split()), len(form)))


def _entities(resolution: Resolution, ontology: Ontology, drafts: Iterable[Draft]) -> dict[int, Entity]:
    """The entities of the drafts. Those of open relations come last, and so take no id from the others."""
    framed: set[int] = set()
    opened: set[int] = set()
    for d in drafts:
        keys = opened if is_open(d.relation) else framed
        keys.update(k for k in (d.subject, d.object, d.place, d.speaker) if k is not None)
    out: dict[int, Entity] = {}
    taken: dict[str, int] = {}
    for key in (*sorted(framed), *sorted(opened - framed)):
        referent = resolution.referents[key]
        label = _label(referent, ontology)
        name = referent.actor or _slug(label)
        if taken.get(name, key) != key:
            name = f"{name}-{referent.type.value.lower()}"
        while taken.get(name, key) != key:
            name += "x"
        taken[name] = key
        aliases = tuple(sorted(f for f in referent.forms if f and len(f.split()) <= LONGEST_ALIAS and "\n" not in f))
        out[key] = Entity(name, label, referent.type, aliases)
    return out


def _mergeable(a: Draft, b: Draft) -> bool:
    return all(
        x is None or y is None or x == y for x, y in ((a.speaker, b.speaker), (a.time, b.time), (a.place, b.place))
    )


def _normal(draft: Draft) -> Draft:
    """Symmetric claims have one direction: the order of first mention."""
    if draft.symmetric and draft.object < draft.subject:
        return replace(draft, subject=draft.object, object=draft.subject)
    return draft


def _merge(drafts: Sequence[Draft]) -> list[tuple[Draft, list[int]]]:
    groups: dict[tuple[object, ...], list[tuple[Draft, list[int]]]] = defaultdict(list)
    for draft in sorted(
        map(_normal, drafts),
        key=lambda d: (-sum(x is not None for x in (d.time, d.place, d.speaker)), d.sent),
    ):
        key = (draft.subject, draft.relation, draft.object, draft.polarity, draft.modality)
        fitting = [n for n, (known, _) in enumerate(groups[key]) if _mergeable(known, draft)]
        exact = [n for n in fitting if groups[key][n][0].speaker == draft.speaker]
        if len(fitting) == 1 or len(exact) == 1:
            n = (exact or fitting)[0]
            known, sents = groups[key][n]
            merged = replace(
                known,
                place=known.place if known.place is not None else draft.place,
                time=known.time or draft.time,
                topic=known.topic or draft.topic,
                speaker=known.speaker
                if known.speaker == draft.speaker
                else (None if known.asserted or draft.asserted else known.speaker),
                asserted=known.asserted or draft.asserted,
                doubts=max(known.doubts, draft.doubts, key=confidence),
            )
            groups[key][n] = (merged, sorted({*sents, draft.sent}))
        else:
            groups[key].append((draft, [draft.sent]))
    return [item for found in groups.values() for item in found]


def weigh_claims(
    article: Article, resolution: Resolution, drafts: Sequence[Draft], ontology: Ontology
) -> tuple[tuple[Claim, Doubts], ...]:
    """Merge the drafts of an article and give them their entities and evidence, in the order of the text.

    Of several drafts of one claim the surest counts; that several sentences say so makes it surer.
    """
    merged = _merge(drafts)
    entities = _entities(resolution, ontology, (draft for draft, _ in merged))
    claims = []
    for draft, sents in merged:
        evidence = []
        for n in sents:
            sent = resolution.annotated.sents[n]
            start, end = resolution.annotated.span(sent.start, sent.end)
            evidence.append(Evidence(article.text[start:end], start, end))
        subject, obj = entities[draft.subject], entities[draft.object]
        if subject.type is EntityType.OFFICE or subject.label == "?" or obj.label == "?":
            continue
        place = entities[draft.place] if draft.place is not None else None
        speaker = entities[draft.speaker] if draft.speaker is not None else None
        identity = "|".join(
            str(x)
            for x in (
                article.id, subject.id, draft.relation, obj.id, draft.polarity, draft.modality, draft.time,
                place.id if place else "", speaker.id if speaker else "",
            )
        )  # fmt: skip
        doubts = replace(draft.doubts, once=float(len(sents) == 1))
        claims.append(
            (
                sents[0],
                doubts,
                Claim(
                    id=hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:16],
                    article=article.meta,
                    subject=subject,
                    relation=draft.relation,
                    object=obj,
                    symmetric=draft.symmetric,
                    event_type=draft.event_type,
                    polarity=draft.polarity,
                    modality=draft.modality,
                    operator=draft.operator,
                    place=place,
                    time=draft.time,
                    topic=draft.topic,
                    speaker=speaker,
                    asserted=draft.asserted,
                    confidence=confidence(doubts),
                    evidence=tuple(evidence),
                ),
            )
        )
    ordered = sorted(claims, key=lambda p: (p[0], p[2].subject.id, p[2].relation, p[2].object.id, p[2].id))
    return tuple({claim.id: (claim, doubts) for _, doubts, claim in ordered}.values())
