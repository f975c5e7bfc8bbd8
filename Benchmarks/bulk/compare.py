#!/usr/bin/env python3
"""Compares `waiter batch run` with openai-python, litellm and a parallel script, using a server that counts its answers.

    compare.py --waiter PATH [--rows 2000] [--parts limit,speed,kill,budget]

- limit: 60 rows with a server that allows 20 requests a second.
- speed: rows per second and CPU time per row, for all rows without a limit.
- kill: the process is killed and restarted three times while it processes the rows. The last process runs to the end.
- budget: the budget is sufficient for half of the rows.

"lost" is the number of prompts whose answers were billed but are missing from the output. "doubled" is the number of answers
beyond the first answer to each prompt. "overspent" is the amount that was billed beyond the budget.
"""

import argparse
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent


class Server:
    def __init__(self):
        self.process = subprocess.Popen(
            [sys.executable, HERE / "server.py"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.url = f"http://127.0.0.1:{self.process.stdout.readline().strip()}"

    def reset(self, limit=0, delay=0):
        request = urllib.request.Request(f"{self.url}/reset?limit={limit}&delay={delay}", method="POST")
        urllib.request.urlopen(request).close()

    def stats(self):
        with urllib.request.urlopen(f"{self.url}/stats") as answer:
            return json.load(answer)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()


class Tool:
    """A tool that processes a file of prompts in its own folder."""

    def __init__(self, name, folder, server, arguments, environment=None):
        self.name, self.server, self.environment = name, server, environment
        self.folder = pathlib.Path(tempfile.mkdtemp(dir=folder))
        self.output = self.folder / "out.jsonl"
        self.arguments = arguments

    def command(self, prompts, budget=None):
        return self.arguments(prompts, self.output, budget, self.folder)

    def start(self, prompts, budget=None):
        environment = os.environ | (self.environment(self.folder) if self.environment else {})
        return subprocess.Popen(
            [str(word) for word in self.command(prompts, budget)], env=environment, stdout=subprocess.DEVNULL,
            stderr=open(self.folder / "errors", "a"),
        )

    def results(self):
        """Returns the prompts that have a result."""
        if not self.output.exists():
            return []
        prompts = []
        for line in self.output.read_text(encoding="utf-8").splitlines():
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if "custom_id" not in value:
                prompts.append(value["prompt"])
            elif not value["error"]:
                prompts.append(value["response"]["body"]["choices"][0]["message"]["content"])
        return prompts


def tools(folder, server, waiter, retries=None):
    peers = [sys.executable, HERE / "peers.py"]

    def waiter_arguments(prompts, output, budget, _):
        limit = ["--budget", budget] if budget else []
        return [waiter, "batch", "run", prompts, "-o", output, "-m", "gpt-4o", "--max-tokens", "100", *limit]

    def waiter_environment(folder):
        (folder / "config.json").write_text('{"profiles": {"openai": {"billing": "list"}}}')
        return {"WAITER_HOME": str(folder), "OPENAI_BASE_URL": f"{server.url}/v1", "OPENAI_API_KEY": "sk-benchmark-0123456789"}

    def peer(name, *more):
        def arguments(prompts, output, budget, _):
            limit = ["--budget", budget] if budget and name == "litellm" else []
            return [*peers, name, prompts, output, "--server", server.url, *more, *limit]

        return arguments

    yield Tool("waiter", folder, server, waiter_arguments, waiter_environment)
    yield Tool("openai", folder, server, peer("openai"))
    if retries:
        yield Tool(f"openai, max_retries={retries}", folder, server, peer("openai", "--retries", retries))
    yield Tool("litellm", folder, server, peer("litellm"))
    yield Tool("parallel", folder, server, peer("parallel", "--rpm", 1500 if retries else 1e9))


def prompts(folder, count):
    path = pathlib.Path(folder) / f"prompts-{count}.txt"
    path.write_text("".join(f"prompt {number}\n" for number in range(1, count + 1)))
    return path


def export(tool, waiter):
    """Writes the results that an unfinished run has produced so far."""
    if tool.name == "waiter" and not tool.output.exists():
        environment = os.environ | tool.environment(tool.folder)
        subprocess.run([waiter, "batch", "export", "out", "-o", tool.output], env=environment, capture_output=True)


def summary(tool, server, count):
    stats, results = server.stats(), tool.results()
    billed = sum(stats["answers"].values())
    return {
        "done": f"{len(set(results))} of {count}", "requests": stats["requests"], "billed": billed,
        "lost": len(set(stats["answers"]) - set(results)), "doubled": billed - len(stats["answers"]),
        "cost": billed * stats["cost"],
    }


def line(tool, **values):
    print(f"{tool.name:24}" + "".join(f"  {name} {value}" for name, value in values.items()), flush=True)


def limit(folder, server, waiter):
    print("\n60 rows, 20 requests a second")
    for tool in tools(folder, server, waiter, retries=5):
        server.reset(limit=20)
        start = time.monotonic()
        tool.start(prompts(folder, 60)).wait()
        found = summary(tool, server, 60)
        line(tool, done=found["done"], requests=found["requests"], seconds=f"{time.monotonic() - start:.1f}")


def speed(folder, server, waiter, rows):
    print(f"\n{rows} rows without a limit, answered after 20 ms")
    for tool in tools(folder, server, waiter):
        server.reset(delay=20)
        before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
        tool.start(prompts(folder, rows)).wait()
        seconds, after = time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        line(tool, done=summary(tool, server, rows)["done"], rows_per_s=f"{rows / seconds:.0f}", cpu_us_a_row=f"{cpu / rows * 1e6:.0f}")


def kill(folder, server, waiter, rows):
    print(f"\n{rows} rows, killed after a quarter of the rows of each of the first three starts")
    for tool in tools(folder, server, waiter):
        server.reset(delay=20)
        for _ in range(3):
            seen = sum(server.stats()["answers"].values())
            process = tool.start(prompts(folder, rows))
            while process.poll() is None and sum(server.stats()["answers"].values()) < seen + rows // 4:
                time.sleep(0.01)
            process.send_signal(signal.SIGKILL)
            process.wait()
        tool.start(prompts(folder, rows)).wait()
        found = summary(tool, server, rows)
        line(tool, **{name: found[name] for name in ("done", "billed", "lost", "doubled")})


def budget(folder, server, waiter, rows):
    for tool in tools(folder, server, waiter):
        server.reset(delay=20)
        limit = round(rows / 2 * server.stats()["cost"], 6)
        if tool.name == "waiter":
            print(f"\n{rows} rows with a budget of ${limit}; openai and parallel have none")
        tool.start(prompts(folder, rows), budget=limit).wait()
        export(tool, waiter)
        found = summary(tool, server, rows)
        line(tool, done=found["done"], lost=found["lost"], cost=f"${found['cost']:.4f}", overspent=f"${max(0, found['cost'] - limit):.4f}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiter", required=True)
    parser.add_argument("--rows", type=int, default=2000)
    parser.add_argument("--parts", default="limit,speed,kill,budget", help="the comparisons to run, separated by commas")
    options = parser.parse_args()
    parts = options.parts.split(",")
    if unknown := set(parts) - {"limit", "speed", "kill", "budget"}:
        parser.error(f"unknown part: {', '.join(sorted(unknown))}")
    # Without this variable, litellm would download prices.
    os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"
    server = Server()
    with tempfile.TemporaryDirectory() as folder:
        if "limit" in parts:
            limit(folder, server, options.waiter)
        if "speed" in parts:
            speed(folder, server, options.waiter, options.rows)
        if "kill" in parts:
            kill(folder, server, options.waiter, options.rows)
        if "budget" in parts:
            budget(folder, server, options.waiter, options.rows)
    server.stop()


main()
