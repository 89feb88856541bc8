"""Fixtures for pytest: ``playground`` is a server with the settings that a test wants.

One process serves all tests of a session (with pytest-xdist, one each worker). It starts when the first test asks for it. A test's own settings
stand in the path of its ``base_url``, so that they cost no process.
"""

from __future__ import annotations

import shlex
from typing import Any, Dict, Iterator, Mapping, Tuple

import pytest

from .server import Playground, PlaygroundError, start

MARKER = "playground"
OPTION = "playground_settings"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addini(OPTION, "Settings of the server of the fixture `playground`: KEY=VALUE …, by the names of its flags", default="")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", f"{MARKER}(**settings): settings of the fixture `playground` for this test")


@pytest.fixture(scope="session")
def playground_server(pytestconfig: pytest.Config) -> Iterator[Playground]:
    """The server of the session, for fixtures of wider scope than a test."""
    given = shlex.split(str(pytestconfig.getini(OPTION)))
    wrong = next((pair for pair in given if "=" not in pair), None)
    if wrong is not None:
        pytest.fail(f"{OPTION}: {wrong!r} is not of the form KEY=VALUE", pytrace=False)
    settings: Dict[str, Any] = dict(pair.split("=", 1) for pair in given)
    try:
        with start(**settings) as server:
            yield server
    except PlaygroundError as error:
        pytest.fail(f"the fixture `playground`: {error}", pytrace=False)


@pytest.fixture
def playground(playground_server: Playground, request: pytest.FixtureRequest) -> Playground:
    """A server with the settings of the markers ``@pytest.mark.playground(KEY=VALUE, …)``; the nearest wins."""
    settings: Dict[str, Any] = {}
    for marker in reversed(list(request.node.iter_markers(MARKER))):
        if marker.args:
            pytest.fail(f"@pytest.mark.{MARKER}: {unnamed(marker.args)}", pytrace=False)
        settings.update(marker.kwargs)
    try:
        return playground_server.with_settings(**settings)
    except PlaygroundError as error:
        pytest.fail(f"@pytest.mark.{MARKER}: {error}", pytrace=False)


def unnamed(given: Tuple[Any, ...]) -> str:
    """What is wrong with settings that have no names, and how they are right."""
    first = given[0]
    right = ", ".join(f"{key}={value!r}" for key, value in first.items()) if isinstance(first, Mapping) else "records=5, ties=2"
    return f"settings are given by name, not as {', '.join(map(repr, given))}. Write @pytest.mark.{MARKER}({right})"


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Any:
    """Says with a failed test how to have its data again."""
    report = (yield).get_result()
    used = getattr(item, "funcargs", {}).get("playground")
    if report.failed and isinstance(used, Playground):
        report.sections.append(("the same data again: playground start, or check, with", used.settings))
