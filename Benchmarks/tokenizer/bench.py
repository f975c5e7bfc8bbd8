"""Compares the tokenizer with tiktoken, gigatoken, fastokens and toktok in one run, and prints a table of results.

    bench.py --corpus <folder made by build_corpus.py> --vocabularies <folder of .tiktoken files>
             --programs <folder with tokenizer-worker and tokenizer-cold> [--rounds 5] [--cpu 1]

Single-threaded figures are the CPU seconds of a process that is pinned to one CPU. In each round, every tokenizer processes
the same documents of about 16 kB. A new instance first processes the first half of a text. Then the second half is timed
(fresh), and timed again (warm). Ratios are computed within a round, and the table contains their medians. Exits with status 1
if a target in the *must* column is missed.
"""

import argparse
import datetime
import itertools
import json
import os
import pathlib
import platform
import statistics
import subprocess
import sys
import tempfile

PEERS = ["tiktoken", "gigatoken", "fastokens", "toktok"]
OURS = "waiter"
TEXTS = ["prose", "code", "multi", "json_logs", "adversarial"]
MUST = {
    "o200k_base": {"prose": 13, "code": 16, "multi": 7, "json_logs": 13, "adversarial": 4.5},
    "cl100k_base": {"prose": 16, "code": 18, "multi": 11, "json_logs": 17, "adversarial": 4.5},
}
STRETCH = {
    "o200k_base": {"prose": 16, "code": 19, "multi": 9, "json_logs": 16, "adversarial": 6},
    "cl100k_base": {"prose": 20, "code": 22, "multi": 14, "json_logs": 21, "adversarial": 6},
}
SHORT = "Please summarise the attached report in three short bullet points, and list any open questions you find."


class Program:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(self, op, **request):
        print(json.dumps({"op": op, **request}), file=self.process.stdin, flush=True)
        reply = json.loads(self.process.stdout.readline())
        if "error" in reply:
            raise SystemExit(f"{self.process.args}: {reply['error']}")
        return reply


class Table:
    def __init__(self):
        self.missed = 0

    def row(self, title, value, unit, must=None, stretch=None, at_most=False):
        verdict = ""
        if must is not None:
            fits = (lambda limit: value <= limit) if at_most else (lambda limit: value >= limit)
            verdict = "stretch" if stretch is not None and fits(stretch) else "must" if fits(must) else "missed"
            self.missed += verdict == "missed"
        limits = "" if must is None else f"{must:g}" + ("" if stretch is None else f" / {stretch:g}")
        print(f"| {title} | {value:,.2f} {unit} | {limits} | {verdict} |", flush=True)


def cut(text, folder, limit):
    """Splits a text into documents of about 16 kB at line breaks. Writes their ends, and returns the size of the second half."""
    raw = text.read_bytes()[:limit].decode("utf-8", "ignore")
    (folder / text.name).write_bytes(raw.encode())
    ends, start = [], 0
    while start < len(raw):
        end = raw.find("\n", start + 16_000)
        end = start + 64_000 if end < 0 or end - start > 64_000 else end + 1
        ends.append(len(raw[start:end].encode()))
        start = end
    cuts = folder / f"{text.stem}.cuts"
    cuts.write_text("\n".join(map(str, itertools.accumulate(ends))))
    return cuts, len(ends) // 2, sum(ends[len(ends) // 2 :])


def throughput(programs, arguments, folder, table, encoding):
    best = []
    for name in arguments.texts:
        text = arguments.corpus / f"{name}.txt"
        cuts, half, size = cut(text, folder, arguments.limit)
        fresh, warm = ({peer: [] for peer in programs} for _ in range(2))
        for program in programs.values():
            program.ask("docs", path=str(folder / text.name), cuts=str(cuts))
        for _ in range(arguments.rounds):
            for peer, program in programs.items():
                program.ask("load", encoding=encoding)
                program.ask("run", mode="count", part=[0, half])
                fresh[peer].append(program.ask("run", mode="count", part=[half, None])["seconds"])
                warm[peer].append(program.ask("run", mode="count", part=[half, None])["seconds"])
        speed = {peer: size / statistics.median(times) / 1e6 for peer, times in fresh.items()}

        def ratio(times, peer, other="tiktoken"):
            return statistics.median(b / a for a, b in zip(times[peer], times[other]))

        peers = [peer for peer in programs if peer != OURS]
        fastest = min(peers, key=lambda peer: statistics.median(fresh[peer]))
        show = ", ".join(f"{peer} {speed[peer]:.0f} ({ratio(fresh, peer):.1f})" for peer in peers)
        print(f"| {encoding} {name}, MB/s: {show} | {speed[OURS]:,.1f} MB/s | | |")
        table.row(f"{encoding} {name}, fresh / tiktoken", ratio(fresh, OURS), "x", MUST[encoding][name], STRETCH[encoding][name])
        best.append(ratio(fresh, OURS, fastest))
        table.row(f"{encoding} {name}, fresh / {fastest}", best[-1], "x", 1.0)
        must = (15, 22) if name in ("prose", "code") else (None, None)
        table.row(f"{encoding} {name}, warm / tiktoken", ratio(warm, OURS), "x", *must)
    table.row(f"{encoding}, fresh / the fastest peer, geometric mean", statistics.geometric_mean(best), "x", 1.15, 1.3)


