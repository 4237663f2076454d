"""Rows of a CSV or XLSX file, one after the other; nothing of the file is kept."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from relief.portfolio.columns import NAMES

Row = tuple[int, dict[str, str]]


class UnusableFile(ValueError):
    """The file as a whole cannot be read; the text says why and what to do."""


@dataclass(frozen=True)
class Source:
    """`size` is in bytes for CSV and in rows for XLSX; `progress()` is how much of it has been read."""

    rows: Iterator[Row]
    size: int
    progress: Callable[[], int]


def open_rows(path: Path) -> Source:
    """The rows after the heading, with their line numbers. Raises UnusableFile."""
    if not path.is_file():
        raise UnusableFile(f"{path} is not there; check the name")
    suffix = path.suffix.lower()
    if suffix == ".csv":
        return _csv(path)
    if suffix == ".xlsx":
        return _xlsx(path)
    raise UnusableFile(f"{path.name} ends in {suffix or 'nothing'}; save it as .csv (UTF-8) or .xlsx")


def _csv(path: Path) -> Source:
    raw = path.open("rb")
    if raw.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise UnusableFile(f"{path.name} is UTF-16; save it as CSV UTF-8")
    raw.seek(0)

    def rows() -> Iterator[Row]:
        with raw, io.TextIOWrapper(raw, encoding="utf-8-sig", newline="") as lines:
            try:
                first = lines.readline()
                heading = next(csv.reader([first], delimiter=";" if ";" in first and "," not in first else ","), [])
                names = _names(heading, path)
                # The reader stops at NUL; another control character is an error of its row only.
                reader = csv.reader(
                    (line.replace("\0", "\x01") for line in lines),
                    delimiter=";" if ";" in first and "," not in first else ",",
                )
                for cells in reader:
                    if any(cells):
                        yield reader.line_num + 1, dict(zip(names, cells, strict=False))
            except UnicodeDecodeError as error:
                raise UnusableFile(f"{path.name} is not UTF-8 (byte {error.start}); save it as CSV UTF-8") from error
            except csv.Error as error:
                raise UnusableFile(f"{path.name} is no CSV file: {error}; save it again from your program") from error

    return Source(rows(), path.stat().st_size, lambda: path.stat().st_size if raw.closed else raw.tell())


def _xlsx(path: Path) -> Source:
    from openpyxl import load_workbook  # heavy: only when needed
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, BadZipFile, KeyError, OSError, ValueError) as error:
        raise UnusableFile(f"{path.name} is no Excel workbook; save it again as .xlsx") from error
    sheet = workbook.worksheets[0]
    done = [0]

    def rows() -> Iterator[Row]:
        lines = sheet.iter_rows(values_only=True)
        names = _names([_plain(cell) for cell in next(lines, ())], path)
        for number, cells in enumerate(lines, start=2):
            done[0] = number
            if any(cell is not None for cell in cells):
                yield number, dict(zip(names, map(_plain, cells), strict=False))
        workbook.close()

    return Source(rows(), sheet.max_row or 0, lambda: done[0])


def _names(heading: Sequence[str], path: Path) -> list[str]:
    names = [name.strip().lower() for name in heading]
    while names and not names[-1]:
        names.pop()
    unknown = [name for name in names if name not in NAMES]
    if "record" not in names or unknown:
        reason = f"unknown columns {', '.join(unknown)}" if unknown else "no column record"
        raise UnusableFile(f"{path.name} has {reason} in its first line; the template shows the columns")
    doubled = {name for name in names if names.count(name) > 1}
    if doubled:
        raise UnusableFile(f"{path.name} has the columns {', '.join(sorted(doubled))} twice; keep one of each")
    return names


def _plain(cell: Any) -> str:
    """A cell of a workbook as the text that a CSV file would hold. Excel keeps numbers in binary; the shortest decimal
    that means the same number is what was typed."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
