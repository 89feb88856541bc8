"""What landed, in any of the forms that Python has for rows, as bytes that the checker reads.

Nothing is imported for that: data frames, tables and cursors are known by their own methods. Rows go out as they come, so that a generator
of many needs no memory.
"""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import AsyncIterable
from typing import Any, Callable, Dict, Iterable, Iterator, List, Mapping, Optional, Protocol, Sequence, Tuple, Union

CHUNK = 65_536
"""Bytes that are sent at once, or some more."""
BATCH = 1024
"""Rows that are asked of a database at once."""

Row = Mapping[Any, Any]


class Table(Protocol):
    """What has Arrow's stream: data frames, tables, readers."""

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any: ...


class Cursor(Protocol):
    """What a database has found."""

    def fetchmany(self, size: int = ...) -> Any: ...


class File(Protocol):
    """An open file."""

    def read(self) -> Union[str, bytes]: ...


Rows = Union[Iterable[Row], Table, Cursor, File, str, bytes, bytearray, memoryview, "os.PathLike[str]"]

ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))

RIGHT = "check() takes dicts, a data frame, an Arrow table, a relation or a cursor, or JSON, NDJSON or CSV as text, bytes, a path or an open file"


def landed(rows: Any) -> Union[bytes, Iterator[bytes]]:
    """Rows in a form that the checker reads. Raises TypeError for what are none; for a row that is none, once it is its turn."""
    if isinstance(rows, (bytes, bytearray, memoryview)):
        return bytes(rows)
    if isinstance(rows, str):
        return encoded(rows if is_rows(rows) else refused(f"the text {shortened(rows)}", f"For a file give pathlib.Path({shortened(rows)})"))
    if isinstance(rows, os.PathLike):
        with open(rows, "rb") as file:
            return file.read()
    if callable(getattr(rows, "read", None)) and not hasattr(rows, "fetchmany"):
        content = rows.read()
        if not isinstance(content, (str, bytes, bytearray)):
            return refused(f"what read() of {named(rows)} gives")
        return encoded(content) if isinstance(content, str) else bytes(content)
    return chunks(array(numbered(rows_of(rows))))


def is_rows(text: str) -> bool:
    """Whether a text may be JSON or the lines of a file. A name is neither: one line, without what would stand between two columns."""
    line = text.strip()
    return not line or line.startswith(("[", "{")) or any(sign in line for sign in "\n\r,;\t|")


def rows_of(rows: Any) -> Iterable[Any]:
    """The rows of a container, each of its own kind."""
    if isinstance(rows, Mapping):
        return refused(named(rows), "Give the list in it, or [row] for a single one")
    if isinstance(rows, AsyncIterable) or hasattr(rows, "__await__"):
        return refused(named(rows), "Await it first: [row async for row in rows]")
    if isinstance(rows, type):
        return refused(named(rows))
    for known, read in READERS:
        if all(hasattr(rows, name) for name in known):
            return read(rows)
    if hasattr(rows, "__arrow_c_stream__"):
        return of_stream(rows)
    try:
        return iter(rows)
    except TypeError:
        return refused(named(rows))


def of_cursor(rows: Any) -> Iterable[Row]:
    """A cursor of the standard's (PEP 249), after its query."""
    if rows.description is None:
        return refused(named(rows), "It has no result: execute a query first")
    return fetched(rows, [column[0] for column in rows.description])


def of_relation(rows: Any) -> Iterable[Row]:
    """A relation of DuckDB. It hands out times with a zone as text, since objects of them would need another package."""
    columns = ['"' + name.replace('"', '""') + '"' for name in rows.columns]
    zoned = ["TIME ZONE" in str(kind) for kind in rows.types]
    texts = (f"CAST({name} AS VARCHAR) AS {name}" if text else name for name, text in zip(columns, zoned))
    return fetched(rows.project(", ".join(texts)), rows.columns)


def fetched(rows: Any, names: Sequence[str]) -> Iterator[Row]:
    """What a database gives, some at a time."""
    while True:
        batch = rows.fetchmany(BATCH)
        for values in batch:
            yield values if hasattr(values, "keys") else dict(zip(names, values))
        if not batch:
            return


def of_pandas(rows: Any) -> Iterator[Row]:
    """A data frame of pandas; an index counts where it has a name."""
    index = [(level, name) for level, name in enumerate(rows.index.names) if name is not None]
    names = list(rows.columns)
    for label, *values in rows.itertuples(index=True, name=None):
        levels = label if len(rows.index.names) > 1 else [label]
        yield {**{name: levels[level] for level, name in index}, **dict(zip(names, values))}


def of_batches(batches: Iterable[Any]) -> Iterator[Row]:
    """Record batches of Arrow."""
    for batch in batches:
        columns = [values_of(column) for column in batch.columns]
        for values in zip(*columns):
            yield dict(zip(batch.schema.names, values))


def values_of(column: Any) -> List[Any]:
    """A column of Arrow. Times become text: as objects they would lose their nanoseconds, or need a database of zones."""
    if str(column.type).startswith("timestamp"):
        return column.cast("string").to_pylist()
    try:
        return column.to_pylist()
    except (ValueError, ImportError):
        return column.cast("int64").to_pylist()


