"""Calls every operation of a package that openapi-generator made for Python, and asserts that each answer came whole, as its model.

usage: openapi_generator.py PACKAGE-FOLDER BASE CREDENTIALS DOCUMENT
"""

import importlib
import inspect
import json
import pathlib
import sys

FOLDER, BASE, ACCESS = pathlib.Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
DOCUMENT = json.loads(pathlib.Path(sys.argv[4]).read_text())
sys.path.insert(0, str(FOLDER.parent))
package = importlib.import_module(FOLDER.name)

# What an operation must be given, and what the server refuses. (What a schema refuses, the client does not send.)
GOOD = {"company_id": 1, "department_id": 1, "start_id": 1, "end_id": 2, "page": 1, "name": "singer", "sec_fetch_site": "same-origin"}
BAD = {"company_id": 99, "cursor": "x", "scroll_param": "x", "page_token": "x"}
BODIES = {
    "auth_session_token_login": {"username": ACCESS["session_user"], "password": ACCESS["session_pass"]},
    "graphql": {"query": "{ people(first: 2) { totalCount edges { node { id } } } }"},
    "pagination_search": {"limit": 2},
    "post_playground_clock": {"advance": "PT1H"},
    "playground_check": [{"id": "209efdf8-9beb-4493-8a21-62a975b71c9e", "updatedAt": "2025-12-31T21:22:58Z"}],
}

configuration = package.Configuration(
    host=BASE, username=ACCESS["basic_user"], password=ACCESS["basic_pass"], access_token=ACCESS["bearer"]
)
client = package.ApiClient(configuration)
methods = {}
for name, kind in inspect.getmembers(package, inspect.isclass):
    if name.endswith("Api"):
        methods.update(inspect.getmembers(kind(client), inspect.ismethod))


def plain(value):
    """A model or JSON as JSON, without the members that are null: models leave those out below a member of any form."""
    value = value.to_dict() if hasattr(value, "to_dict") else value
    if isinstance(value, list):
        return [plain(item) for item in value]
    return {key: plain(item) for key, item in value.items() if item is not None} if isinstance(value, dict) else value


counts = {"good": 0, "refused": 0}
for item in DOCUMENT["paths"].values():
    for described in item.values():
        name, responses = described["operationId"], described["responses"]
        configuration.api_key = {"apiKey": f"apiKey {ACCESS['api_key']}", "sessionToken": f"Token {ACCESS.get('token')}"}
        call = methods[name + "_with_http_info"]
        parameters = [known for known in inspect.signature(call).parameters.values() if not known.name.startswith("_")]
        arguments = {}
        for parameter in parameters:
            # The generator names a body after its model, or `request_body` where it has none.
            if parameter.name.endswith(("_request", "request_body")):
                arguments[parameter.name] = BODIES[name]
            elif parameter.default is inspect.Parameter.empty:
                arguments[parameter.name] = GOOD[parameter.name]
        if name == "export_ndjson":
            # The client reads JSON and text of any kind, but no lines of JSON: it hands the bytes over.
            raw = methods[name + "_without_preload_content"](**arguments)
            assert raw.status == 200 and [json.loads(line) for line in raw.data.splitlines()], raw.data
            counts["good"] += 1
            continue
        answer = call(**arguments)
        assert str(answer.status_code) in responses and answer.status_code < 300, (name, answer)
        content = responses[str(answer.status_code)].get("content", {})
        if "application/json" in content:
            assert plain(answer.data) == plain(json.loads(answer.raw_data)), (name, answer.data, answer.raw_data[:2000])
        else:
            assert (answer.data or "") == answer.raw_data.decode(), (name, answer.data, answer.raw_data[:200])
        if name == "auth_session_token_login":
            ACCESS["token"] = answer.data.token
        counts["good"] += 1
        for bad in (known.name for known in parameters if known.name in BAD):
            try:
                call(**{**arguments, bad: BAD[bad]})
                raise AssertionError(f"{name}: {bad}={BAD[bad]} is taken")
            except package.ApiException as refused:
                assert str(refused.status) in responses and refused.data.error, (name, refused)
            counts["refused"] += 1
assert counts["good"] == sum(map(len, DOCUMENT["paths"].values())) and counts["refused"] > 5, counts
print(json.dumps(counts))
print("ok")
