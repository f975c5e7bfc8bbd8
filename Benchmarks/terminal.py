"""Compares the command with simonw/llm, and prints the results in the format that report.py reads.

    terminal.py --waiter PATH [--llm PATH] [--runs N]

A server in this process answers both commands. The CPU time is that of the commands alone. Standard output is a pseudo-terminal
of 80 columns, because Markdown is rendered only on a terminal.
"""

import argparse
import fcntl
import http.server
import json
import os
import pty
import select
import statistics
import struct
import tempfile
import termios
import threading

PARAGRAPH = (
    "## Section {n}\n\nSome **bold** and *slanted* words, `code`, a [link](https://example.com/{n}), and a sentence that "
    "goes on for a while so that it has to be wrapped at the end of the line.\n\n- first item\n- second item with `code`\n\n"
    "| name | value |\n|---|---:|\n| alpha | {n} |\n| beta | 2 |\n\n```python\ndef f{n}(x: int) -> str:\n"
    '    return f"value {{x + {n}}}"  # a comment\n```\n\n'
)


def markdown(size):
    text = ""
    while len(text) < size:
        text += PARAGRAPH.replace("{n}", str(len(text)))
    return text[:size]


def stream(text, piece=4):
    """Returns an answer as server-sent events with a few characters each."""
    events = []
    for start in range(0, len(text), piece):
        choice = {"index": 0, "delta": {"content": text[start : start + piece]}, "finish_reason": None}
        events.append({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})
    choice = {"index": 0, "delta": {}, "finish_reason": "stop"}
    events.append({"id": "c", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]})
    return "".join(f"data: {json.dumps(event)}\n\n" for event in events).encode() + b"data: [DONE]\n\n"


class Server(http.server.ThreadingHTTPServer):
    """Streams a short answer, or a long one for the model `long`."""

    daemon_threads = True
    answers = {"short": stream("Hello."), "long": stream(markdown(200_000))}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = Server.answers[body["model"]]
        self.send_response(200)
        self.send_header("content-type", "text/event-stream")
        self.send_header("content-length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        pass


def peak(process):
    """Returns the peak memory of a running program in MiB. ru_maxrss would include the peak of this process before exec."""
    try:
        with open(f"/proc/{process}/status", encoding="ascii") as status:
            return next((int(line.split()[1]) / 1024 for line in status if line.startswith("VmHWM:")), 0)
    except OSError:
        return 0


def run(command, environment):
    """Returns the CPU milliseconds, the highest observed peak in MiB, and the terminal output."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
    process = os.fork()
    if process == 0:
        os.close(master)
        os.dup2(os.open("/dev/null", os.O_RDONLY), 0)
        os.dup2(slave, 1)
        os.dup2(slave, 2)
        os.execve(command[0], command, environment)
    os.close(slave)
    output = bytearray()
    memory = 0
    while True:
        select.select([master], [], [])
        try:
            piece = os.read(master, 1 << 16)
        except OSError:
            break
        if not piece:
            break
        output += piece
        memory = max(memory, peak(process))
    os.close(master)
    _, status, usage = os.wait4(process, 0)
    if status != 0:
        raise SystemExit(f"{command} ended with status {status}: {output[-500:].decode(errors='replace')}")
    return (usage.ru_utime + usage.ru_stime) * 1000, memory, bytes(output)


def measure(name, runs, command, environment):
    results = [run(command, environment) for _ in range(runs)]
    print(f"{name}.ms\t{statistics.median(result[0] for result in results):.3f}", flush=True)
    if all(result[1] for result in results):
        print(f"{name}.peak.mib\t{statistics.median(result[1] for result in results):.3f}", flush=True)
    return results[0][2]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--waiter", required=True)
    parser.add_argument("--llm")
    parser.add_argument("--runs", type=int, default=9)
    arguments = parser.parse_args()
    if not os.access(arguments.waiter, os.X_OK):
        print(f"terminal.waiter\tthere is no {arguments.waiter}")
        return
    server = Server(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}/v1"
    with tempfile.TemporaryDirectory() as home:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": home,
            "TERM": "xterm-256color",
            "OPENAI_API_KEY": "sk-benchmark",
            "OPENAI_BASE_URL": url,
        }
        waiter = os.path.abspath(arguments.waiter)
        runs = arguments.runs
        measure("terminal.waiter.help", runs, [waiter, "--help"], environment)
        words = ["completions", "candidates", "--shell", "bash", "--", "waiter -m "]
        measure("terminal.waiter.completions", runs, [waiter, *words], environment)
        measure("terminal.waiter.short", runs, [waiter, "-m", "short", "hello"], environment)
        shown = measure("terminal.waiter.long", 3, [waiter, "-m", "long", "hello"], environment)
        assert b"\x1b[" in shown and b"**bold**" not in shown, "the answer was not rendered"
        if not arguments.llm:
            return
        settings = os.path.join(home, "llm")
        os.mkdir(settings)
        with open(os.path.join(settings, "extra-openai-models.yaml"), "w", encoding="utf-8") as file:
            for model in Server.answers:
                file.write(f"- model_id: {model}\n  model_name: {model}\n  api_base: {url}\n")
        environment["LLM_USER_PATH"] = settings
        llm = os.path.abspath(arguments.llm)
        measure("terminal.llm.help", runs, [llm, "--help"], environment)
        measure("terminal.llm.short", runs, [llm, "-m", "short", "--no-log", "hello"], environment)
        shown = measure("terminal.llm.long", 3, [llm, "-m", "long", "--no-log", "hello"], environment)
        assert b"**bold**" in shown, "llm shows the text as it is"


if __name__ == "__main__":
    main()