def of_stream(rows: Any) -> Iterable[Row]:
    """What has Arrow's stream and nothing else that is known: read by one of the packages that can."""
    try:
        import pyarrow
    except ImportError:
        pass
    else:
        return of_batches(pyarrow.RecordBatchReader.from_stream(rows))
    try:
        import polars
    except ImportError:
        return refused(named(rows), "Its Arrow stream can be read where pyarrow or polars is installed")
    return polars.DataFrame(rows).iter_rows(named=True)


READERS: Sequence[Tuple[Sequence[str], Callable[[Any], Iterable[Any]]]] = (
    # A query of polars that has not run. It comes first, since it warns where it is asked for its columns.
    (("collect", "collect_schema"), lambda rows: rows.collect().iter_rows(named=True)),
    (("fetchmany", "description", "execute"), of_cursor),
    (("fetchmany", "columns", "types", "project"), of_relation),
    (("itertuples", "columns", "index"), of_pandas),
    # Polars.
    (("iter_rows", "schema"), lambda rows: rows.iter_rows(named=True)),
    # Arrow: a table or a data set, a batch, and a reader, which gives batches when it is walked.
    (("schema", "to_batches"), lambda rows: of_batches(rows.to_batches())),
    (("schema", "to_struct_array"), lambda rows: of_batches([rows])),
    (("schema", "read_next_batch"), of_batches),
    # Spark.
    (("toLocalIterator", "columns"), lambda rows: rows.toLocalIterator()),
    # One column, which may be of rows.
    (("to_pylist",), lambda rows: rows.to_pylist()),
    (("to_list",), lambda rows: rows.to_list()),
)
"""Kinds of tables, each by what it has."""


def numbered(rows: Iterable[Any]) -> Iterator[str]:
    """Each row as JSON."""
    for number, row in enumerate(rows, 1):
        members = row if isinstance(row, dict) else members_of(row)
        if members is None:
            raise TypeError(f"row {number} is {named(row)}; rows are dicts with the members of the stream, or have names for their values otherwise")
        yield json_of(members)


def members_of(row: Any) -> Optional[Dict[Any, Any]]:
    """A row that is no dict but has names for its values; None for one that has not."""
    if isinstance(row, type):
        return None
    if isinstance(row, Mapping) or (hasattr(row, "keys") and hasattr(row, "__getitem__")):
        return dict(row)
    for way in ("_asdict", "asDict", "model_dump"):
        if callable(getattr(row, way, None)):
            return dict(getattr(row, way)())
    if dataclasses.is_dataclass(row):
        return {field.name: getattr(row, field.name) for field in dataclasses.fields(row)}
    return None


def json_of(row: Dict[Any, Any]) -> str:
    """A row as JSON; what JSON has no value for costs its member alone."""
    try:
        return ENCODER.encode(row)
    except (TypeError, ValueError, RecursionError):
        return "{" + ",".join(f"{ENCODER.encode(text(name))}:{member(value)}" for name, value in row.items()) + "}"


def member(value: Any) -> str:
    """A value as JSON: as it is, null for what stands for none or can't even be shown, else its text."""
    try:
        return ENCODER.encode(value)
    except (TypeError, ValueError, RecursionError):
        pass
    try:
        return "null" if is_nothing(value) else ENCODER.encode(text(value))
    except Exception:
        return "null"


def is_nothing(value: Any) -> bool:
    """Whether a value is NaN, infinite, pandas' NaT or NA: all that is like no other, itself included."""
    if isinstance(value, float):
        return True
    try:
        return bool(value != value)
    except Exception:
        return type(value).__name__ == "NAType"


def text(value: Any) -> str:
    """A value's text."""
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode(errors="replace")
    return str(value)


def array(rows: Iterable[str]) -> Iterator[str]:
    """Rows as one array of JSON, a line each."""
    before = "["
    for row in rows:
        yield before + row
        before = ",\n"
    yield "[]" if before == "[" else "]"


def chunks(texts: Iterable[str]) -> Iterator[bytes]:
    """Texts as bytes, some at a time."""
    held: List[str] = []
    size = 0
    for piece in texts:
        held.append(piece)
        size += len(piece)
        if size >= CHUNK:
            yield encoded("".join(held))
            held, size = [], 0
    yield encoded("".join(held))


def encoded(content: str) -> bytes:
    """A text as UTF-8. A half of a surrogate pair, which UTF-8 can't have, is a question mark."""
    return content.encode("utf-8", "replace")


def named(value: Any) -> str:
    """What a value is."""
    if value is None:
        return "None"
    kind = value if isinstance(value, type) else type(value)
    article = "the class" if isinstance(value, type) else "an" if kind.__name__[0] in "aeiouAEIOU" else "a"
    return f"{article} {kind.__name__}"


def shortened(content: str) -> str:
    return repr(content if len(content) <= 60 else content[:57] + "...")


def refused(what: str, instead: str = "") -> Any:
    """Raises the error that says what came, and what is right."""
    raise TypeError(". ".join(part for part in (f"{what} is no rows", instead, RIGHT) if part))
