#!/usr/bin/env bash
# What:     dlt, asked for load files with INSERT statements in a folder, writes texts without quotes.
# Versions: dlt 1.31.0 (PyPI); Python 3.9 or later.
# Expected: `VALUES` with literals of SQL, as its documentation of the format insert_values has it ("INSERT INTO ... VALUES" statements that a
#           database runs) and as the same pipeline writes it for DuckDB; or an error, where a destination has no such format.
# Seen:     on the destination filesystem it exits well, and a row is (1,it's, here): no quotes, and the comma and the quote of the text as they are.
# Matters:  such a file cannot be loaded, nor its rows told apart: where a text has a comma, a row has one field more.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check 'dlt[filesystem]==1.31.0'
cat > "$folder/shown.py" <<'PY'
import os, sys

folder = sys.argv[1]
os.environ.update(DLT_DATA_DIR=folder + "/work", RUNTIME__DLTHUB_TELEMETRY="false", DATA_WRITER__DISABLE_COMPRESSION="true")
os.environ["NORMALIZE__DATA_WRITER__DISABLE_COMPRESSION"] = "true"
import dlt

pipeline = dlt.pipeline("shown", destination=dlt.destinations.filesystem("file://" + folder + "/out"), dataset_name="ds")
pipeline.run([{"id": 1, "text": "it's, here"}], table_name="rows", loader_file_format="insert_values")
files = [os.path.join(at, name) for at, _, names in os.walk(folder + "/out/ds/rows") for name in names]
text = open(files[0]).read()
print(os.path.basename(files[0]).split(".", 2)[-1])
print(text)
assert len(files) == 1 and "(1,it's, here," in text, "this has changed"
PY
cd "$folder" && "$folder/venv/bin/python" shown.py "$folder"
