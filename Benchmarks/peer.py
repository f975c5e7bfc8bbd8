"""Measures openai-python with the workloads of `calls` and `streams`, and prints the results in the format that report.py reads.

    peer.py --server http://127.0.0.1:<port> [calls] [streams]
"""

import argparse
import asyncio
import resource
import statistics
import time

import openai

MESSAGES = [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "What is an API?"}]


def cpu_microseconds():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e6


def measured(work):
    """Returns the CPU microseconds and elapsed seconds of a unit of work."""
    cpu, start = cpu_microseconds(), time.perf_counter()
    work()
    return cpu_microseconds() - cpu, time.perf_counter() - start


def report(name, value):
    print(f"{name}\t{value:.3f}", flush=True)


def report_costs(name, costs, count):
    report(f"{name}.us", statistics.median(cpu / count for cpu, _ in costs))
    report(f"{name}.rate", statistics.median(count / seconds for _, seconds in costs))


def sequential(server, rounds, count):
    client = openai.OpenAI(api_key="sk-benchmark", base_url=f"{server}/0/v1")

    def work():
        for _ in range(count):
            completion = client.chat.completions.create(model="gpt-6.1-sol", messages=MESSAGES)
            assert completion.usage.total_tokens == 87

    work()
    report_costs("calls.sequential.python", [measured(work) for _ in range(rounds)], count)


def concurrent(server, rounds, count, at_once=64):
    async def run():
        client = openai.AsyncOpenAI(api_key="sk-benchmark", base_url=f"{server}/0/v1")

        async def worker():
            for _ in range(count // at_once):
                completion = await client.chat.completions.create(model="gpt-6.1-sol", messages=MESSAGES)
                assert completion.usage.total_tokens == 87

        costs = []
        for _ in range(rounds + 1):
            cpu, start = cpu_microseconds(), time.perf_counter()
            await asyncio.gather(*(worker() for _ in range(at_once)))
            costs.append((cpu_microseconds() - cpu, time.perf_counter() - start))
        report_costs("calls.concurrent.python", costs[1:], count // at_once * at_once)

    asyncio.run(run())


def streams(server, rounds, chunks):
    client = openai.OpenAI(api_key="sk-benchmark", base_url=f"{server}/{chunks}/v1")

    def work():
        count = length = 0
        for chunk in client.chat.completions.create(model="m", messages=MESSAGES, stream=True):
            count += 1
            length += len(chunk.choices[0].delta.content or "")
        assert count == chunks + 1 and length > chunks

    report_costs("streams.python", [measured(work) for _ in range(rounds)], chunks)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--server", required=True)
    parser.add_argument("what", nargs="*", default=["calls", "streams"])
    arguments = parser.parse_args()
    print(f"python.version\t{openai.__version__}", flush=True)
    report("python.import.ms", cpu_microseconds() / 1000)
    if "calls" in arguments.what:
        sequential(arguments.server, rounds=5, count=300)
        concurrent(arguments.server, rounds=5, count=640)
    if "streams" in arguments.what:
        streams(arguments.server, rounds=3, chunks=20_000)


if __name__ == "__main__":
    main()
