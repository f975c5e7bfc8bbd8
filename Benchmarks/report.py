"""Prints the table of benchmark results. Exits with status 1 if a target is missed."""

import datetime
import os
import platform
import statistics
import sys


def read(path):
    """Returns the median of each measurement by name, or the reason why the measurement was skipped."""
    numbers = {}
    texts = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            name, _, value = line.rstrip("\n").partition("\t")
            try:
                number = float(value)
            except ValueError:
                texts[name] = value
            else:
                numbers.setdefault(name, []).append(number)
    return texts | {name: statistics.median(values) for name, values in numbers.items()}


def quotient(a, b):
    return lambda values: values[a] / values[b]


def difference(a, b):
    return lambda values: values[a] - values[b]


def value(name):
    return lambda values: values[name]


# Title, formula, unit, and target (an upper bound, a lower bound, or none).
ROWS = [
    ("Chunk, bytes to loop: Waiter", value("decode.chunk.waiter.ns"), "ns", None),
    ("Chunk: JSONDecoder alone", value("decode.chunk.jsondecoder.ns"), "ns", None),
    ("Response event, bytes to loop: Waiter", value("decode.response.waiter.ns"), "ns", None),
    (
        "Response event / chunk: Waiter",
        quotient("decode.response.waiter.ns", "decode.chunk.waiter.ns"),
        "x",
        ("<=", 1.5),
    ),
    ("Response event: openai-python, create(stream=True)", value("decode.response.python.ns"), "ns", None),
    ("Response event: openai-python, stream()", value("decode.response.python-helper.ns"), "ns", None),
    (
        "Response event: openai-python / Waiter",
        quotient("decode.response.python.ns", "decode.response.waiter.ns"),
        "x",
        (">=", 40),
    ),
    ("Step of a tool loop, without network: by hand", value("tools.hand.us"), "us CPU", None),
    ("Step of a tool loop: Waiter over by hand", value("tools.overhead.us"), "us CPU", ("<=", 50)),
    ("Call without an observer, without network", value("observing.none.us"), "us CPU", None),
    ("An observer that observes nothing adds", value("observing.nobody.added.us"), "us CPU", None),
    ("Spans that are not recorded add", value("observing.noop.added.us"), "us CPU", None),
    ("Spans and metrics add", value("observing.all.added.us"), "us CPU", ("<=", 10)),
    ("The tracer's own part of that", value("observing.tracer.minimal.us"), "us CPU", None),
    ("A chunk with metrics, received alone", value("observing.chunk.1.ns"), "ns CPU", None),
    ("A chunk with metrics, received with 31 others", value("observing.chunk.32.ns"), "ns CPU", None),
    ("Call: async-http-client + JSONDecoder", value("calls.sequential.bare.us"), "us CPU", None),
    ("Call: Waiter", value("calls.sequential.waiter.us"), "us CPU", None),
    ("Call: openai-python", value("calls.sequential.python.us"), "us CPU", None),
    ("Call: Waiter / bare", value("calls.sequential.ratio"), "x", ("<=", 1.15)),
    (
        "Call: openai-python / Waiter",
        quotient("calls.sequential.python.us", "calls.sequential.waiter.us"),
        "x",
        (">=", 6),
    ),
    ("64 calls at once: bare", value("calls.concurrent.bare.us"), "us CPU", None),
    ("64 calls at once: Waiter", value("calls.concurrent.waiter.us"), "us CPU", None),
    ("64 calls at once: Waiter", value("calls.concurrent.waiter.rate"), "calls/s", None),
    ("64 calls at once: openai-python", value("calls.concurrent.python.rate"), "calls/s", None),
    (
        "64 calls at once: Waiter / openai-python",
        quotient("calls.concurrent.waiter.rate", "calls.concurrent.python.rate"),
        "x",
        (">=", 15),
    ),
    ("Stream of 100,000 chunks: bare", value("streams.bare.us"), "us CPU a chunk", None),
    ("Stream: Waiter", value("streams.waiter.us"), "us CPU a chunk", None),
    ("Stream: Waiter over bare", value("streams.over.us"), "us CPU a chunk", ("<=", 2)),
    ("Stream: Waiter", value("streams.waiter.rate"), "chunks/s", (">=", 300_000)),
    ("Stream: openai-python", value("streams.python.rate"), "chunks/s", None),
    ("Stream: Waiter / openai-python", quotient("streams.waiter.rate", "streams.python.rate"), "x", (">=", 40)),
    ("2,048 embeddings as numbers: Waiter", value("embeddings.float.waiter.ms"), "ms CPU", None),
    ("2,048 embeddings as numbers: openai-python", value("embeddings.float.python.ms"), "ms CPU", None),
    (
        "Embeddings as numbers: openai-python / Waiter",
        quotient("embeddings.float.python.ms", "embeddings.float.waiter.ms"),
        "x",
        (">=", 20),
    ),
    ("2,048 embeddings as base64: Waiter", value("embeddings.base64.waiter.ms"), "ms CPU", None),
    ("2,048 embeddings as base64: openai-python", value("embeddings.base64.python.ms"), "ms CPU", None),
    (
        "Embeddings as base64: openai-python / Waiter",
        quotient("embeddings.base64.python.ms", "embeddings.base64.waiter.ms"),
        "x",
        (">=", 8),
    ),
    ("Upload of 2 GB, peak memory", value("transfers.upload.peak.mib"), "MiB", ("<=", 40)),
    ("Download of 2 GB, peak memory", value("transfers.download.peak.mib"), "MiB", ("<=", 40)),
    ("256 streams at once, peak memory", value("streams.concurrent.peak.mib"), "MiB", ("<=", 80)),
    ("Stream of 100,000 chunks, peak memory", value("streams.length.100000.peak.mib"), "MiB", None),
    ("Stream of 1,000,000 chunks, peak memory", value("streams.length.1000000.peak.mib"), "MiB", None),
    (
        "The longer stream's memory over the shorter's",
        difference("streams.length.1000000.peak.mib", "streams.length.100000.peak.mib"),
        "MiB",
        ("<=", 4),
    ),
    ("waiter --help", value("startup.waiter.help.ms"), "ms CPU", ("<=", 10)),
    ("waiter --help, peak memory", value("startup.waiter.help.peak.mib"), "MiB", ("<=", 20)),
    ("waiter, exec to request on the wire", value("startup.waiter.wire.ms"), "ms CPU", ("<=", 30)),
    ("waiter, peak memory of such a run", value("startup.waiter.wire.peak.mib"), "MiB", None),
    ("Python that imports openai", value("python.import.ms"), "ms CPU", None),
    ("waiter --help on a terminal", value("terminal.waiter.help.ms"), "ms CPU", ("<=", 10)),
    ("llm --help", value("terminal.llm.help.ms"), "ms CPU", None),
    ("llm / waiter, --help", quotient("terminal.llm.help.ms", "terminal.waiter.help.ms"), "x", None),
    ("waiter, candidates for a completion", value("terminal.waiter.completions.ms"), "ms CPU", ("<=", 15)),
    ("waiter, a short answer", value("terminal.waiter.short.ms"), "ms CPU", None),
    ("llm, a short answer", value("terminal.llm.short.ms"), "ms CPU", None),
    ("llm / waiter, a short answer", quotient("terminal.llm.short.ms", "terminal.waiter.short.ms"), "x", None),
    ("waiter, 200 kB of Markdown, rendered", value("terminal.waiter.long.ms"), "ms CPU", ("<=", 1000)),
    ("llm, the same as plain text", value("terminal.llm.long.ms"), "ms CPU", None),
    ("waiter, peak memory of that", value("terminal.waiter.long.peak.mib"), "MiB", None),
    ("llm, peak memory of that", value("terminal.llm.long.peak.mib"), "MiB", None),
]


def shown(number):
    return f"{number:,.0f}" if abs(number) >= 1000 else f"{number:.2f}"


def main():
    values = read(sys.argv[1])
    missed = 0
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}", end="")
    print(f", load {load} at the end\n")
    print("| measured (medians) | value | target | |")
    print("|---|---:|---:|---|")
    for title, compute, unit, target in ROWS:
        try:
            number = compute(values)
        except (KeyError, TypeError):
            print(f"| {title} | not measured | {f'{target[0]} {target[1]:,}' if target else ''} | |")
            continue
        if isinstance(number, str):
            print(f"| {title} | {number} | | |")
            continue
        verdict = limit = ""
        if target:
            limit = f"{target[0]} {target[1]:,}"
            holds = number <= target[1] if target[0] == "<=" else number >= target[1]
            verdict = "holds" if holds else "missed"
            missed += not holds
        print(f"| {title} | {shown(number)} {unit} | {limit} | {verdict} |")
    for name, text in values.items():
        if isinstance(text, str):
            print(f"\n{name}: {text}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
