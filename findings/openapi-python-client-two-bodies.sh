#!/usr/bin/env bash
# What:     openapi-python-client makes a module that cannot be imported of an operation whose required body may have two media types.
# Versions: openapi-python-client 0.29.1, ruff 0.17.6 as its formatter, Python 3.10 or later.
# Expected: a module that takes either body: the generator supports several media types since 0.16, and OpenAPI 3.1.1, section 4.8.13, allows them.
# Seen:     it ends without an error, and importing the module is `NameError: name 'Unset' is not defined`: the type of `body` names what only
#           operations with optional parameters import. With one media type, or with an optional parameter beside the body, the import works.
# Matters:  a document that offers JSON and a file for uploads gives a client in which that operation is missing for everybody.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet --disable-pip-version-check openapi-python-client==0.29.1 ruff==0.17.6
export PATH="$folder/venv/bin:$PATH"
cd "$folder"
outcome() { # NAME, FURTHER MEDIA TYPE, PARAMETERS
  cat >"$1.yaml" <<YAML
openapi: 3.1.0
info: {title: $1, version: "1"}
paths:
  /rows:
    post:
      operationId: load
      parameters: $3
      requestBody:
        required: true
        content:
          application/json: {schema: {type: object, properties: {id: {type: string}}, required: [id]}}
$2
      responses: {"200": {description: loaded}}
YAML
  openapi-python-client generate --path "$1.yaml" --output-path "$1" >/dev/null 2>&1 || { echo "not generated"; return; }
  (cd "$1" && python -c "from $1_client.api.default import load" 2>&1 | tail -n 1) || true
}
file='          application/octet-stream: {schema: {type: string, format: binary}}'
one=$(outcome one "" "[]")
two=$(outcome two "$file" "[]")
beside=$(outcome beside "$file" '[{name: dry, in: query, schema: {type: boolean}}]')
echo "one media type: ${one:-imported}"
echo "two: ${two:-imported}"
echo "two, and an optional parameter: ${beside:-imported}"
[ -z "$one" ] && [ -z "$beside" ] && [[ "$two" == "NameError: name 'Unset' is not defined"* ]] || { echo "another behaviour than described"; exit 1; }
echo "as described: the module cannot be imported"
