"""Measures how fast openai-python decodes embeddings from a body in memory. The `embeddings` program decodes the same bodies.

    embeddings.py --write FOLDER       writes the bodies, 2,048 vectors of 1,536 numbers each
    embeddings.py --measure FOLDER     measures openai-python with numpy
"""

import argparse
import base64
import json
import resource
import statistics
from pathlib import Path

import numpy

COUNT, LENGTH = 2048, 1536


def write(folder):
    vectors = numpy.random.default_rng(1).standard_normal((COUNT, LENGTH)).astype(numpy.float32)
    vectors /= numpy.linalg.norm(vectors, axis=1, keepdims=True)
    usage = '"model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}}'

    def body(text):
        data = ",".join(
            f'{{"object":"embedding","index":{index},"embedding":{text(vector)}}}' for index, vector in enumerate(vectors)
        )
        return f'{{"object":"list","data":[{data}],{usage}'

    # OpenAI sends the shortest decimal representation of 32-bit floats.
    numbers = body(lambda vector: "[" + ",".join(str(number) for number in vector) + "]")
    json.loads(numbers)
    (folder / "float.json").write_text(numbers)
    (folder / "base64.json").write_text(body(lambda vector: json.dumps(base64.b64encode(vector.tobytes()).decode())))


def measure(folder, rounds):
    import httpx2
    import openai

    for form in ["float", "base64"]:
        body = (folder / f"{form}.json").read_bytes()
        headers = {"content-type": "application/json"}
        transport = httpx2.MockTransport(lambda request: httpx2.Response(200, headers=headers, content=body))
        client = openai.OpenAI(api_key="sk-benchmark", http_client=httpx2.Client(transport=transport))
        options = {"encoding_format": "float"} if form == "float" else {}
        costs = []
        for _ in range(rounds + 1):
            before = cpu()
            response = client.embeddings.create(model="m", input="x", **options)
            costs.append((cpu() - before) * 1000)
            assert len(response.data) == COUNT and len(response.data[-1].embedding) == LENGTH
        print(f"embeddings.{form}.python.ms\t{statistics.median(costs[1:]):.3f}", flush=True)


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


parser = argparse.ArgumentParser()
parser.add_argument("--write", type=Path)
parser.add_argument("--measure", type=Path)
parser.add_argument("--rounds", type=int, default=5)
arguments = parser.parse_args()
if arguments.write:
    write(arguments.write)
if arguments.measure:
    measure(arguments.measure, arguments.rounds)
