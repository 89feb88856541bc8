"""A server of this program's own: on a free port, known by its ready file, and never left behind.

Nothing here needs more than Python's standard library.
"""

from __future__ import annotations

import contextlib
import http.client
import itertools
import json
import os
import shutil
import subprocess
import sysconfig
import tempfile
import time
import urllib.parse
from pathlib import Path
from types import MappingProxyType
from typing import Any, Dict, Iterator, Mapping, Optional, Union

from .rows import Rows, landed

PATIENCE = 10.0
"""Seconds that a start or an end may take."""

Setting = Union[str, int, bool, None]
"""A setting's value; None counts as not given."""


class PlaygroundError(Exception):
    """The server does not start, or refuses something. The text says why."""


class Playground:
    """A running server, or one of the same process with settings of its own."""

    base_url: str
    """Where the API is, without a slash at the end: the one thing a connector has to be told."""
    credentials: Dict[str, str]
    """What opens ``/auth/…``: basic_user, basic_pass, bearer, api_key, session_user, session_pass."""
    settings: str
    """The settings that give the same data again, as ``playground check --settings`` takes them."""

    def __init__(self, server: Mapping[str, Any], pairs: Mapping[str, str] = MappingProxyType({})) -> None:
        """``server`` is what the ready file says; ``pairs`` are settings of this one's own, as a path has them."""
        self._server, self._pairs = server, pairs
        self.base_url = server["base_url"] + (f"/with/{joined(pairs)}" if pairs else "")
        self.credentials = server["credentials"]
        kept = dict(pair.split("=", 1) for pair in server["settings"].split(","))
        self.settings = joined({**kept, **pairs})

    def __repr__(self) -> str:
        return f"<Playground {self.base_url} {self.settings}>"

    def url(self, path: str) -> str:
        """The address of a path, which may have a query."""
        return f"{self.base_url}/{path.lstrip('/')}"

    def with_settings(self, **settings: Setting) -> Playground:
        """The same server with other settings for all that is asked below the new ``base_url``. Its credentials are the same.

        Raises PlaygroundError where a setting is unknown, wrong, or only to be had when a server starts.
        """
        pairs = {key: quoted(quoted(text(value))) for key, value in given(settings).items()}
        if not pairs:
            return self
        changed = Playground(self._server, {**self._pairs, **pairs})
        changed._ask("playground/settings")
        return changed

    def check(self, rows: Rows, stream: str = "people", as_of: Optional[str] = None) -> Dict[str, Any]:
        """Holds what landed in a destination against the truth.

        ``rows`` are dicts with at least ``id`` and ``updatedAt``, a generator of them, a data frame (pandas, polars), an Arrow table or reader, a
        relation of DuckDB, a cursor after its query, or JSON, NDJSON or CSV as text, bytes, a path or an open file. Values that JSON lacks are sent
        as their text, NaN and its kin as null. The answer is the checker's: ``verdict`` is ``complete`` or ``incomplete``; ``missing``,
        ``duplicates`` and others have a ``count`` and ``examples``; ``hint`` names the likely cause.

        Raises TypeError for what are no rows, PlaygroundError where the checker refuses them.
        """
        query = {"stream": stream, **({"as_of": as_of} if as_of else {})}
        # A limit is for the connector, not for its test.
        free = Playground(self._server, {**self._pairs, "rate_limit": "false"})
        return free._ask(f"playground/check?{urllib.parse.urlencode(query)}", landed(rows))

    def _ask(self, path: str, body: Union[bytes, Iterator[bytes], None] = None) -> Any:
        # A proxy of the environment is not for this machine, so that nothing asks for one here.
        address = urllib.parse.urlsplit(self.url(path))
        connection = http.client.HTTPConnection(address.netloc)
        # Without a type that says more, the checker tells the format from the first byte.
        headers = {"Content-Type": "application/octet-stream"}
        method, pieces = ("GET", None) if body is None else ("POST", body if isinstance(body, bytes) else Pieces(body))
        with contextlib.closing(connection):
            try:
                connection.request(method, urllib.parse.urlunsplit(("", "", address.path, address.query, "")), pieces, headers)
            except OSError:
                # What the rows themselves raise is theirs; a server that wants no more of them has said why.
                if isinstance(pieces, Pieces) and pieces.failed:
                    raise
            response = connection.getresponse()
            answer = json.load(response)
        if response.status != 200:
            raise PlaygroundError(answer["error"])
        return answer


