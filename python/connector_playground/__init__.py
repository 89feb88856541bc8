"""The Connector Playground for tests in Python: a server as a child process, and the fixtures of ``connector_playground.plugin`` for pytest.

>>> import connector_playground
>>> with connector_playground.start(records=1000, ties=15) as playground:
...     sync(playground.base_url, playground.credentials["bearer"])
...     assert playground.check(landed_rows)["verdict"] == "complete"
"""

from .gauntlet import gauntlet
from .server import Playground, PlaygroundError, start

__all__ = ["Playground", "PlaygroundError", "gauntlet", "start"]


def __getattr__(name: str) -> str:
    if name == "__version__":
        from importlib.metadata import version

        return version("connector-playground")
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
