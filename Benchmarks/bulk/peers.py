#!/usr/bin/env python3
"""Sends the prompts in a file with other tools, and writes each result as a line of JSON. Each tool is used as its documentation suggests.

    peers.py openai   IN OUT --server URL     AsyncOpenAI with its defaults, all prompts at once
    peers.py litellm  IN OUT --server URL     litellm.batch_completion, with max_budget if --budget is given
    peers.py parallel IN OUT --server URL     a queue of requests with a pace and five attempts, in the manner of the cookbook

If a tool returns all results only after it has processed all prompts, the results are written at that time.
"""

import argparse
import asyncio
import collections
import json
import time

MODEL = "gpt-4o"


def messages(prompt):
    return [{"role": "user", "content": prompt}]


def write(path, results):
    with open(path, "a", encoding="utf-8") as file:
        for prompt, text in results:
            file.write(json.dumps({"prompt": prompt, "text": text}) + "\n")


def run_openai(prompts, options):
    import openai

    async def ask(client, prompt):
        try:
            completion = await client.chat.completions.create(model=MODEL, messages=messages(prompt), max_tokens=100)
        except openai.OpenAIError:
            return None
        return prompt, completion.choices[0].message.content

    async def run():
        retries = {} if options.retries is None else {"max_retries": options.retries}
        client = openai.AsyncOpenAI(api_key="sk-benchmark", base_url=f"{options.server}/v1", **retries)
        return await asyncio.gather(*(ask(client, prompt) for prompt in prompts))

    write(options.output, filter(None, asyncio.run(run())))


def run_litellm(prompts, options):
    import litellm

    litellm.suppress_debug_info = True
    if options.budget:
        litellm.max_budget = options.budget
    answers = litellm.batch_completion(
        model=f"openai/{MODEL}", messages=[messages(prompt) for prompt in prompts], max_tokens=100,
        max_workers=options.at_once, api_base=f"{options.server}/v1", api_key="sk-benchmark",
    )
    # If a request failed, the list contains an exception.
    write(options.output, ((prompt, answer.choices[0].message.content)
                           for prompt, answer in zip(prompts, answers) if not isinstance(answer, Exception)))


def run_parallel(prompts, options):
    """Starts requests at a given pace, requeues a failed request at most five times, and appends each result when it arrives."""
    import httpx

    attempts, pause = 5, 15
    state = {"allowed": 1.0, "filled": time.monotonic(), "limited": 0.0}
    waiting = collections.deque((prompt, attempts) for prompt in prompts)

    async def ask(client, prompt, left):
        body = {"model": MODEL, "messages": messages(prompt), "max_tokens": 100}
        try:
            response = await client.post(f"{options.server}/v1/chat/completions", json=body)
            if response.status_code == 429:
                state["limited"] = time.monotonic()
            response.raise_for_status()
            write(options.output, [(prompt, response.json()["choices"][0]["message"]["content"])])
        except httpx.HTTPError:
            if left > 1:
                waiting.append((prompt, left - 1))

    async def run():
        running = set()
        limits = httpx.Limits(max_connections=options.at_once)
        async with httpx.AsyncClient(timeout=600, limits=limits) as client:
            while waiting or running:
                now = time.monotonic()
                rate = options.rpm / 60
                state["allowed"] = min(rate, state["allowed"] + (now - state["filled"]) * rate)
                state["filled"] = now
                if now - state["limited"] < pause and state["limited"]:
                    await asyncio.sleep(pause - (now - state["limited"]))
                elif waiting and state["allowed"] >= 1 and len(running) < options.at_once:
                    state["allowed"] -= 1
                    prompt, left = waiting.popleft()
                    task = asyncio.create_task(ask(client, prompt, left))
                    running.add(task)
                    task.add_done_callback(running.discard)
                else:
                    await asyncio.sleep(0.001)

    asyncio.run(run())


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("tool", choices=["openai", "litellm", "parallel"])
    parser.add_argument("input")
    parser.add_argument("output")
    parser.add_argument("--server", required=True)
    parser.add_argument("--retries", type=int)
    parser.add_argument("--budget", type=float)
    parser.add_argument("--at-once", type=int, default=16)
    # The default rate is half of 3,000, the rate at which such scripts usually run.
    parser.add_argument("--rpm", type=float, default=1500)
    options = parser.parse_args()
    with open(options.input, encoding="utf-8") as file:
        prompts = file.read().splitlines()
    {"openai": run_openai, "litellm": run_litellm, "parallel": run_parallel}[options.tool](prompts, options)


main()
