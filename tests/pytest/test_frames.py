"""What landed in a table of the real libraries goes to `check()` as it is. Each library that is not installed skips its tests."""

import sys
import warnings

import pytest




def people(playground):
    return playground._ask("incremental/timestamp")["data"]


def complete(playground, rows):
    report = playground.check(rows)
    assert report["verdict"] == "complete", {**report, "missing": report["missing"]["count"]}
    assert report["unreadable"]["count"] == 0


def library(name):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name, reason=f"{name} is not installed here")


@pytest.fixture
def pandas():
    return library("pandas")


@pytest.fixture
def polars():
    return library("polars")


@pytest.fixture
def pyarrow():
    return library("pyarrow")


@pytest.fixture
def duckdb():
    return library("duckdb")


def test_a_frame_of_pandas(playground, pandas):
    frame = pandas.DataFrame(people(playground))
    complete(playground, frame)
    complete(playground, frame[sorted(frame.columns, reverse=True)].sample(frac=1, random_state=1))
    complete(playground, frame.set_index("id"))
    complete(playground, frame.set_index(["id", "updatedAt"]))
    report = playground.check(frame.iloc[:-1])
    assert report["missing"]["count"] == 1 and report["hint"].startswith("Exactly the newest rows are missing")


def test_times_of_pandas_and_what_stands_for_nothing(playground, pandas):
    frame = pandas.DataFrame(people(playground))
    for unit in ("ns", "us", "s"):
        for zone in (None, "UTC", "Asia/Kolkata"):
            times = pandas.to_datetime(frame["updatedAt"]).dt.as_unit(unit).dt.tz_convert(zone)
            complete(playground, frame.assign(updatedAt=times))
    frame["nan"], frame["nat"], frame["na"], frame["none"] = float("nan"), pandas.NaT, pandas.NA, None
    frame["inf"], frame["int"], frame["span"] = float("inf"), pandas.array([1] * len(frame), "Int64"), pandas.Timedelta("1D")
    frame["lists"], frame["kind"] = [[float("nan")]] * len(frame), pandas.Categorical(["a"] * len(frame))
    frame[5] = frame["a", "b"] = 1
    complete(playground, frame)
    complete(playground, frame.to_dict("records"))
    complete(playground, frame.convert_dtypes())
    complete(playground, pandas.concat([frame, frame[["nan"]]], axis=1))


def test_steps_of_pandas_are_numbers(playground, pandas):
    rows = playground._ask("incremental/step?start_id=1&end_id=200")["data"]
    for kind in ("int64", "object", "Int64", "string"):
        report = playground.check(pandas.DataFrame(rows).astype({"id": kind}), stream="step")
        assert report["verdict"] == "complete", (kind, report["hint"])


def test_a_series_of_dicts_is_rows_and_one_of_numbers_is_none(playground, pandas):
    complete(playground, pandas.Series(people(playground)))
    with pytest.raises(TypeError, match="^row 1 is an int"):
        playground.check(pandas.Series([1, 2]))


def test_a_frame_of_polars(playground, polars):
    frame = polars.DataFrame(people(playground))
    complete(playground, frame)
    complete(playground, frame.lazy())
    complete(playground, frame.reverse().select(sorted(frame.columns, reverse=True)))
    time = polars.col("updatedAt").str.to_datetime(time_zone="UTC")
    for unit in ("ms", "us", "ns"):
        for zone in ("UTC", "Asia/Kolkata"):
            complete(playground, frame.with_columns(time.dt.cast_time_unit(unit).dt.convert_time_zone(zone)))
    complete(playground, frame.with_columns(time.dt.replace_time_zone(None)))
    complete(playground, frame.with_columns(nan=float("nan"), null=None, span=polars.duration(days=1), list=polars.concat_list(polars.lit(float("nan")))))
    complete(playground, frame.to_struct("rows"))


def test_tables_batches_and_readers_of_arrow(playground, pyarrow):
    table = pyarrow.Table.from_pylist(people(playground))
    complete(playground, table)
    complete(playground, table.select(table.column_names[::-1]))
    complete(playground, table.combine_chunks().to_batches()[0])
    complete(playground, pyarrow.RecordBatchReader.from_batches(table.schema, table.to_batches(max_chunksize=7)))
    complete(playground, table.to_struct_array())
    times = library("pyarrow.compute").strptime(table["updatedAt"], "%Y-%m-%dT%H:%M:%SZ", "s")
    place = table.column_names.index("updatedAt")
    for unit in ("s", "ms", "us", "ns"):
        for zone in (None, "UTC", "+05:30", "Asia/Kolkata"):
            complete(playground, table.set_column(place, "updatedAt", times.cast(pyarrow.timestamp(unit)).cast(pyarrow.timestamp(unit, zone))))
    odd = {
        "nan": pyarrow.array([float("nan")] * len(table)),
        "none": pyarrow.nulls(len(table)),
        "span": pyarrow.array([1] * len(table), pyarrow.duration("ns")),
        "words": table["id"].dictionary_encode(),
        "bytes": pyarrow.array([b"\xff"] * len(table)),
    }
    for name, column in odd.items():
        table = table.append_column(name, column)
    complete(playground, table)


def test_relations_and_cursors_of_duckdb(playground, duckdb):
    with duckdb.connect() as database:
        database.execute('create table landed (id uuid, "updatedAt" timestamptz, plain timestamp, score double, "odd ""name" int)')
        rows = people(playground)
        database.executemany("insert into landed values (?, ?, ?, 'nan', 1)", [[row["id"], row["updatedAt"], row["updatedAt"]] for row in rows])
        database.execute("set timezone = 'Asia/Kolkata'")
        relation = database.table("landed")
        complete(playground, relation)
        complete(playground, relation)
        complete(playground, database.sql("select plain as updatedAt, id from landed order by 1 desc"))
        complete(playground, database.execute('select id, plain as "updatedAt" from landed'))
        assert playground.check(database.sql("select * from landed limit 10"))["landed"] == 10
    with pytest.raises(TypeError, match="is no rows. It has no result: execute a query first"):
        playground.check(duckdb.connect())


class Stream:
    """What has Arrow's stream and nothing else."""

    def __init__(self, table):
        self._table = table

    def __arrow_c_stream__(self, requested_schema=None):
        return self._table.__arrow_c_stream__(requested_schema)


def test_anything_with_arrows_stream(playground, pyarrow, polars, monkeypatch):
    rows = people(playground)
    complete(playground, Stream(pyarrow.Table.from_pylist(rows)))
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    complete(playground, Stream(polars.DataFrame(rows)))
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(TypeError, match="^a Stream is no rows. Its Arrow stream can be read where pyarrow or polars is installed"):
        playground.check(Stream(None))
