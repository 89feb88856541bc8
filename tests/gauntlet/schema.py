"""Holds reports of the gauntlet against their schema: `schema.py SCHEMA REPORT...`.

Each report has the fields that the schema names, and no others; with a field left out, or of another type, it is refused.
"""

import copy
import json
import sys

from jsonschema import Draft202012Validator

schema, *reports = [json.load(open(path, encoding="utf-8")) for path in sys.argv[1:]]
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)


def changed(report, case, field, change):
    """A copy of the report in which a field of it, or of one of its cases, is changed."""
    other = copy.deepcopy(report)
    place = other if case is None else other["cases"][case]
    if change is None:
        del place[field]
    else:
        place[field] = change
    return other


for report in reports:
    validator.validate(report)
    cases = [(None, report, schema), *((n, case, schema["$defs"]["Case"]) for n, case in enumerate(report["cases"]))]
    for number, place, described in cases:
        assert list(place) == list(described["properties"]), list(place)
        for field in place:
            for change in (None, {}):
                assert not validator.is_valid(changed(report, number, field, change)), (number, field, change)
    assert not validator.is_valid(changed(report, 0, "verdict", "fine"))
assert any(report["skipped"] for report in reports)
assert {report["verdict"] for report in reports} == {"pass", "fail"}
print("ok")
