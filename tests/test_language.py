"""Languages: told where they can be, left open where not, and what a user does not ask for is passed over."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Article
from kg.read import Options, Skipped, language_code, read_articles
from kg.read.text.language import language_name, language_of

FOREIGN = {
    "ar": [
        "التقى الرئيس المصري نظيره الفرنسي في القاهرة يوم الاثنين.",
        "أدانت وزارة الخارجية الهجوم على السفارة",
    ],
    "de": [
        "Der Bundeskanzler reiste am Montag nach Kiew und sagte der Ukraine weitere Hilfe zu.",
        "Außenministerin in Peking: Scharfe Worte zum Krieg",
        "Bei einem Anschlag in Kabul sind mindestens zwanzig Menschen getötet worden, teilte die Polizei mit.",
    ],
    "es": [
        "El presidente colombiano se reunió el lunes con su homólogo venezolano en Caracas.",
        "El ejército confirmó la muerte de tres soldados en la frontera.",
    ],
    "fa": [
        "رئیس جمهور ایران روز دوشنبه با همتای روس خود در تهران دیدار کرد.",
        "وزارت خارجه این حمله را محکوم کرد و گفت که پاسخ خواهد داد",
    ],
    "fr": [
        "Le ministre des Affaires étrangères s'est rendu à Alger pour rencontrer son homologue.",
        "La Russie accuse l'Ukraine d'avoir violé la trêve",
    ],
    "he": ["ראש הממשלה נפגש ביום שני במוסקבה עם נשיא רוסיה.", "משרד החוץ גינה את המתקפה"],
    "it": [
        "Il ministro degli Esteri ha incontrato a Roma il collega turco per discutere della Libia.",
        "Il governo condanna l'attacco contro la nave",
    ],
    "ja": ["日本の首相は月曜日にソウルで韓国の大統領と会談した。", "政府は攻撃を非難した"],
    "nl": [
        "De minister-president sprak maandag in Den Haag met zijn Duitse ambtgenoot.",
        "Volgens de politie zijn er zeker twaalf mensen gewond geraakt.",
    ],
    "pl": [
        "Premier spotkał się w Warszawie z prezydentem Ukrainy i zapowiedział dalszą pomoc.",
        "Rosja odrzuciła propozycję zawieszenia broni",
    ],
    "pt": [
        "O presidente brasileiro viajou para Pequim e assinou quinze acordos comerciais.",
        "As duas partes não chegaram a um acordo durante as negociações.",
    ],
    "ru": ["Президент России провёл телефонный разговор с премьер-министром Израиля.", "МИД вызвал посла Германии"],
    "sv": [
        "Statsministern träffade sin finländska kollega i Stockholm på måndagen.",
        "Regeringen fördömer attacken mot ambassaden",
    ],
    "tr": [
        "Cumhurbaşkanı pazartesi günü Bakü'de Azerbaycanlı mevkidaşıyla görüştü.",
        "Dışişleri bakanı ateşkes çağrısında bulundu.",
    ],
    "uk": ["Президент України зустрівся у Києві з канцлером Німеччини.", "Росія знову обстріляла Харків"],
    "zh": ["中国外交部长周一在北京会见了德国外长。", "俄罗斯谴责新的制裁"],
}
# Full of foreign names, and English all the same.
ENGLISH = [
    "She met Putin.",
    "Putin met Xi in Moscow.",
    "Russia attacks Ukraine",
    "Macron, Scholz, Meloni meet in Paris",
    "Erdogan, Aliyev hold Ankara talks",
    "Gantz: Hezbollah must withdraw",
    "Volodymyr Zelenskyy met Ursula von der Leyen and Olaf Scholz in Kyiv.",
    "Mohammed bin Salman visits Abdel Fattah el-Sisi in Sharm el-Sheikh",
    "Xi Jinping calls Luiz Inácio Lula da Silva",
    "Kim Jong Un inspects Pyongyang missile factory",
    "Recep Tayyip Erdoğan condemned Benjamin Netanyahu.",
    "The Rassemblement National beat La République En Marche.",
    "Frankfurter Allgemeine Zeitung reported talks between Siemens and Deutsche Bank.",
    "Bashar al-Assad met Ebrahim Raisi; Hassan Nasrallah welcomed it.",
    "Andrés Manuel López Obrador rejects Donald Trump's tariffs",
    "Viktor Orbán hosts Robert Fico, Andrej Babiš and Aleksandar Vučić in Budapest",
    "Yoon, Kishida meet",
    "In Addis Ababa, Abiy Ahmed greeted Isaias Afwerki.",
    "Nguyen Phu Trong and Pham Minh Chinh received Narendra Modi in Hanoi.",
    "Sanctions hit Gazprom, Rosneft, Sberbank",
    "Jair Bolsonaro phoned Javier Milei",
    "Prime Minister Petr Fiala visited Warsaw, Vilnius, Riga and Tallinn on Monday.",
    "Jens Stoltenberg urges Sweden, Finland, Norway, Denmark to spend more",
    "Berlin: Baerbock visits Kyiv, Odesa, Chisinau",
    "Khamenei adviser Ali Akbar Velayati meets Moqtada al-Sadr in Najaf",
    "Juan Guaidó, Leopoldo López, María Corina Machado condemn Nicolás Maduro",
    "Mr Xi (习近平) met Mr Putin (Владимир Путин) in Moscow.",
    "DOHA, June 3 - Iranâ€™s Ali Bagheri met Qatarâ€™s Emir Tamim bin Hamad Al Thani in Doha. Saudi Arabiaâ€™s Crown "
    "Prince Mohammed bin Salman telephoned Bagheri on Monday.",
]
NEWS = (
    "The prime minister flew to Moscow on Saturday and met the Russian president there for about three hours. He then "
    "spoke with the president of Ukraine, his office said, and told reporters that talks would go on.\n\n"
    "Israel has said that it will not send weapons, but that its hospitals are open to those who have been wounded."
)
NACHRICHTEN = " ".join(FOREIGN["de"])


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOREIGN.items() for text in texts])
def test_short_texts_are_told_from_english(code: str, text: str) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize("text", ENGLISH)
def test_english_with_foreign_names_stays_english(text: str) -> None:
    assert language_of(text) in ("en", None)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (NEWS, "en"),
        (f"{NEWS}\n\n{NACHRICHTEN}", "en"),  # what most of it is in
        (f"{NEWS[:120]}\n\n{NACHRICHTEN}\n\n{NACHRICHTEN}", "de"),
        (NEWS.upper(), "en"),
        ("", None),
        ("1 2 3 - 4,5 %", None),
        ("Paris Berlin Rome", None),
        ("ᚠᚢᚦᚨᚱᚲ " * 9, None),  # a script of no news
    ],
)
def test_a_text_is_in_what_most_of_it_is_in(text: str, code: str | None) -> None:
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "declared", "code"),
    [
        (NEWS, "de", "en"),  # the text knows better
        (NACHRICHTEN, "en-US", "de"),
        ("Talks fail", "de-DE", "de"),  # it tells nothing
        ("Talks fail", "English", "en"),
        ("Talks fail", "no language at all, surely", "no"),
        ("Talks fail", "?", None),
        (FOREIGN["ru"][0], "bg", "bg"),  # too near to quarrel
        (FOREIGN["ru"][0], "en", "ru"),
        (NEWS, "eng", "en"),
    ],
)
def test_what_is_declared_counts_where_the_text_does_not_contradict(text: str, declared: str, code: str | None) -> None:
    assert language_of(text, declared) == code


def test_junk_does_not_count() -> None:
    text = f"{NEWS}\n{NACHRICHTEN * 4}"
    assert language_of(text) == "de"
    assert language_of(text, None, [(len(NEWS) + 1, len(text))]) == "en"


@pytest.mark.parametrize(
    ("name", "code"),
    [("en-GB", "en"), ("EN", "en"), ("eng", "en"), ("English; German", "en"), ("ger", "de"), ("zh_Hant", "zh"),
     ("iw", "he"), ("German", "de"), ("", None), ("x", None), ("none of these", None)],
)  # fmt: skip
def test_codes_of_languages(name: str, code: str | None) -> None:
    assert language_code(name) == code


@given(st.text(max_size=400))
def test_no_text_is_too_odd(text: str) -> None:
    told = language_of(text)
    assert told is None or (language_code(told) == told and language_name(told))


def read(path: Path, languages: frozenset[str] | None = frozenset({"en"})) -> tuple[list[Article], list[Skipped]]:
    skipped: list[Skipped] = []
    return list(read_articles([path], Options(languages=languages, on_skip=skipped.append))), skipped


def test_what_nobody_asked_for_is_passed_over_with_a_word(tmp_path: Path) -> None:
    (tmp_path / "de.txt").write_text(NACHRICHTEN)
    (tmp_path / "en.txt").write_text(NEWS)
    rows = [{"title": "Gipfel", "text": NACHRICHTEN}, {"title": "Talks", "text": NEWS}, {"text": "Envoys met."}]
    (tmp_path / "more.jsonl").write_text("\n".join(map(json.dumps, rows)))
    articles, skipped = read(tmp_path)
    assert [article.meta.language for article in articles] == ["en", "en", None]
    why = "it is in German (de); --language any reads it all the same"
    assert [(each.name.removeprefix(f"{tmp_path}/"), each.kind, each.why) for each in skipped] == [
        ("de.txt", "language", why),
        ("more.jsonl (Gipfel)", "language", why),
    ]
    assert [article.meta.language for article in read(tmp_path, frozenset({"de"}))[0]] == ["de", "de", None]
    articles, skipped = read(tmp_path, None)
    assert [article.meta.language for article in articles] == ["de", "en", "de", "en", None]
    assert not skipped