class Pieces:
    """The pieces of an upload, and whether it was they that failed."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self.failed = pieces, False

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from self._pieces
        except GeneratorExit:
            raise
        except BaseException:
            self.failed = True
            raise


@contextlib.contextmanager
def start(**settings: Setting) -> Iterator[Playground]:
    """Starts a server on a free port, and ends it. Settings are the flags of ``playground start``, with ``_`` for ``-``.

    It ends with this program too, however that ends. Variables ``PLAYGROUND_…`` of the environment count for nothing.
    """
    with tempfile.TemporaryDirectory(prefix="playground-") as folder:
        ready, log = Path(folder, "ready.json"), Path(folder, "stderr")
        flags = [f"--{key.replace('_', '-')}={text(value)}" for key, value in {"port": 0, "quiet": True, **given(settings)}.items()]
        own = {key: value for key, value in os.environ.items() if not key.startswith("PLAYGROUND_")}
        with log.open("wb") as stderr:
            process = subprocess.Popen(
                [program(), "start", "--end-with-stdin", "--ready-file", str(ready), *flags],
                stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=stderr, env=own,
            )  # fmt: skip
        try:
            yield Playground(awaited(ready, process, log))
        finally:
            end(process)


def program() -> str:
    """The command that PLAYGROUND_BINARY names, or that was installed beside this module, or else one that is on the path."""
    named = os.environ.get("PLAYGROUND_BINARY")
    if named:
        if not os.path.isfile(named):
            raise PlaygroundError(f"the variable PLAYGROUND_BINARY names {named}, where there is no file")
        return os.path.abspath(named)
    beside = shutil.which("playground", path=sysconfig.get_path("scripts"))
    found = beside or shutil.which("playground")
    if not found:
        raise PlaygroundError(
            "the variable PLAYGROUND_BINARY names no command `playground`, and there is none with this Python nor on the path"
        )
    return found


def awaited(ready: Path, process: "subprocess.Popen[bytes]", log: Path) -> Dict[str, Any]:
    """What the ready file says, once it is there."""
    end_of_patience = time.monotonic() + PATIENCE
    while not ready.exists():
        if process.poll() is not None:
            raise PlaygroundError(error_of(log.read_text(errors="replace")) or f"`playground start` ended with code {process.returncode}")
        if time.monotonic() > end_of_patience:
            raise PlaygroundError(f"`playground start` is not ready after {PATIENCE:.0f} s")
        time.sleep(0.005)
    return json.loads(ready.read_text(encoding="utf-8"))


def error_of(log: str) -> str:
    """The error in what the command said, on one line, without the word on where there is help."""
    lines = log.strip().splitlines()
    first = next((at for at, line in enumerate(lines) if line.startswith("error: ")), max(len(lines) - 1, 0))
    return " ".join(line.strip() for line in itertools.takewhile(str.strip, lines[first:]))


def end(process: "subprocess.Popen[bytes]") -> None:
    """Ends a server that lives as long as its standard input."""
    if process.stdin:
        process.stdin.close()
    try:
        process.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def joined(pairs: Mapping[str, str]) -> str:
    """Settings as a path has them."""
    return ",".join(f"{key}={value}" for key, value in pairs.items())


def given(settings: Mapping[str, Setting]) -> Dict[str, Setting]:
    """The settings that have a value."""
    return {key: value for key, value in settings.items() if value is not None}


def text(value: Setting) -> str:
    """A setting's value as flags and prefixes have it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def quoted(value: str) -> str:
    """A value for a part of a path where commas and slashes have a meaning."""
    return urllib.parse.quote(value, safe=":")
