"""Compares the derived schemas of twenty types with pydantic's schemas of the same types.

    round_trip.py PATH-OF-SCHEMA-PROGRAM

Checks the following for each type. The derived schema conforms to the meta-schema. A value from Swift conforms to the derived
schema, and pydantic can read it. A value from pydantic conforms to the derived schema, and Swift can read it. Both schemas
accept and reject the same damaged values.
"""

import copy
import json
import subprocess
import sys

import jsonschema
import pydantic
import pydantic_types

DAMAGES = [None, True, 0, -1, 1.5, "", "text", [], {}, {"unknown": 1}, [None]]


def damaged(value):
    """Yields copies of a value in which one part is missing or replaced, or one member is added."""

    def paths(part, path=()):
        yield path
        items = part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, list) else ()
        for key, child in items:
            yield from paths(child, path + (key,))

    for path in paths(value):
        for damage in DAMAGES:
            whole = copy.deepcopy(value)
            if not path:
                yield damage
                continue
            part = whole
            for key in path[:-1]:
                part = part[key]
            part[path[-1]] = damage
            yield whole
        if path and isinstance(path[-1], str):
            whole = copy.deepcopy(value)
            part = whole
            for key in path[:-1]:
                part = part[key]
            del part[path[-1]]
            yield whole


def main(program):
    lines = subprocess.run([program, "--print"], check=True, capture_output=True, text=True).stdout.splitlines()
    samples = [json.loads(line) for line in lines]
    written, compared, differences = [], 0, []
    for sample in samples:
        name, schema, value = sample["name"], sample["schema"], sample["value"]
        model = getattr(pydantic_types, name)
        jsonschema.Draft202012Validator.check_schema(schema)
        ours = jsonschema.Draft202012Validator(schema)
        theirs = jsonschema.Draft202012Validator(model.model_json_schema())
        ours.validate(value)
        parsed = model.model_validate_json(json.dumps(value))
        back = json.loads(parsed.model_dump_json())
        # pydantic writes decimals as strings.
        if name == "Money":
            back["price"] = float(back["price"])
        ours.validate({key: part for key, part in back.items() if part is not None} if name != "Optionals" else back)
        written.append({"name": name, "value": back})
        for other in damaged(value):
            compared += 1
            if ours.is_valid(other) != theirs.is_valid(other):
                differences.append((name, json.dumps(other)))
    read = subprocess.run(
        [program, "--read"], check=True, capture_output=True, text=True,
        input="".join(json.dumps(line) + "\n" for line in written),
    ).stdout.splitlines()
    assert len(read) == len(samples), f"{len(read)} of {len(samples)} values were read"
    for line, sample in zip(read, samples):
        model = getattr(pydantic_types, sample["name"])
        same = model.model_validate_json(line) == model.model_validate_json(json.dumps(sample["value"]))
        assert same, f"{sample['name']}: {line} is not {json.dumps(sample['value'])}"
    print(f"pydantic {pydantic.VERSION}, jsonschema {jsonschema.__version__}")
    print(f"{len(samples)} types: schemas valid, values read by each other")
    print(f"{compared} damaged values: {len(differences)} judged differently")
    for name, value in differences[:40]:
        print(f"  {name}: {value}")


main(sys.argv[1])
