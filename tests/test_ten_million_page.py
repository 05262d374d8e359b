"""The page on ten million articles is what the measured rates come to."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from typing import Any

import pytest

from scripts.ten_million_page import PAGE, RATES, Assumed, draw_page, reckon

EXAMPLE: dict[str, Any] = {
    "measured": "2020-01-01",
    "machine": "a machine",
    "reading": {"articles": 10, "words": 4_000, "claims": 400, "seconds": 1.0, "part_bytes": 40_000},
    "building": [
        {"articles": 100, "claims": 2_000, "seconds": 10.0, "peak_bytes": 104_000_000, "kept_bytes": 2_000_000},
        {"articles": 400, "claims": 8_000, "seconds": 40.0, "peak_bytes": 116_000_000, "kept_bytes": 8_000_000},
    ],
    "storing": {
        "quads": 160_000,
        "export_seconds": 1.0,
        "packed_bytes": 1_600_000,
        "load_seconds": 1.6,
        "disk_bytes": 16_000_000,
        "query_seconds": {"a": 0.1, "b": 0.7},
    },
}


def test_the_page_is_up_to_date() -> None:
    rates = json.loads(RATES.read_text(encoding="utf-8"))
    assert draw_page(rates) == PAGE.read_text(encoding="utf-8"), "run python scripts/ten_million_page.py"


def test_the_arithmetic() -> None:
    found = reckon(EXAMPLE, Assumed(articles=1_000_000, words=400, nodes=2, cores=10, memory=30 * 10**9, share=0.5))
    assert found.reading_core_hours == pytest.approx(400e6 / 4_000 / 3600)
    assert found.reading_hours == pytest.approx(found.reading_core_hours / 20)
    assert found.part_bytes == pytest.approx(4e9)
    assert found.claims == pytest.approx(40e6)
    assert (found.claim_memory, found.exponent) == pytest.approx((2_000, 1))
    assert found.most_articles == 180_000  # 15 GB less the 100 MB at rest, by 2,000 bytes and 40 claims each: 186,250
    assert found.shards == 6
    assert found.shard_hours == pytest.approx(40e6 / 6 / 200 / 3600)
    assert found.linking_hours == pytest.approx(3 * found.shard_hours)
    assert (found.quads, found.packed_bytes, found.disk_bytes) == pytest.approx((800e6, 8e9, 80e9))
    assert found.loading_hours == pytest.approx(800e6 / 100_000 / 3600)


def test_twice_the_machines_halve_the_reading_alone() -> None:
    one, two = (reckon(EXAMPLE, replace(Assumed(), nodes=nodes)) for nodes in (3, 6))
    assert one.reading_hours == pytest.approx(2 * two.reading_hours)
    assert (one.shards, one.shard_hours, one.quads) == (two.shards, two.shard_hours, two.quads)


def test_linking_that_slows_down_is_reckoned_so() -> None:
    slower = deepcopy(EXAMPLE)
    slower["building"][1]["seconds"] = 80.0
    found, plain = (reckon(rates, Assumed()) for rates in (slower, EXAMPLE))
    assert found.exponent == pytest.approx(1.5)
    assert found.shard_hours > 100 * plain.shard_hours
