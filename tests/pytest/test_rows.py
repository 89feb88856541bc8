"""What `check()` takes for rows, and what it refuses."""

import dataclasses
import datetime
import decimal
import io
import sqlite3
import uuid
from collections import OrderedDict, namedtuple
from types import MappingProxyType

import pytest

import connector_playground
from connector_playground.rows import landed as sent


def people(playground):
    return playground._ask("incremental/timestamp")["data"]


def verdict(playground, rows):
    return playground.check(rows)["verdict"]


@dataclasses.dataclass
class Person:
    id: str
    updatedAt: str


Pair = namedtuple("Pair", "id updatedAt")

NO_ROWS = {
    "a dict": ({"data": []}, "^a dict is no rows. Give the list in it"),
    "a row": (MappingProxyType({"id": "1"}), "^a mappingproxy is no rows. Give the list in it, or \\[row\\] for a single one"),
    "None": (None, "^None is no rows. check\\(\\) takes dicts, a data frame, an Arrow table"),
    "a number": (5, "^an int is no rows"),
    "a boolean": (True, "^a bool is no rows"),
    "a class": (dict, "^the class dict is no rows"),
    "a function": (print, "^a builtin_function_or_method is no rows"),
    "a name of a file": ("landed.csv", "^the text 'landed.csv' is no rows. For a file give pathlib.Path\\('landed.csv'\\)"),
    "tuples": ([("1", "2026-01-01T00:00:00Z")], "^row 1 is a tuple; rows are dicts"),
    "lists": ([[]], "^row 1 is a list"),
    "texts": (["id", "updatedAt"], "^row 1 is a str"),
    "bytes": ([b"{}"], "^row 1 is a bytes"),
    "numbers": (range(3), "^row 1 is an int"),
    "None behind a row": ([{}, None], "^row 2 is None"),
    "a set of texts": ({"a"}, "^row 1 is a str"),
    "an object": (object(), "^an object is no rows"),
    "a class of rows": ([Person], "^row 1 is the class Person"),
}


@pytest.mark.parametrize("name", NO_ROWS)
def test_what_are_no_rows_is_a_type_error_that_says_what_came_and_what_is_right(playground, name):
    rows, said = NO_ROWS[name]
    with pytest.raises(TypeError, match=said):
        playground.check(rows)


def test_what_is_to_be_awaited_is_no_rows(playground):
    async def rows():
        yield {}

    async def row():
        return []

    coming = row()
    for given, said in [(rows(), "^an async_generator is no rows. Await it first"), (coming, "^a coroutine is no rows. Await it first")]:
        with pytest.raises(TypeError, match=said):
            playground.check(given)
    coming.close()


def test_rows_may_be_of_any_kind_with_names(playground):
    rows = people(playground)
    short = [(row["id"], row["updatedAt"]) for row in rows]
    for form in [
        [MappingProxyType(row) for row in rows],
        [OrderedDict(reversed(row.items())) for row in rows],
        [Person(*pair) for pair in short],
        (Pair(*pair) for pair in short),
        {number: row for number, row in enumerate(rows)}.values(),
    ]:
        assert verdict(playground, form) == "complete", form


def test_text_and_bytes_of_any_kind_are_a_file(playground, tmp_path):
    rows = people(playground)
    lines = "\n".join(["id,updatedAt", *(f"{row['id']},{row['updatedAt']}" for row in rows)])
    file = tmp_path / "landed.csv"
    file.write_text(lines)
    for form in [lines, lines.encode(), bytearray(lines.encode()), memoryview(lines.encode()), file, io.StringIO(lines), io.BytesIO(lines.encode())]:
        assert verdict(playground, form) == "complete", type(form)
    with file.open() as text, file.open("rb") as binary:
        assert [verdict(playground, text), verdict(playground, binary)] == ["complete"] * 2
    assert playground.check("[]")["landed"] == playground.check([])["landed"] == 0


class Unspeakable:
    def __str__(self):
        raise RuntimeError("no words")


def test_values_that_json_lacks_do_no_harm(playground):
    rows = people(playground)
    circle = []
    circle.append(circle)
    deep = []
    for _ in range(100_000):
        deep = [deep]
    values = [
        float("nan"), float("inf"), -float("inf"), decimal.Decimal("NaN"), decimal.Decimal("sNaN"), decimal.Decimal("1.50"), {"nested": [float("nan")]},
        datetime.datetime(2026, 1, 1), datetime.date(2026, 1, 1), datetime.time(1), datetime.timedelta(1), uuid.uuid4(), b"\xff", {1, 2}, "\ud800",
        ["\udfff"], 1j, 10**5000, object(), Unspeakable(), circle, deep, {("a", "tuple"): 1}, {"\ud800": 1},
    ]  # fmt: skip
    for row, value in zip(rows, values):
        row["score"] = value
    rows[-1]["\udc80"] = 1
    rows[-2][("a", "tuple")] = 1
    rows[-3][5] = rows[-3][None] = 1
    report = playground.check(rows)
    assert (report["verdict"], report["unreadable"]["count"]) == ("complete", 0), report
    del deep


def test_ids_and_times_may_be_objects(playground):
    rows = people(playground)
    for row in rows:
        row["id"] = uuid.UUID(row["id"])
        row["updatedAt"] = datetime.datetime.fromisoformat(row["updatedAt"].replace("Z", "+00:00"))
    assert verdict(playground, rows) == "complete"
    for row in rows:
        row["id"], row["updatedAt"] = str(row["id"]).encode(), row["updatedAt"].replace(tzinfo=None)
    assert verdict(playground, rows) == "complete"


def test_a_text_with_half_a_pair_is_a_text(playground):
    rows = [f'{{"id":"{row["id"]}","updatedAt":"{row["updatedAt"]}","name":"\ud800"}}' for row in people(playground)]
    assert verdict(playground, "\n".join(rows)) == "complete"


def test_a_cursor_of_a_database_gives_its_rows(playground):
    database = sqlite3.connect(":memory:")
    cursor = database.cursor()
    with pytest.raises(TypeError, match="^a Cursor is no rows. It has no result: execute a query first"):
        playground.check(cursor)
    cursor.execute("create table landed (updatedAt, id)")
    cursor.executemany("insert into landed values (:updatedAt, :id)", people(playground))
    assert verdict(playground, cursor.execute("select * from landed")) == "complete"
    cursor.row_factory = sqlite3.Row
    assert verdict(playground, cursor.execute("select * from landed").fetchall()) == "complete"
    database.close()


def test_a_generator_goes_out_as_its_rows_come():
    asked = []
    rows = ({"id": asked.append(number) or "x" * 1000} for number in range(1_000))
    pieces = sent(rows)
    first = next(pieces)
    assert first.startswith(b'[{"id":"xxx') and len(asked) < 100
    assert b"".join([first, *pieces]).endswith(b'x"}]')


def test_what_a_generator_raises_is_what_the_test_gets(playground):
    def failing(error):
        yield {}
        raise error

    for error in [KeyError("page"), ConnectionResetError("the API hung up"), BrokenPipeError("so did the database")]:
        with pytest.raises(type(error), match=str(error)):
            playground.check(failing(error))
    assert verdict(playground, people(playground)) == "complete"


def test_an_upload_beyond_the_limit_says_the_limit(playground):
    with pytest.raises(connector_playground.PlaygroundError, match="larger than|too large|64 MiB|67108864"):
        playground.check({"id": "x" * 100_000} for _ in range(1_000))
