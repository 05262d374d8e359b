"""The file of corrections: what a person may write, what they are told of a mistake, that nothing of theirs is lost."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import CorrectionError
from kg.graph.corrections import (
    Alias,
    Apart,
    ClaimKey,
    ConfirmClaim,
    Correction,
    Corrections,
    DropClaim,
    DropEntity,
    Merge,
    Reference,
    Rename,
    Retype,
    What,
)
from kg.graph.corrections_file import (
    append_corrections,
    beside,
    followed,
    load_corrections,
    read_corrections,
    save_corrections,
)
from kg.model import EntityType, Modality, Polarity

ONE, OTHER = Reference("Ann Lee"), Reference("Bo Vega", EntityType.PERSON, "A title")

texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20).filter(str.strip)
maybe = st.none() | texts
types = st.sampled_from(EntityType)
references = st.builds(Reference, texts, st.none() | types, maybe)
names = st.lists(references, min_size=2, max_size=3, unique_by=lambda each: each.key).map(tuple)
keys = st.builds(
    ClaimKey, maybe, texts, maybe, maybe, maybe, maybe, maybe, maybe,
    st.none() | st.sampled_from(Polarity), st.none() | st.sampled_from(Modality),
)  # fmt: skip
whats = st.one_of(
    st.builds(Merge, names), st.builds(Apart, names), st.builds(Rename, references, texts),
    st.builds(Retype, references, types), st.builds(Alias, references, texts), st.builds(DropEntity, references),
    st.builds(DropClaim, keys), st.builds(ConfirmClaim, keys),
)  # fmt: skip
days = st.none() | st.dates().map(str)
comments = st.sampled_from(
    ["", "# mine\n", "# no line end", "\r\n", "# windows\r\n", '[[alias]]\nname = "a"\nalias="b"']
)


@given(before=comments, what=whats, note=maybe, by=maybe, day=days)
def test_what_is_written_is_read_again(
    before: str, what: What, note: str | None, by: str | None, day: str | None
) -> None:
    text = append_corrections(before, [Correction(what, note, by, day)])
    assert text.startswith(before)
    read = read_corrections(text.encode(), "c.toml").all
    (again,) = (each for each in read if each.line == max(other.line or 0 for other in read))
    assert (again.what, again.note, again.by, again.date) == (what, note, by, day)
    assert again.id == Correction(what).id


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[merge]]\nnames = ["Ann Lee", {name="Bo Vega", article="A title", type="person"}]', Merge((ONE, OTHER))),
        ('[[apart]]\nnames = ["Ann Lee", {name="Bo Vega", article="A title", type="Person"}]', Apart((ONE, OTHER))),
        ('[[rename]]\nname = "Ann Lee"\nto = "Ann Li"', Rename(ONE, "Ann Li")),
        ('[[retype]]\nname = "Ann Lee"\nto = "group"', Retype(ONE, EntityType.GROUP)),
        ('[[alias]]\nname = "Ann Lee"\nalias = "AL"', Alias(ONE, "AL")),
        ('[[drop-entity]]\nname = "Ann Lee"', DropEntity(ONE)),
        ('[[drop-claim]]\nsentence = "He met her."', DropClaim(ClaimKey(sentence="He met her."))),
        ('[[drop-claim]]\nsentence = "x"\ntime = 2022-03-05', DropClaim(ClaimKey(sentence="x", time="2022-03-05"))),
        ('[[confirm-claim]]\narticle = "t"\nsubject = "A"', ConfirmClaim(ClaimKey(article="t", subject="A"))),
    ],
)  # fmt: skip
def test_each_kind_is_read(text: str, what: What) -> None:
    (correction,) = read_corrections(f"\ufeff\n# first\n{text}\n".encode(), "c.toml").all
    assert (correction.what, correction.line) == (what, 3)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "c.toml, line 1: no valid TOML"),
        ('\n[[alias]]\nname = "a\n', "c.toml, line 3: no valid TOML"),
        ("x = " + "[" * 5000, "c.toml"),
        ("\n\n[[marge]]\n", "c.toml, line 3: there is no correction \"marge\"; did you mean 'merge'?"),
        ('[merge]\nnames = ["a", "b"]', "each headed by [[merge]] in double brackets"),
        ("merge = [1]", "each headed by [[merge]]"),
        ('[[merge]]\nnames = ["a"]', "c.toml, line 1: merge needs two names or more"),
        ('[[merge]]\nnames = ["a", 1]', "c.toml, line 1: merge has a name that is neither text nor"),
        ('[[merge]]\nnames = ["a", {name = "b", artcle = "c"}]', "unknown key \"artcle\"; did you mean 'article'?"),
        ('[[apart]]\nnames = ["Lee", "LEE"]', "line 1: apart has one name twice; tell the two"),
        ('[[rename]]\nname = "a"\ntoo = "b"', "has no 'to'; is that 'too'?"),
        ('[[rename]]\nname = ["a"]\nto = "b"', "has a 'name' that is no text; write name = \"...\""),
        ('[[rename]]\nname = " "\nto = "b"', "has an empty 'name'"),
        ('[[alias]]\nname = "a"\nalias = "b"\nnone = "c"', "has an unknown key \"none\""),
        ('[[retype]]\nname = "a"\nto = "Persn"', "has an unknown 'to': \"Persn\"; did you mean 'Person'?"),
        ('[[retype]]\nname = "a"\nto = "Thing"', "it is one of Person, Country"),
        ('[[drop-claim]]\narticle = "a"', "does not say which claim; give 'sentence'"),
        ('[[drop-claim]]\nsentence = "a"\nmodality = "real"', "has an unknown 'modality': \"real\""),
        ('[[drop-entity]]\nname = "a"\ndate = "soon"', "has a 'date' that is none: \"soon\"; write it as 2022-03-07"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_line_with_its_place(text: str, told: str) -> None:
    with pytest.raises(CorrectionError) as caught:
        read_corrections(text, "c.toml")
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_utf8_says_where() -> None:
    with pytest.raises(CorrectionError, match=r"c\.toml, line 2: not in UTF-8"):
        read_corrections(b"# a\n# \xe9\n", "c.toml")


@pytest.mark.parametrize(
    "blocks",
    [
        ['[[merge]]\nnames = ["A", "B"]', '[[apart]]\nnames = ["b", "a"]'],
        ['[[merge]]\nnames = ["A", "B"]', '[[merge]]\nnames = ["B", "C"]', '[[apart]]\nnames = ["A", "C"]'],
        ['[[rename]]\nname = "A"\nto = "B"', '[[rename]]\nname = "a"\nto = "C"'],
        ['[[retype]]\nname = "A"\nto = "City"', '[[retype]]\nname = "A"\nto = "Person"'],
        ['[[drop-claim]]\nsentence = "s"', '[[confirm-claim]]\nsentence = "s"'],
    ],
)
def test_contradictions_name_all_their_lines(blocks: list[str]) -> None:
    for order in (blocks, blocks[::-1]):
        text = "\n".join(order)
        with pytest.raises(CorrectionError) as caught:
            read_corrections(text, "c.toml")
        told = str(caught.value)
        lines = [number for number, line in enumerate(text.splitlines(), 1) if line.startswith("[[")]
        assert all(f"line {number}" in told for number in lines), told
        assert "contradicts" in told


def test_what_is_said_twice_is_no_contradiction() -> None:
    text = '[[merge]]\nnames = ["A", "B"]\n[[merge]]\nnames = ["B", "A"]\n[[retype]]\nname = "A"\nto = "City"\n' * 2
    one, other, *_ = read_corrections(text, "c.toml").all
    assert one.id == other.id


def test_lines_are_those_of_headings_only() -> None:
    text = '[[drop-entity]]\nname = """\n[[drop-entity]]\n"""\n# [[drop-entity]]\n\n[[drop-entity]]\nname = "b"\n'
    assert [each.line for each in read_corrections(text, "c.toml").all] == [1, 7]
    inline = 'drop-entity = [{ name = "a" }, { name = "b" }]'
    assert [each.line for each in read_corrections(inline, "c.toml").all] == [None, None]


def test_a_file_is_replaced_whole_and_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    file, link = tmp_path / "real.toml", tmp_path / "corrections.toml"
    file.write_text("# mine\n")
    file.chmod(0o640)
    link.symlink_to(file)
    save_corrections(link, append_corrections("# mine\n", [Correction(DropEntity(ONE))]))
    assert link.is_symlink()
    assert file.stat().st_mode & 0o777 == 0o640
    assert tomllib.loads(file.read_text())["drop-entity"] == [{"name": "Ann Lee"}]
    assert sorted(each.name for each in tmp_path.iterdir()) == ["corrections.toml", "real.toml"]


def test_a_file_that_cannot_be_written_stays(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CorrectionError, match="cannot be written"):
        save_corrections(tmp_path / "file" / "corrections.toml", "")


@pytest.mark.skipif(os.name != "posix", reason="a device that nothing can be read from")
def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CorrectionError, match="cannot be read: Is a directory"):
        load_corrections(tmp_path)


class TestWhichFile:
    TEXT = '[[drop-entity]]\nname = "a"\n'

    def test_it_stands_in_a_folder_given_or_beside_a_file_given(self, tmp_path: Path) -> None:
        one, other = tmp_path / "one", tmp_path / "other"
        one.mkdir()
        other.mkdir()
        (one / "a.txt").touch()
        (other / "b.txt").touch()
        assert beside(["-"]) is None
        assert beside([one / "a.txt", other]) == other / "corrections.toml"  # where it would be: a folder before a file
        (one / "corrections.toml").touch()
        assert beside([one / "a.txt", other]) == one / "corrections.toml"
        (other / "corrections.toml").touch()
        with pytest.raises(CorrectionError, match="only one can be followed"):
            beside([one / "a.txt", other])

    def test_the_one_named_then_the_one_beside_then_the_one_before(self, tmp_path: Path) -> None:
        named, near, before = (tmp_path / name for name in ("n.toml", "corrections.toml", "b.toml"))
        near.write_text(self.TEXT)
        named.write_text(self.TEXT * 2)
        notes: list[str] = []

        def follow(given: Path | None, near: Path | None, text: str = "") -> Corrections:
            return followed(given, near, (str(before), text), notes.append)

        assert len(follow(named, near).all) == 2
        assert follow(None, near).file == str(near)
        assert follow(None, None) == Corrections(str(before))
        before.write_text(self.TEXT * 3)
        assert len(follow(None, None).all) == 3
        assert not notes

    def test_nothing_is_forgotten_when_a_file_is_gone(self, tmp_path: Path) -> None:
        notes: list[str] = []
        found = followed(None, tmp_path / "none.toml", (str(tmp_path / "b.toml"), self.TEXT), notes.append)
        assert found.text == self.TEXT
        assert "b.toml: gone; the corrections that the store has of it are followed" in notes[0]

    def test_two_files_are_one_too_many(self, tmp_path: Path) -> None:
        near, before = tmp_path / "corrections.toml", tmp_path / "b.toml"
        near.write_text(self.TEXT)
        before.write_text(self.TEXT)
        with pytest.raises(CorrectionError, match=r"the store follows .* already; join the two files"):
            followed(None, near, (str(before), self.TEXT), print)
