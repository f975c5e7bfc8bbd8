"""Measures how fast openai-python reads the events of a response from a body in memory, as chunk-decode does for Waiter.

    responses.py [--events N] [--rounds N]
"""

import argparse
import json
import resource
import statistics
import time

import httpx2
import openai

ITEM = "msg_67c9fdcf37fc8190ba82116e33fb28c507b8b0ad4e5eb654"


def body(count):
    """Returns a stream with the given number of deltas, as sent by OpenAI. The deltas are the same as in chunk-decode."""

    def response(status, output):
        return {
            "id": "resp_1", "object": "response", "created_at": 0, "model": "m", "status": status, "output": output,
            "parallel_tool_calls": True, "tool_choice": "auto", "tools": [],
        }

    def message(content):
        return {"id": ITEM, "type": "message", "role": "assistant", "status": "in_progress", "content": content}

    def part(text):
        return {"type": "output_text", "text": text, "annotations": []}

    place = {"item_id": ITEM, "output_index": 0, "content_index": 0}
    events = [
        {"type": "response.created", "response": response("in_progress", [])},
        {"type": "response.output_item.added", "output_index": 0, "item": message([])},
        {"type": "response.content_part.added", **place, "part": part("")},
    ]
    delta = {"type": "response.output_text.delta", **place, "delta": " house", "logprobs": [], "obfuscation": "Y6qLPa8Vfb"}
    events += [delta] * count
    text = delta["delta"] * count
    events.append({"type": "response.output_text.done", **place, "text": text, "logprobs": []})
    events.append({"type": "response.completed", "response": response("completed", [message([part(text)])])})
    numbered = ({**event, "sequence_number": number} for number, event in enumerate(events))
    return "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in numbered).encode()


def cpu():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime


def measure(name, rounds, count, work):
    costs, rates = [], []
    for _ in range(rounds + 1):
        before, start = cpu(), time.perf_counter()
        length = sum(len(event.delta) for event in work() if event.type == "response.output_text.delta")
        assert length == count * len(" house")
        costs.append((cpu() - before) * 1e9 / count)
        rates.append(count / (time.perf_counter() - start))
    print(f"decode.response.{name}.ns\t{statistics.median(costs[1:]):.3f}", flush=True)
    print(f"decode.response.{name}.rate\t{statistics.median(rates[1:]):.3f}", flush=True)


def with_helper(client):
    with client.responses.stream(model="m", input="hi") as stream:
        yield from stream


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    content, headers = body(arguments.events), {"content-type": "text/event-stream"}
    transport = httpx2.MockTransport(lambda request: httpx2.Response(200, headers=headers, content=content))
    client = openai.OpenAI(api_key="sk-benchmark", http_client=httpx2.Client(transport=transport))
    create = lambda: client.responses.create(model="m", input="hi", stream=True)
    measure("python", arguments.rounds, arguments.events, create)
    measure("python-helper", arguments.rounds, arguments.events, lambda: with_helper(client))


if __name__ == "__main__":
    main()
