#!/usr/bin/env python3
"""Measures the memory of Examples/ChatService with many streams, and the latency of /health while another process locks the database.

    swift build -c release --static-swift-stdlib --package-path Examples/ChatService
    Benchmarks/chat_service.py Examples/ChatService/.build/release/ChatService [--streams 200]

The model is a server in this process that sends 60 chunks in 6 seconds. The script runs only on Linux, because it reads memory sizes from
/proc.
"""

import argparse
import asyncio
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

CHUNKS, INTERVAL = 60, 0.1
LOCK_SECONDS = 5

HOLD_LOCK = """
import sqlite3, sys, time
connection = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30)
connection.execute("BEGIN IMMEDIATE")
print("locked", flush=True)
time.sleep(float(sys.argv[2]))
connection.execute("ROLLBACK")
"""


def chunk(**members):
    return {"id": "c1", "object": "chat.completion.chunk", "created": 1, "model": "gpt-4o-mini", "choices": []} | members


def choice(delta, reason=None):
    return [{"index": 0, "delta": delta, "finish_reason": reason}]


async def model(reader, writer):
    """Answers chat completion requests on one connection."""

    async def send(data):
        event = b"data: " + data + b"\n\n"
        writer.write(b"%x\r\n%s\r\n" % (len(event), event))
        await writer.drain()

    try:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            fields = dict(line.lower().split(b":", 1) for line in head.split(b"\r\n") if b":" in line)
            await reader.readexactly(int(fields.get(b"content-length", 0)))
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n")
            for number in range(CHUNKS):
                await send(json.dumps(chunk(choices=choice({"content": f"word{number} and more "}))).encode())
                await asyncio.sleep(INTERVAL)
            await send(json.dumps(chunk(choices=choice({}, "stop"))).encode())
            usage = {"prompt_tokens": 10, "completion_tokens": 3 * CHUNKS, "total_tokens": 10 + 3 * CHUNKS}
            await send(json.dumps(chunk(usage=usage)).encode())
            await send(b"[DONE]")
            writer.write(b"0\r\n\r\n")
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        writer.close()


async def request(port, text):
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(text)
    answer = await reader.read()
    writer.close()
    return answer


async def chat(port, user):
    """Returns whether a complete answer arrives."""
    body = json.dumps({"user": user, "text": "Tell me a story about an otter."}).encode()
    head = "POST /chat HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\nconnection: close\r\n"
    answer = await request(port, f"{head}content-length: {len(body)}\r\n\r\n".encode() + body)
    return answer.count(b"event: text") == CHUNKS and b'event: end\ndata: "complete' in answer


async def health(port, seconds):
    """Returns the latencies of sequential requests to /health in milliseconds."""
    latencies, end = [], time.monotonic() + seconds
    while time.monotonic() < end:
        start = time.monotonic()
        answer = await request(port, b"GET /health HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 200"), answer
        latencies.append((time.monotonic() - start) * 1000)
        await asyncio.sleep(0.02)
    return latencies


def memory(process):
    fields = dict(line.split(":", 1) for line in pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines())
    return ", ".join(
        f"{name} {int(fields[field].split()[0]) * 1024 / 1e6:.1f} MB"
        for name, field in (("peak", "VmHWM"), ("now", "VmRSS"), ("of it anonymous", "RssAnon"))
    )


async def measure(binary, streams, folder):
    server = await asyncio.start_server(model, "127.0.0.1", 0, backlog=1024)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    database = f"{folder}/chat.sqlite3"
    environment = os.environ | {
        "OPENAI_BASE_URL": f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/v1", "OPENAI_API_KEY": "sk-benchmark",
        "CHAT_DATABASE": database, "CHAT_BUDGET": "100", "PORT": str(port),
    }
    with open(f"{folder}/log", "w") as log:
        service = subprocess.Popen([binary], env=environment, stdout=log, stderr=log)
    try:
        while True:
            try:
                await health(port, 0.01)
                break
            except OSError:
                if service.poll() is not None:
                    sys.exit(pathlib.Path(f"{folder}/log").read_text())
                await asyncio.sleep(0.1)
        print(f"idle: {memory(service)}")
        answers = await asyncio.gather(*(chat(port, f"user{number}") for number in range(streams)))
        print(f"{sum(answers)} of {streams} streams complete: {memory(service)}")
        print(f"/health, slowest: {max(await health(port, 2)):.1f} ms")
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLD_LOCK, database, str(LOCK_SECONDS)], stdout=subprocess.PIPE, text=True
        )
        holder.stdout.readline()
        latencies, *answers = await asyncio.gather(
            health(port, LOCK_SECONDS - 0.2), *(chat(port, f"user{number}") for number in range(20))
        )
        print(f"/health, slowest while the database is locked: {max(latencies):.1f} ms; then {sum(answers)} of 20 streams complete")
        holder.wait()
    finally:
        service.send_signal(signal.SIGTERM)
        if service.wait(30) != 0:
            print(f"the service exited with code {service.returncode}")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("binary")
    parser.add_argument("--streams", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(options.binary, options.streams, folder))


main()