def latency(programs, arguments, table):
    prose = (arguments.corpus / "prose.txt").read_text("utf-8")
    for label, text, calls, must, stretch in (("20", SHORT, 5000, 250, 200), ("885", prose[200_000:204_300], 300, 7000, 5000)):
        times = {peer: [] for peer in programs}
        for _ in range(arguments.rounds):
            for peer, program in programs.items():
                times[peer].append(program.ask("latency", text=text, calls=calls)["ns"]["count"])
        show = ", ".join(f"{peer} {statistics.median(times[peer]):,.0f}" for peer in programs if peer != OURS)
        table.row(f"{label} tokens, a call ({show})", statistics.median(times[OURS]), "ns", must, stretch, at_most=True)


def letters(programs, arguments, table):
    for label, unit, must, stretch in (("letter a", "a", 10, 4), ("blank", " ", 10, None), ("line end", "\n", 10, None), ("字", "字", None, None)):
        names = [peer for peer in programs if peer != "tiktoken" or unit != " "]  # tiktoken's regex engine fails on spaces
        times = {peer: [] for peer in names}
        for _ in range(arguments.rounds):
            for peer in names:
                times[peer].append(programs[peer].ask("once", unit=unit, n=1_000_000)["seconds"] * 1e3)
        show = ", ".join(f"{peer} {statistics.median(times[peer]):,.1f}" for peer in names if peer != OURS)
        table.row(f"1,000,000 times {label} ({show})", statistics.median(times[OURS]), "ms", must, stretch, at_most=True)


def cold(arguments, folder, table):
    text = folder / "cold.txt"
    text.write_bytes((arguments.corpus / "prose.txt").read_bytes()[200_000:204_096])
    long = folder / "long.txt"
    long.write_bytes(b"".join(path.read_bytes() for path in sorted(arguments.corpus.glob("*.txt"))) * 4)
    cpu, peak, ready = [], [], []
    for _ in range(15):
        process = subprocess.Popen([arguments.programs / "tokenizer-cold", "o200k_base", text], stdout=subprocess.PIPE, text=True)
        numbers = list(map(int, process.stdout.read().split()))
        _, _, usage = os.wait4(process.pid, 0)
        cpu.append((usage.ru_utime + usage.ru_stime) * 1e3)
        ready.append(numbers[1] / 1e3)
        peak.append(numbers[3] / 1024)
    table.row("Cold program, start to count of 4 kB, CPU", statistics.median(cpu), "ms", 15, 8, at_most=True)
    table.row("Cold program, tables ready and first count", statistics.median(ready), "ms", 1, at_most=True)
    table.row("Cold program, peak memory", statistics.median(peak), "MiB", 20, at_most=True)
    numbers = subprocess.run([arguments.programs / "tokenizer-cold", "o200k_base", long], stdout=subprocess.PIPE, text=True).stdout
    title = f"Peak memory of a stream of {long.stat().st_size / 1e6:,.0f} MB"
    table.row(title, int(numbers.split()[3]) / 1024, "MiB", 40, at_most=True)


def threads(worker, arguments, folder, table):
    text = arguments.corpus / "prose.txt"
    cuts, _, _ = cut(text, folder, arguments.limit)
    program = Program([worker, "serve"])
    program.ask("load", encoding="o200k_base")
    program.ask("docs", path=str(folder / text.name), cuts=str(cuts))
    one, two = [], []
    for _ in range(4 * arguments.rounds):
        one.append(program.ask("run", mode="count1", part=[0, None])["seconds"])
        two.append(program.ask("run", mode="count2", part=[0, None])["seconds"])
    table.row("Two threads / one, wall time, medians", statistics.median(one) / statistics.median(two), "x")
    table.row("Two threads / one, wall time, the best of each", min(one) / min(two), "x", 1.8)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpus", type=pathlib.Path, required=True)
    parser.add_argument("--vocabularies", type=pathlib.Path, required=True)
    parser.add_argument("--programs", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--cpu", type=int, default=1)
    parser.add_argument("--limit", type=int, default=10_000_000)
    parser.add_argument("--texts", nargs="*", default=TEXTS)
    parser.add_argument("--encodings", nargs="*", default=list(MUST))
    arguments = parser.parse_args()
    worker = arguments.programs / "tokenizer-worker"
    here = pathlib.Path(__file__).parent
    programs = {
        peer: Program([sys.executable, here / "peers.py", peer, arguments.vocabularies, str(arguments.cpu)]) for peer in PEERS
    }
    programs[OURS] = Program(["taskset", "-c", str(arguments.cpu), worker, "serve"])
    table = Table()
    load = ", ".join(f"{number:.1f}" for number in os.getloadavg())
    print(f"{datetime.date.today()}, {os.cpu_count()} cores, {platform.system()} {platform.release()}, load {load} at the start\n")
    print("| measured | value | must / stretch | reached |\n|---|---:|---:|---|")
    with tempfile.TemporaryDirectory() as folder:
        for encoding in arguments.encodings:
            throughput(programs, arguments, pathlib.Path(folder), table, encoding)
        for program in programs.values():
            program.ask("load", encoding="o200k_base")
        latency(programs, arguments, table)
        letters(programs, arguments, table)
        cold(arguments, pathlib.Path(folder), table)
        threads(worker, arguments, pathlib.Path(folder), table)
    print(f"\nLoad at the end: {', '.join(f'{number:.1f}' for number in os.getloadavg())}; {table.missed} missed")
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
