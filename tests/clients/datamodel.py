"""Reads a real answer of every operation with the models that datamodel-code-generator made of the document.

usage: datamodel.py MODELS.py ANSWERS.json
"""

import importlib.util
import json
import pathlib
import sys

spec = importlib.util.spec_from_file_location("models", sys.argv[1])
models = importlib.util.module_from_spec(spec)
sys.modules["models"] = models
spec.loader.exec_module(models)


def flat(text):
    return "".join(letter for letter in text.lower() if letter.isalnum())


known = {flat(name): model for name, model in vars(models).items() if hasattr(model, "model_validate")}


def read(answer):
    """The answer as a model that was made for it, and back as JSON; one that does not fit is an error."""
    if answer["status"] >= 400:
        return models.Error.model_validate(answer["body"]).model_dump(mode="json")
    # The second of an operation's answers, as the HAR, is called the same with a number.
    named = flat(answer["path"] + answer["method"]) + "response"
    faults = []
    for name in (named, named + "1"):
        try:
            model = known[name].model_validate(answer["body"])
            again = model.model_dump(by_alias=True, mode="json", exclude_unset=True)
            if again == answer["body"]:
                return again
            faults.append(f"{name} loses something: {again}")
        except (KeyError, ValueError) as fault:
            faults.append(f"{name}: {fault}")
    raise AssertionError(f"{answer['operation']}: {faults}")


answers = [answer for answer in json.loads(pathlib.Path(sys.argv[2]).read_text()) if "json" in answer["media"] and "ndjson" not in answer["media"]]
for answer in answers:
    read(answer)
assert len(answers) > 30, len(answers)
print(len(answers))
print("ok")
