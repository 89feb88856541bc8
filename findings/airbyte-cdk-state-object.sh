#!/usr/bin/env bash
# What:     the Airbyte CDK takes a state file that holds an object for a list of texts, and fails with an error that names neither file nor state.
# Versions: airbyte-cdk 7.39.1 (PyPI); Python 3.10 to 3.13.
# Expected: "Incoming state can be deserialized into either a JSON object for legacy state input or as a list of AirbyteStateMessages", by the
#           docstring of `Source.read_state` (airbyte_cdk/sources/source.py), which is what `--state` is read with.
# Seen:     a list works; of the object `{"rows": {...}}`, and of one AirbyteStateMessage, the keys are iterated over, and the first of them is
#           refused as a message. `read` ends with exit code 1.
# Matters:  whoever keeps the last state message, or a state of the old form, and hands it to `--state`, cannot resume.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check airbyte-cdk==7.39.1
cat > "$folder/shown.py" <<'PY'
import json
import pathlib
import sys

from airbyte_cdk.sources import Source

STREAM = {"type": "STREAM", "stream": {"stream_descriptor": {"name": "rows"}, "stream_state": {"updatedAt": "2026-01-01"}}}
FORMS = {"list": [STREAM], "legacy object": {"rows": {"updatedAt": "2026-01-01"}}, "one message": STREAM}
file, seen = pathlib.Path(sys.argv[1]) / "state.json", {}
for form, state in FORMS.items():
    file.write_text(json.dumps(state))
    try:
        seen[form] = f"{len(Source.read_state(str(file)))} state"
    except Exception as error:
        seen[form] = f"{type(error).__name__}: {error}"
    print(f"{form}: {seen[form]}")
assert seen["list"] == "1 state", "another behaviour than described"
assert all("Error" in seen[form] for form in ("legacy object", "one message")), "another behaviour than described"
print("as described: an object is refused")
PY
"$folder/venv/bin/python" "$folder/shown.py" "$folder"
