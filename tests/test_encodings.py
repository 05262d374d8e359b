"""Texts in the encodings that files really have: whatever the language, the right letters come out."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import ArticleError
from kg.read import read_articles
from kg.read.inputs.formats import Format, sniff
from kg.read.text.decode import MIXED, decode, encoding_of

TEXTS = {
    "en": "“It’s not great” – the café owner said. The minister flew to Vienna on Tuesday and doesn’t expect a deal.\n",
    "fr": "Le ministre des Affaires étrangères a rencontré lundi à Genève l’envoyé de la Norvège ; ils ont parlé.\n",
    "ru": "Президент России встретился с премьер-министром Израиля в Кремле. Стороны обсудили положение на Украине.\n",
    "uk": "Президент України зустрівся з прем'єр-міністром Ізраїлю в Києві. Сторони обговорили становище в країні.\n",
    "bg": "Президентът на България се срещна с министър-председателя на Израел. Страните обсъдиха положението.\n",
    "el": "Ο υπουργός Εξωτερικών συναντήθηκε τη Δευτέρα στη Γενεύη με τον εκπρόσωπο της Νορβηγίας.\n",
    "ar": "التقى وزير الخارجية يوم الاثنين في جنيف بممثل النرويج وبحثا الوضع. واتفق الجانبان على مواصلة التعاون.\n",
    "he": "שר החוץ נפגש ביום שני עם נציג נורווגיה ודן במצב. הצדדים הסכימו להמשיך בשיתוף הפעולה ביניהם.\n",
    "ja": "外務大臣は月曜日にジュネーブでノルウェーの代表と会談し、情勢について協議した。両国は協力を続ける。\n",
    "zh": "外交部长星期一在日内瓦会见了挪威代表，就乌克兰局势交换了意见。双方同意继续合作。\n",
    "zht": "外交部長星期一在日內瓦會見了挪威代表，就烏克蘭局勢交換了意見。雙方同意繼續合作。\n",
    "ko": "외무장관은 월요일 제네바에서 노르웨이 대표와 만나 우크라이나 정세에 대해 논의했다. 양측은 협력한다.\n",
}
ENCODINGS = {
    "en": ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "cp1252", "mac_roman"),
    "fr": ("cp1252", "utf-16-le"),
    "ru": ("cp1251", "koi8-r", "iso8859-5", "cp866", "mac_cyrillic", "utf-16-le", "utf-16-be"),
    "uk": ("cp1251", "koi8-u"),
    "bg": ("cp1251",),
    "el": ("cp1253", "iso8859-7"),
    "ar": ("cp1256", "iso8859-6"),
    "he": ("cp1255", "iso8859-8"),
    "ja": ("shift_jis", "euc_jp", "iso2022_jp", "utf-16-le"),
    "zh": ("gb18030", "gbk", "gb2312", "utf-16-be"),
    "zht": ("big5",),
    "ko": ("euc_kr", "cp949"),
}


CASES = [(language, encoding) for language, encodings in ENCODINGS.items() for encoding in encodings]


@pytest.mark.parametrize(("language", "encoding"), CASES)
@pytest.mark.parametrize("times", [1, 20])
def test_texts_of_all_scripts(language: str, encoding: str, times: int) -> None:
    data = (TEXTS[language] * times).encode(encoding, "replace")
    assert decode(data, "a.txt").removeprefix("\ufeff") == data.decode(encoding)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
def test_wide_texts_without_a_mark_are_no_binaries(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(TEXTS["en"].encode(encoding))
    (article,) = read_articles([path])
    assert article.text == TEXTS["en"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        # UTF-8 into which somebody pasted Windows-1252.
        (
            "The envoys of both countries met in Łódź, then in Kraków and ".encode() + "“Málaga”.".encode("cp1252"),
            "The envoys of both countries met in Łódź, then in Kraków and “Málaga”.",
        ),
        ("“Één” café ".encode() + b"\xff here", "“Één” café \ufffd here"),
        ("“Één” naïve déjà ".encode() + b"\xe2\x80 cut", "“Één” naïve déjà \ufffd\ufffd cut"),
        # The five bytes that Windows-1252 leaves open are what Latin-1 has there, as in browsers.
        (
            b"The caf\xe9 \x81\x8d\x8f\x90\x9d of its owner was open.",
            "The café \x81\x8d\x8f\x90\x9d of its owner was open.",
        ),
        (b"It\x92s \x93good\x94", "It’s “good”"),
        (b"They don\xd5t say \xd2yes\xd3.", "They don’t say “yes”."),
        ("SÕ é: Tõnis Mägi said".encode("cp1252"), "SÕ é: Tõnis Mägi said"),
        (b"Plain ASCII.", "Plain ASCII."),
        (b"", ""),
    ],
)
def test_mixed_and_marginal_bytes(data: bytes, text: str) -> None:
    assert decode(data, "a.txt") == text


@pytest.mark.parametrize("data", [b"\x7fELF\0\1", b"\0" * 500, b"\x89PNG\r\n\x1a\n\0\0", bytes(range(256)) * 4])
def test_binaries_are_none(data: bytes) -> None:
    with pytest.raises(ArticleError, match="a binary file"):
        decode(data, "a.bin")
    assert sniff(data, ".txt") is Format.BINARY


@pytest.mark.parametrize("text", [TEXTS["ru"], TEXTS["ja"], TEXTS["en"]])
def test_a_head_may_end_inside_a_letter(text: str) -> None:
    data = (text * 5).encode()
    assert {encoding_of(data[:size], "a.txt") for size in range(200, 210)} == {"utf-8-sig"}


@given(st.binary(max_size=300))
def test_any_bytes_are_a_text_or_none(data: bytes) -> None:
    try:
        encoding = encoding_of(data, "a.txt")
        text = decode(data, "a.txt")
    except ArticleError:
        return
    assert text == data.decode(encoding, MIXED)


@given(st.text(max_size=200))
def test_utf8_is_kept(text: str) -> None:
    data = text.encode()
    if b"\0" not in data and b"\x1b$" not in data:
        assert decode(data, "a.txt") == text.removeprefix("\ufeff") or text.startswith(("%PDF-", "PK\3\4", "{\\rtf"))
