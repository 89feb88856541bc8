"""Calls every operation of a package that openapi-python-client made, and asserts that each answer came as a model.

usage: openapi_python.py PACKAGE-FOLDER BASE CREDENTIALS DOCUMENT
"""

import base64
import importlib
import inspect
import json
import pathlib
import pkgutil
import sys

FOLDER, BASE, ACCESS = pathlib.Path(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3])
DOCUMENT = json.loads(pathlib.Path(sys.argv[4]).read_text())
sys.path.insert(0, str(FOLDER.parent))
package = importlib.import_module(FOLDER.name)

QUERY = "{ people(first: 2) { totalCount edges { node { id } } pageInfo { endCursor } } }"
# What an operation must be given; a good value, and where there is one a value that is refused.
GOOD = {"company_id": 1, "department_id": 1, "start_id": 1, "end_id": 2, "page": 1, "name": "singer"}
BAD = {"company_id": 99, "start_id": 0, "limit": 0, "per_page": 0, "page_size": 0, "top": 0, "cursor": "x", "scroll_param": "x"}
BODIES = {
    "auth_session_token_login": {"username": ACCESS["session_user"], "password": ACCESS["session_pass"]},
    "graphql": {"query": QUERY},
    "pagination_search": {"limit": 2},
    "post_playground_clock": {"advance": "PT1H"},
    "playground_check": [{"id": "209efdf8-9beb-4493-8a21-62a975b71c9e", "updatedAt": "2025-12-31T21:22:58Z"}],
}


def client(scheme, access=ACCESS):
    """One with the credentials of a scheme of the document, or with none."""
    # Refused answers are asserted on, not raised.
    options = {"base_url": BASE, "raise_on_unexpected_status": True, "headers": {"Sec-Fetch-Site": "same-origin"}}
    basic = base64.b64encode(f"{access['basic_user']}:{access['basic_pass']}".encode()).decode()
    known = {"basic": ("Basic", basic), "bearer": ("Bearer", access["bearer"]), "apiKey": ("apiKey", access["api_key"]),
             "sessionToken": ("Token", access.get("token", ""))}
    if scheme is None:
        return package.Client(**options)
    prefix, token = known[scheme]
    return package.AuthenticatedClient(prefix=prefix, token=token, **options)


def operations():
    """Each operation's module, with what the document says of it."""
    modules = {}
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if ".api." in found.name and not found.ispkg:
            modules[found.name.rsplit(".", 1)[1]] = importlib.import_module(found.name)
    for item in DOCUMENT["paths"].values():
        for described in item.values():
            yield described, modules.pop(described["operationId"])
    assert not modules, modules


def model(annotation, value):
    """A value as the first of an annotation's types that is made from one."""
    for kind in getattr(annotation, "__args__", [annotation]):
        if isinstance(value, list) and getattr(kind, "__origin__", None) is list:
            return [model(kind.__args__[0], item) for item in value]
        if hasattr(kind, "from_dict"):
            return kind.from_dict(value)
    return value


def call(module, name, scheme, bad=None, access=ACCESS):
    """The answer of an operation, with a parameter of a bad value where one is named."""
    arguments = {"client": client(scheme, access)}
    for parameter in inspect.signature(module.sync_detailed).parameters.values():
        if parameter.name == "body":
            if name in BODIES:
                arguments["body"] = model(parameter.annotation, BODIES[name])
        elif parameter.name == bad:
            arguments[bad] = BAD[bad]
        elif parameter.default is inspect.Parameter.empty and parameter.name != "client":
            arguments[parameter.name] = GOOD[parameter.name]
    return module.sync_detailed(**arguments)


def is_model(value):
    return type(value).__module__.startswith(package.__name__ + ".models")


counts = {"good": 0, "refused": 0}
for described, module in operations():
    name, responses = described["operationId"], described["responses"]
    scheme = next(iter(described.get("security", [{}])[0]), None)
    answer = call(module, name, scheme)
    status = str(int(answer.status_code))
    assert status.startswith("2") and status in responses, (name, status, answer.content)
    content = responses[status].get("content")
    if content is None:
        assert answer.parsed is None and not answer.content, (name, answer)
    else:
        assert answer.parsed is not None and type(answer.parsed).__name__ != "Error", (name, status, answer.content[:200])
        rows = answer.parsed if isinstance(answer.parsed, list) else getattr(answer.parsed, "data", [])
        assert all(map(is_model, rows or [])) if name != "graphql" else answer.parsed.errors is None or not answer.parsed.errors, (name, rows)
    if name == "auth_session_token_login":
        ACCESS["token"] = answer.parsed.token
    counts["good"] += 1
    # What is refused comes as a model, too.
    for parameter in inspect.signature(module.sync_detailed).parameters.values():
        if parameter.name in BAD:
            refused = call(module, name, scheme, parameter.name)
            assert str(int(refused.status_code)) in responses and type(refused.parsed).__name__ == "Error", (name, refused)
            assert refused.parsed.error, refused
            counts["refused"] += 1
    if scheme is not None:
        wrong = {key: "wrong" for key in ACCESS}
        refused = call(module, name, scheme, access=wrong)
        assert refused.status_code in (400, 401) and type(refused.parsed).__name__ == "Error", (name, refused)
        counts["refused"] += 1
assert counts["good"] == sum(len(item) for item in DOCUMENT["paths"].values()) and counts["refused"] > 10, counts
print(json.dumps(counts))
print("ok")
