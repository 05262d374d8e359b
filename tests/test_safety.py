"""What is in a file, or what it is called, does nothing: no request, no other file, no command to a terminal."""

from __future__ import annotations

import gzip
import io
import os
import socket
import struct
import subprocess
import sys
import tarfile
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli import run
from kg.errors import ArticleError
from kg.lines import visible
from kg.model import Article
from kg.read import MAX_CHARACTERS, Options, read_articles
from kg.read.article.limits import MAX_MEMBERS
from kg.read.articles import read_source
from kg.read.inputs.failures import is_damage
from kg.read.inputs.sources import find_sources
from tests.samples import SAMPLES, TEXT

SECRET = "the password is swordfish"
linux = pytest.mark.skipif(sys.platform != "linux", reason="pipes and devices as Linux has them")


def read(*paths: Path | str) -> tuple[list[Article], list[str]]:
    errors: list[str] = []
    options = Options(on_error=lambda error: errors.append(str(error)))
    return list(read_articles(paths, options)), errors


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    """The address of a server, and what it was asked."""
    asked: list[bytes] = []
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            with connection:
                asked.append(connection.recv(1000))
                connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n" + SECRET.encode())

    threading.Thread(target=serve, daemon=True).start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}", asked
    listener.close()


# Run apart: a hook on all that a process asks of the system cannot be taken back.
READ_ALL = """
import sys
def watch(event, arguments):
    if event.startswith(("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethost",
                         "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "urllib.Request")):
        print("ASKED", event, arguments, file=sys.stderr)
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        if not str(arguments[0]).startswith(sys.argv[2]) and "__pycache__" not in str(arguments[0]):
            print("WROTE", arguments, file=sys.stderr)
sys.addaudithook(watch)
from kg.read import articles
articles.GUARDS = False  # all in this process, where the hook is
from kg.cli import run
sys.exit(run(["build", sys.argv[1], "--store", sys.argv[2], "--quiet"]))
"""


def test_reading_and_building_ask_nobody_and_write_nothing_else(tmp_path: Path) -> None:
    inputs = tmp_path / "in"
    inputs.mkdir()
    for suffix, data in SAMPLES.items():
        (inputs / f"a{suffix}").write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", READ_ALL, str(inputs), str(tmp_path / "store")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert "ASKED" not in done.stderr
    assert "WROTE" not in done.stderr
    assert done.returncode == 0, done.stderr


ENTITIES = {
    "file": '<!DOCTYPE a [<!ENTITY x SYSTEM "{secret}">]>',
    "address": '<!DOCTYPE a [<!ENTITY x SYSTEM "{server}/entity">]>',
    "DTD": '<!DOCTYPE a SYSTEM "{server}/a.dtd" [<!ENTITY x "y">]>',
    "parameter": '<!DOCTYPE a [<!ENTITY % p SYSTEM "{server}/p"> %p; <!ENTITY x SYSTEM "{secret}">]>',
    "public": '<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{server}/x.dtd" [<!ENTITY x SYSTEM "{secret}">]>',
}
DOCUMENTS = {
    ".rss": "{doctype}<rss version='2.0'><channel><title>&x;</title><item><title>T</title>"
    "<description>&x; {text}</description></item></channel></rss>",
    ".atom": "{doctype}<feed xmlns='http://www.w3.org/2005/Atom'><title>&x;</title><entry><title>T</title>"
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>&x; {text}</div></content></entry></feed>",
    ".xhtml": "{doctype}<html xmlns='http://www.w3.org/1999/xhtml' xmlns:xi='http://www.w3.org/2001/XInclude'><head>"
    "<title>T</title><link rel='stylesheet' href='{server}/c.css'/></head><body><article><h1>T</h1><p>&x; {text}</p>"
    "<xi:include href='{secret}' parse='text'/><img src='{server}/i.png'/></article></body></html>",
    ".svg.html": "<html><body><article><p>{text}</p><svg>{doctype}<image href='{server}/i.svg'/><text>&x;</text>"
    "<use href='{secret}'/></svg></article></body></html>",
    ".ld.html": '<html><head><script type=\'application/ld+json\'>{{"@context": "{server}/context", "@type": '
    '"NewsArticle", "headline": "T", "author": {{"@id": "{server}/me"}}, "articleBody": "{line}"}}</script>'
    "<base href='{server}/'></head><body><article><p>{text}</p><iframe src='{secret}'></iframe></article></html>",
}


