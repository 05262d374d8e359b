"""What was raised while an input was read -> the one line that a user is told."""

from __future__ import annotations

import lzma
import tarfile
import zipfile
import zlib

import zstandard

from kg.errors import ArticleError
from kg.lines import one_line
from kg.read.article.options import Options

__all__ = ["BROKEN", "is_damage", "told"]

BROKEN = (
    *(EOFError, zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, zstandard.ZstdError),
    NotImplementedError,  # a way of packing that zipfile does not know
)
"""What the libraries raise for a damaged file, besides OSError."""
_PARSERS = frozenset({"lxml", "pyarrow", "pypdfium2", "python_calamine"})  # what these raise is said of the file


def is_damage(error: Exception) -> bool:
    """Whether an error is a library's word for a damaged file."""
    return isinstance(error, (*BROKEN, UnicodeDecodeError)) or type(error).__module__.partition(".")[0] in _PARSERS


def told(error: Exception, name: str, options: Options) -> ArticleError:
    """What a user is told of whatever was raised while an input was read."""
    if isinstance(error, ArticleError):
        return error
    if isinstance(error, MemoryError):
        why = f"needs more than {options.max_memory:,} megabytes of memory to read; left alone"
        return ArticleError(f"{name}: {why}", kind="too large")
    if isinstance(error, UnicodeDecodeError):
        return ArticleError(f"{name}: holds bytes that are no text; save it again as UTF-8", kind="encoding")
    if is_damage(error):
        return ArticleError(f"{name}: damaged, or cut off ({one_line(str(error))[:200]})", kind="damaged")
    if isinstance(error, RecursionError):
        return ArticleError(f"{name}: cannot be read (it is nested too deeply)", kind="damaged")
    if isinstance(error, OSError):
        return ArticleError(f"{name}: cannot be read ({error.strerror or one_line(str(error))})")
    return ArticleError(f"{name}: cannot be read ({one_line(f'{type(error).__name__} {error}')[:200]})")
