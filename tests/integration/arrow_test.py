"""Reads tables that kili exported through the Arrow C stream interface and compares them with the records that
they were made of: arrow_test.py MODULE. Needs pyarrow; pandas and Polars are tried when they are there."""

import ctypes
import gc
import json
import random
import sys

import pyarrow as pa

FIELDS = ["id", "externalId", "skipped", "priority", "consensusMark", "jsonMetadata", "labels.author.email", "odd"]


class ArrowArrayStream(ctypes.Structure):
    _fields_ = [(name, ctypes.c_void_p) for name in ("get_schema", "get_next", "get_last_error", "release", "private")]


class Exporter:
    """Any library that knows the PyCapsule interface takes this object as a table."""

    def __init__(self, probe, records, group_rows, batch_rows):
        self.stream = ArrowArrayStream()
        self.address = ctypes.addressof(self.stream)
        failed = probe.kili_probe_export(
            json.dumps(FIELDS).encode(), json.dumps(records).encode(), group_rows, batch_rows, self.address
        )
        assert not failed

    def reader(self):
        return pa.RecordBatchReader._import_from_c(self.address)

    def __arrow_c_stream__(self, requested_schema=None):
        new_capsule = ctypes.pythonapi.PyCapsule_New
        new_capsule.restype = ctypes.py_object
        new_capsule.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p]
        return new_capsule(self.address, b"arrow_array_stream", None)


def make_records(count, seed):
    rng = random.Random(seed)
    texts = ["", "plain", "with \"quotes\", and\r\nlines", "été ☃ 😀", "\x00\x7f", "x" * 1000]
    odd = [1, 0.5, "text", True, None, [1, {"a": None}]]
    records = []
    for i in range(count):
        record = {
            "id": f"id_{i}",
            "externalId": rng.choice(texts),
            "skipped": rng.choice([True, False, None]),
            "priority": rng.choice([0, -1, 2**62, None]),
            "consensusMark": rng.choice([0, 1, 0.25, None]),
            "jsonMetadata": rng.choice([{}, {"k": "vé", "n": [1, 2.5, None]}, None]),
            "labels": [{"author": {"email": f"a{n}@example.com"}} for n in range(rng.randrange(3))],
            "odd": rng.choice(odd),
        }
        if rng.random() < 0.2:
            del record[rng.choice(FIELDS[2:5])]
        records.append(record)
    return records


def check_arrow(table, records):
    names = [field.split(".")[0] for field in FIELDS]
    assert table.column_names == names, table.column_names
    table.validate(full=True)
    types = [table.schema.field(name).type for name in names]
    text = [pa.string()] * 2 + [pa.bool_(), pa.int64(), pa.float64()]
    assert types[:5] == text, types
    is_json = [str(table.schema.field(name).type).startswith("extension<arrow.json>") for name in names]
    # Releases of pyarrow that do not know the extension type have its name in the metadata of the field.
    is_json = [
        known or (table.schema.field(name).metadata or {}).get(b"ARROW:extension:name") == b"arrow.json"
        for known, name in zip(is_json, names)
    ]
    assert is_json[:7] == [False] * 5 + [True] * 2 and (is_json[7] or len(records) < 20), table.schema
    for name, has_json in zip(names, is_json):
        values = table.column(name).to_pylist()
        if has_json:
            values = [None if value is None else json.loads(value) for value in values]
        assert values == [record.get(name) for record in records], name


def check_pandas(table, records):
    try:
        import pandas as pd
    except ImportError:
        return "no pandas"
    ours, peer = table.to_pandas(), pd.DataFrame(records)
    assert sorted(ours.columns) == sorted(peer.columns)
    for name in ("id", "externalId"):
        assert list(ours[name]) == list(peer[name]), name
    assert ours["consensusMark"].dtype == peer["consensusMark"].dtype == "float64"
    assert (ours["consensusMark"].isna() == peer["consensusMark"].isna()).all()
    assert ours["consensusMark"].sum() == peer["consensusMark"].sum()
    return f"pandas {pd.__version__}"


def check_polars(exporter, records):
    try:
        import polars as pl
    except ImportError:
        return "no Polars"
    frame = pl.DataFrame(exporter)
    assert frame.height == len(records)
    for name in ("id", "externalId", "skipped", "priority", "consensusMark"):
        assert frame[name].to_list() == [record.get(name) for record in records], name
    for name in ("jsonMetadata", "labels"):
        values = [None if text is None else json.loads(text) for text in frame[name].to_list()]
        assert values == [record.get(name) for record in records], name
    return f"Polars {pl.__version__}"


def main():
    probe = ctypes.CDLL(sys.argv[1])
    probe.kili_probe_export.argtypes = [ctypes.c_char_p] * 2 + [ctypes.c_size_t] * 2 + [ctypes.c_void_p]
    seen = set()
    tables = 0
    for seed, (count, group_rows, batch_rows) in enumerate(
        [(20, 65536, 65536), (1, 1, 1), (1000, 64, 64), (1000, 100, 7), (5000, 999, 1000)]
    ):
        records = make_records(count, seed)
        reader = Exporter(probe, records, group_rows, batch_rows).reader()
        batches = list(reader)
        assert all(0 < batch.num_rows <= min(group_rows, batch_rows) for batch in batches)
        table = pa.Table.from_batches(batches, reader.schema)
        del reader, batches
        gc.collect()
        check_arrow(table, records)
        if count > 100:  # a column of which every value is missing has another type in pandas
            seen.add(check_pandas(table, records))
        seen.add(check_polars(Exporter(probe, records, group_rows, batch_rows), records))
        # A column outlives the table that it came from.
        ids = table.column("id")
        del table
        gc.collect()
        assert ids.to_pylist() == [record["id"] for record in records]
        tables += 1
    reader = Exporter(probe, [], 10, 10).reader()
    assert reader.schema.names[0] == "id" and reader.read_all().num_rows == 0
    reader = Exporter(probe, make_records(50, 7), 10, 10).reader()
    reader.read_next_batch()
    del reader  # left early
    gc.collect()
    print(f"pyarrow {pa.__version__}, {', '.join(sorted(seen))}: {tables} tables read with equal values")


if __name__ == "__main__":
    main()