@pytest.mark.parametrize("kind", ENTITIES)
def test_xml_brings_in_nothing_from_outside(tmp_path: Path, server: tuple[str, list[bytes]], kind: str) -> None:
    address, asked = server
    secret = tmp_path / "secret.ini"
    secret.write_text(SECRET)
    places = {"secret": secret.as_uri(), "server": address, "text": TEXT, "line": TEXT.replace("\n", " ")}
    doctype = "<?xml version='1.0'?>" + ENTITIES[kind].format(**places)
    folder = tmp_path / "in"
    folder.mkdir()
    for suffix, document in DOCUMENTS.items():
        (folder / f"a{suffix}").write_text(document.format(doctype=doctype, **places))
    for name, part in (("docx", "word/document.xml"), ("odt", "content.xml"), ("xlsx", "xl/workbook.xml")):
        (folder / f"a.{name}").write_bytes(_within(SAMPLES[f".{name}"], part, doctype))
    articles, _ = read(folder)
    assert len(articles) >= 2
    assert not any("swordfish" in repr(article) for article in articles)
    assert not asked


def _within(document: bytes, part: str, doctype: str) -> bytes:
    """A document of Word or LibreOffice with a DTD in one of its parts, and a use of its entity."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(buffer, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            if info.filename == part:
                body = data.decode().partition("?>")[2] or data.decode()
                data = f"{doctype}{body.replace('Norway', '&x; Norway', 1)}".encode()
            new.writestr(info, data)
    return buffer.getvalue()


def test_entities_of_entities_do_not_grow(tmp_path: Path) -> None:
    laughs = "".join(f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12))
    doctype = f"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY l0 'ha'>{laughs}<!ENTITY x '&l11;'>]>"
    for suffix in (".rss", ".atom", ".xhtml"):
        places = {"secret": "", "server": "", "text": TEXT, "line": ""}
        (tmp_path / f"a{suffix}").write_text(DOCUMENTS[suffix].format(doctype=doctype, **places))
    for name, part in (("docx", "word/document.xml"), ("odt", "content.xml")):
        (tmp_path / f"a.{name}").write_bytes(_within(SAMPLES[f".{name}"], part, doctype))
    articles, errors = read(tmp_path)
    assert len(articles) + len(errors) == 5
    assert all(len(article.text) < 10_000 for article in articles)
    assert not any("took more" in error or "memory" in error for error in errors)


# --- archives ---------------------------------------------------------------------------------------------------------


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return buffer.getvalue()


def tarred(*members: tarfile.TarInfo) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for info in members:
            archive.addfile(info, io.BytesIO(TEXT.encode()))
    return buffer.getvalue()


def _member(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    info.size = len(TEXT) if kind == tarfile.REGTYPE else 0
    return info


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_names_in_archives_lead_nowhere(tmp_path: Path) -> None:
    outside = tmp_path / "secret.txt"
    outside.write_text(SECRET)
    names = ["../../up.txt", "/root.txt", "c:\\win.txt", "a/../../b.txt", "same.txt", "same.txt", "\x1b[2Jclear.txt"]
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped(*((name, f"{TEXT}{n}".encode()) for n, name in enumerate(names))))
    (folder / "a.tar").write_bytes(
        tarred(
            *map(_member, names),
            _member("link.txt", tarfile.SYMTYPE, str(outside)),
            _member("hard.txt", tarfile.LNKTYPE, str(outside)),
            _member("pipe.txt", tarfile.FIFOTYPE),
            _member("device.txt", tarfile.CHRTYPE),
            _member("block.txt", tarfile.BLKTYPE),
        )
    )
    before = sorted(tmp_path.rglob("*"))
    articles, errors = read(folder)
    assert len(articles) == 2 * len(names) - 1  # of two of one name in a zip the second is meant
    assert not errors
    assert not any("swordfish" in article.text for article in articles)
    assert sorted(tmp_path.rglob("*")) == before


def _quine() -> bytes:
    """A gzip file in a gzip file in ..., to a depth that no one has a use for."""
    data = TEXT.encode()
    for _ in range(30):
        data = gzip.compress(data)
    return data


def _many(count: int) -> bytes:
    """A zip whose table of contents says that it has so many files."""
    return _patched(zipped(("a.txt", TEXT.encode())), b"PK\x05\x06", 8, struct.pack("<HH", count, count))


def _patched(data: bytes, mark: bytes, offset: int, value: bytes) -> bytes:
    at = data.rindex(mark) + offset
    return data[:at] + value + data[at + len(value) :]


def _sparse() -> bytes:
    """A tar whose one file says that it is eight gigabytes long, most of it holes."""
    info = tarfile.TarInfo("a.txt")
    info.size = 8 * 2**30
    return info.tobuf(tarfile.GNU_FORMAT) + b"x" * 1024


def _crowded() -> bytes:
    """A real table of contents of more files than anybody reads."""
    name = b"a.txt"
    entry = struct.pack("<4s4B4HL2L5H2L", b"PK\1\2", 20, 0, 20, 0, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0) + name
    count = MAX_MEMBERS + 1_000
    table = entry * count
    wide = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, count, count, len(table), 0)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, len(table), 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    whole = zipped(("a.txt", TEXT.encode()))
    return whole[: whole.index(b"PK\1\2")] + table + wide + locator + end


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("quine.gz", _quine(), "archives in archives"),
        ("flat.zip", zipped(("a.html", b"<html>" + b" " * 40_000_000)), "unpacks to 200 times its size"),
        ("nested.zip", zipped(("b.zip", zipped(("a.html", b"<html>" + b" " * 40_000_000)))), "unpacks to"),
        ("locked.zip", _patched(zipped(("a.txt", b"x")), b"PK\1\2", 8, b"\1\0"), "locked with a password"),
        ("wrong-size.zip", _patched(zipped(("a.txt", TEXT.encode())), b"PK\1\2", 24, b"\1\0\0\0"), "damaged"),
        ("wrong-sum.zip", _patched(zipped(("a.txt", TEXT.encode())), b"PK\1\2", 16, b"abcd"), "damaged"),
        ("crowded.zip", _crowded(), "holds more than 100,000 files"),
        ("sparse.tar", _sparse(), ""),
        ("noise.gz", gzip.compress(b"")[:2] + zlib.compress(b" " * 10**7), "cannot be read"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_archives_made_to_harm_are_one_line(tmp_path: Path, name: str, data: bytes, told: str) -> None:
    (tmp_path / name).write_bytes(data)
    articles, errors = read(tmp_path / name)
    assert len(errors) == 1
    assert not articles
    assert told in errors[0]
    assert str(tmp_path / name) in errors[0]


def test_a_zip_that_says_a_wrong_number_of_files_is_read_or_one_line(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(_many(60_000))
    articles, errors = read(tmp_path / "a.zip")
    assert len(articles) + len(errors) == 1


def test_a_large_zip_is_read_as_any_other(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive, archive.open("a.txt", "w", force_zip64=True) as file:
        file.write(TEXT.encode())
    assert [article.text for article in read(tmp_path / "a.zip")[0]] == [TEXT]


@pytest.mark.parametrize("suffix", [".arrow", ".parquet"])
def test_a_table_that_points_out_of_itself_is_one_line(tmp_path: Path, suffix: str) -> None:
    """Broken offsets of texts crashed the library that reads them: here in this process, where it would show."""
    path = tmp_path / f"a{suffix}"
    for at in range(0, len(SAMPLES[suffix]) - 4, 211):
        path.write_bytes(SAMPLES[suffix][:at] + b"\xff\xff\xff\x7f" + SAMPLES[suffix][at + 4 :])
        errors: list[object] = []
        source = next(find_sources([path], on_error=errors.append, on_note=errors.append))
        try:
            list(read_source(source, Options(on_error=errors.append, on_skip=errors.append)))
        except (ArticleError, OSError):
            pass
        except Exception as error:
            if not is_damage(error):
                raise


# --- the file system --------------------------------------------------------------------------------------------------


@linux
def test_a_folder_of_strange_files_is_read_to_its_end(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(TEXT)
    (folder / "empty.txt").touch()
    (folder / "gone.txt").symlink_to("nowhere")
    (folder / "loop.txt").symlink_to("loop.txt")
    (folder / "round").symlink_to(folder)
    (folder / "folder.txt").mkdir()
    os.mkfifo(folder / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(str(folder / "socket.txt"))
        (folder / "zero.txt").symlink_to("/dev/zero")
        (folder / "mem.txt").symlink_to("/proc/self/mem")
        (folder / "line\nbreak\x1b[31m.html").write_text("<p>menu")
        (folder / os.fsdecode(b"caf\xe9.txt")).write_text(f"Second. {TEXT}")
        (folder / "z.txt").write_text(f"Last. {TEXT}")
        articles, errors = read(folder)
    assert len(articles) == 3
    assert {Path(error.partition(":")[0]).name for error in errors} == {
        "empty.txt",
        "gone.txt",
        "loop.txt",
        "mem.txt",
        "line\\nbreak\\x1b[31m.html",
    }


@linux
@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("/dev/zero", "a device, not a file"),
        ("/dev/null", "a device, not a file"),
        ("/proc/self/mem", "cannot be read"),
        ("/nowhere/a.txt", "no such file"),
        ("x" * 5000, "cannot be read"),
        ("a\0b.txt", ""),
        ("[*", "no file or folder"),
    ],
)
def test_what_is_no_file_is_one_line(name: str, told: str) -> None:
    articles, errors = read(name, "also-nothing.txt")
    assert not articles
    assert len(errors) == 2
    assert told in errors[0]


@linux
def test_a_pipe_that_is_named_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "news.txt"
    os.mkfifo(pipe)
    writer = threading.Thread(target=lambda: pipe.write_text(TEXT))
    writer.start()
    articles, errors = read(pipe)
    writer.join()
    assert [article.text for article in articles] == [TEXT]
    assert not errors


@linux
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="nothing is locked to its owner")
def test_what_may_not_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text(TEXT)
    (tmp_path / "b.txt").chmod(0)
    articles, errors = read(tmp_path)
    assert len(articles) == 1
    assert len(errors) == 2


def test_a_file_that_goes_while_others_are_read_is_one_line(tmp_path: Path) -> None:
    for n in range(5):
        (tmp_path / f"{n}.txt").write_text(f"{n} {TEXT}")
    errors: list[str] = []
    articles = read_articles([tmp_path], Options(on_error=lambda error: errors.append(str(error))))
    next(articles)
    (tmp_path / "3.txt").unlink()
    (tmp_path / "4.txt").write_text(TEXT * (MAX_CHARACTERS // len(TEXT) + 1))
    assert len(list(articles)) == 2
    assert [error.partition(": ")[2].partition(" ")[0] for error in errors] == ["cannot", "longer"]


# --- terminals --------------------------------------------------------------------------------------------------------

COMMANDS = "\x1b[31m\x07\x9b2J\u202e\u2066\u200f\x7f\x85"


def test_no_command_reaches_a_terminal(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    name = f"x{COMMANDS}y"
    page = f"<html><title>{name}</title><p>{name} {TEXT}</p></html>"
    (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    (tmp_path / f"{name}.json").write_text("{", encoding="utf-8")
    (tmp_path / f"{name}.txt").write_text(f"{name}\n\nVladimir {COMMANDS}Putin met {COMMANDS} Xi Jinping. {TEXT}")
    (tmp_path / "a.zip").write_bytes(zipped((f"{name}.html", b"<p>"), (f"{name}.txt", TEXT.encode())))
    for arguments in (
        ["read", str(tmp_path)],
        ["extract", str(tmp_path / f"{name}.txt"), "--format", "table"],
        ["read", str(tmp_path / f"no{name}")],
    ):
        run(arguments)
        written = capfd.readouterr()
        for text in (written.out, written.err):
            assert not set(text) & set(COMMANDS.replace("[31m", "").replace("2J", "")), arguments


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a b", "a b"),
        ("é–“", "é–“"),
        ("a\nb", "a\\nb"),
        ("\x1b", "\\x1b"),
        ("\u202e", "\\u202e"),
        ("\udce9", "\\udce9"),
    ],
)
def test_what_cannot_be_seen_is_shown(text: str, shown: str) -> None:
    assert visible(text) == shown
