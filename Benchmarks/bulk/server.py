#!/usr/bin/env python3
"""A chat completion server for the bulk run benchmarks. It prints its port and counts its answers.

    POST /v1/chat/completions      an answer after the delay, or 429 beyond the limit of requests in a second
    POST /reset?limit=20&delay=50  starts over with a limit per second (0 for none) and a delay in milliseconds
    GET  /stats                    the requests, and the number of answers to each prompt

An answer counts as billed when it is sent, even if the client has already disconnected. The server exits when its standard input ends.
"""

import asyncio
import collections
import json
import sys
import time
import urllib.parse

# Prices of gpt-4o: $2.50 and $10 per million tokens.
INPUT, OUTPUT = 20, 50
COST = (INPUT * 2.5 + OUTPUT * 10) / 1e6


class Counts:
    def __init__(self, limit=0, delay=0):
        self.limit, self.delay = limit, delay / 1000
        self.requests = 0
        self.answers = collections.Counter()
        self.window, self.used = 0.0, 0

    def admits(self):
        self.requests += 1
        now = time.monotonic()
        if now - self.window >= 1:
            self.window, self.used = now, 0
        if self.limit and self.used >= self.limit:
            return False
        self.used += 1
        return True


counts = Counts()


def response(status, body):
    data = json.dumps(body).encode()
    head = f"HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {len(data)}\r\n\r\n"
    return head.encode() + data


def answer(prompt):
    counts.answers[prompt] += 1
    return response("200 OK", {
        "id": "c1", "object": "chat.completion", "created": 1, "model": "gpt-4o",
        "choices": [{"index": 0, "message": {"role": "assistant", "content": prompt}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": INPUT, "completion_tokens": OUTPUT, "total_tokens": INPUT + OUTPUT},
    })


class Connection(asyncio.Protocol):
    def connection_made(self, transport):
        self.transport, self.buffer = transport, b""

    def data_received(self, data):
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, rest = self.buffer.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            length = int(fields.get("content-length", 0))
            if len(rest) < length:
                return
            self.buffer = rest[length:]
            method, path, _ = lines[0].split(" ", 2)
            self.handle(method, path, rest[:length])

    def handle(self, method, path, body):
        global counts
        url = urllib.parse.urlsplit(path)
        if url.path == "/reset":
            counts = Counts(**{name: int(value) for name, value in urllib.parse.parse_qsl(url.query)})
            self.send(response("200 OK", {}))
        elif url.path == "/stats":
            self.send(response("200 OK", {"requests": counts.requests, "answers": counts.answers, "cost": COST}))
        elif not counts.admits():
            error = {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}
            self.send(response("429 Too Many Requests", {"error": error}))
        else:
            prompt = json.loads(body)["messages"][-1]["content"]
            asyncio.get_running_loop().call_later(counts.delay, lambda: self.send(answer(prompt)))

    def send(self, data):
        if not self.transport.is_closing():
            self.transport.write(data)


async def main():
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
