"""What articles say, as people are shown it: nothing in it hides, turns round or breaks what stands beside it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.lines import cut_line, one_line


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Mac\u00adron met Pu\u200btin.", "Macron met Putin."),
        ("Biden\u202e met Xi\u2066 in\u061c Bali\u2069.", "Biden met Xi in Bali."),
        ("the inter\u00ad\nnational talks", "the international talks"),
        ("Nagorno-\nKarabakh and the Saudi-\n  led war", "Nagorno- Karabakh and the Saudi-led war"),
        ("one\x00two\x1b[31mthree\n\nfour\u2028five", "one two [31mthree four five"),
        ("a\u00a0b  c", "a b c"),
        ("", ""),
    ],
)
def test_one_line(text: str, shown: str) -> None:
    assert one_line(text) == shown


@given(st.text(max_size=60))
def test_any_text_is_shown_in_one_line_and_changed_no_more(text: str) -> None:
    shown = one_line(text)
    assert shown.isprintable()
    assert one_line(shown) == shown
    assert len(cut_line(text, 20)) <= 20
