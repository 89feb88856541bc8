"""Calls a function as a sync of the gauntlet: ``python -m connector_playground.sync FILE FUNCTION``."""

from __future__ import annotations

import importlib.util
import json
import os
import sys
from pathlib import Path
from typing import Any, Dict, Iterable, Mapping


class Run:
    """One run of a sync: what it is told, and what it does with rows and its checkpoint."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.base_url = environment["PLAYGROUND_BASE_URL"]
        """Where the API is, without a slash at the end."""
        self.credentials: Dict[str, str] = json.loads(environment["PLAYGROUND_CREDENTIALS"])
        """What opens ``/auth/…``, as :attr:`connector_playground.Playground.credentials`."""
        self.case = environment["PLAYGROUND_CASE"]
        """The name of the case."""
        self._landed, self._state = Path(environment["PLAYGROUND_LANDED"]), Path(environment["PLAYGROUND_STATE"])

    @property
    def state(self) -> Any:
        """What the last :meth:`checkpoint` kept, of this run or one before it; None before the first."""
        return json.loads(self._state.read_text(encoding="utf-8")) if self._state.exists() else None

    def land(self, rows: Iterable[Mapping[str, Any]], stream: str = "rows") -> None:
        """Lands rows, which are there once this returns; those of several streams by their names."""
        self._landed.mkdir(exist_ok=True)
        lines = [json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows]
        with open(self._landed / f"{stream}.ndjson", "a", encoding="utf-8") as file:
            file.writelines(lines)

    def checkpoint(self, state: Any) -> None:
        """Keeps a value that JSON has, from which the next run goes on: as a whole or not at all."""
        new = self._state.with_suffix(".new")
        new.write_text(json.dumps(state), encoding="utf-8")
        os.replace(new, self._state)


def main() -> None:
    file, name = sys.argv[1:3]
    sys.path.insert(0, os.path.dirname(file))
    specification = importlib.util.spec_from_file_location(Path(file).stem, file)
    if specification is None or specification.loader is None:
        raise SystemExit(f"{file} is no module")
    module = importlib.util.module_from_spec(specification)
    sys.modules[specification.name] = module
    specification.loader.exec_module(module)
    getattr(module, name)(Run(os.environ))


if __name__ == "__main__":
    main()
