"""Runs one of the other tokenizers in a separate process. The process answers requests, each of which is a line of JSON.

    peers.py <tiktoken|gigatoken|fastokens|toktok> <folder of .tiktoken files> <CPU>
"""

import json
import os
import pathlib
import statistics
import sys
import time


class Tiktoken:
    def __init__(self, encoding, vocabularies):
        import tiktoken
        import tiktoken_ext.openai_public as public
        from tiktoken.load import load_tiktoken_bpe

        public.load_tiktoken_bpe = lambda *_, **__: load_tiktoken_bpe(str(vocabularies / f"{encoding}.tiktoken"))
        tokenizer = tiktoken.Encoding(**getattr(public, encoding)())
        self.call = lambda text: tokenizer.encode_to_numpy(text, disallowed_special=())


class Gigatoken:
    def __init__(self, encoding, vocabularies):
        import gigatoken

        self.call = gigatoken.Tokenizer.from_tiktoken(str(vocabularies / f"{encoding}.tiktoken")).encode


class Fastokens:
    def __init__(self, encoding, vocabularies):
        import fastokens
        import numpy

        tokenizer = fastokens.Tokenizer.from_tiktoken(str(vocabularies / f"{encoding}.tiktoken"), encoding=encoding)
        self.call = lambda text: numpy.frombuffer(tokenizer.encode_batch_flat([text])[0], numpy.uint32)


class Toktok:
    def __init__(self, encoding, vocabularies):
        import toktok

        self.call = toktok._Tokenizer(encoding, "").count


PEERS = {kind.__name__.lower(): kind for kind in (Tiktoken, Gigatoken, Fastokens, Toktok)}


def documents(path, cuts):
    raw = pathlib.Path(path).read_bytes()
    ends = list(map(int, pathlib.Path(cuts).read_text().split()))
    return [raw[start:end].decode() for start, end in zip([0, *ends], ends)]


def seconds(call, texts):
    start = time.process_time()
    for text in texts:
        call(text)
    return time.process_time() - start


def answer(request, state, make):
    match request["op"]:
        case "load":
            state["peer"] = make(request["encoding"])
            state["peer"].call("Hello, world")
            return {}
        case "docs":
            state["docs"] = documents(request["path"], request["cuts"])
            return {"docs": len(state["docs"])}
        case "run":
            return {"seconds": seconds(state["peer"].call, state["docs"][slice(*request["part"])])}
        case "latency":
            runs = [seconds(state["peer"].call, [request["text"]] * request["calls"]) for _ in range(7)]
            return {"ns": {"count": statistics.median(runs) * 1e9 / request["calls"]}}
        case "once":
            return {"seconds": seconds(state["peer"].call, [request["unit"] * request["n"]])}


def main():
    name, vocabularies, cpu = sys.argv[1:]
    os.sched_setaffinity(0, {int(cpu)})
    state = {}
    for line in sys.stdin:
        try:
            reply = answer(json.loads(line), state, lambda encoding: PEERS[name](encoding, pathlib.Path(vocabularies)))
        except Exception as error:  # reported to the driver, which prints it
            reply = {"error": f"{type(error).__name__}: {error}"[:200]}
        print(json.dumps(reply), flush=True)


if __name__ == "__main__":
    main()
