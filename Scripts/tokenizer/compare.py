"""Compares token IDs with tiktoken's, for every encoding, on the texts of a corpus and on random strings.

    compare.py --worker <tokenizer-worker> --vocabularies <folder of .tiktoken files> [--corpus <folder of .txt>]
               [--strings 1000000] [--seed 1] [--encodings ...]

Also checks the results of `count` and of the streamed count, and that decoding the IDs returns the text. Exits with
status 1 if anything differs. Requires tiktoken (0.14.0) and numpy.
"""

import argparse
import pathlib
import random
import struct
import subprocess
import sys
import tempfile

import numpy

import reference

FRAGMENTS = (
    "a b c e i s t m d x z A B E S T Z the The THE 's 't 're 've 'm 'll 'd 'S 'LL 'Re ' ’ '' \u017f '\u017f 0 1 12 123 1234 "
    "½ ² ٣ ß é É ñ Ⅷ ǅ ʰ א م 字 語 한 글 か カ ไ ก ั ा क ् ত ღ ა ខ \u0301 \u0308 \u0489 🎉 👩 👍 🏽 \u200d \ufe0f ! ? . , ; : - _ / // \\ "
    "( ) [ ] { } < > = == => -> + * & | ^ % $ # @ ~ ` \" “ ” … — <| |> <|endoftext|> \u0000 \u007f \u0085x \ufeff \u00ad"
).split(" ") + [" ", "  ", "   ", "\n", "\n\n", "\r\n", "\r", "\t", "\t\t", "\v", "\u00a0", "\u2003", "\u2028", "\u3000", "\u0085"]
RANGES = [(0x20, 0x7F), (0x80, 0x250), (0x370, 0x700), (0x900, 0xE00), (0x1E00, 0x2200), (0x3040, 0x30FF)]
RANGES += [(0x4E00, 0x9FFF), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF), (0x1D400, 0x1D7FF), (0, 0xD800), (0xE000, 0x110000)]
SCRIPTS = ["abcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "aeiost ", "01", "ab", "a", " "]
SCRIPTS += ["=-", "\n ", "的一是不了人我在有他", "абвгдежзиклмнопрст", "हिन्दीभाषा", "กขคงจฉชซ"]


def random_text(rng, tokens):
    kind = rng.randrange(10)
    if kind < 5:
        return "".join(rng.choices(FRAGMENTS, k=rng.randrange(1, 16)))
    if kind < 7:
        return b"".join(rng.choices(tokens, k=rng.randrange(1, 9))).decode("utf-8", "replace")
    if kind == 7:
        low, high = rng.choice(RANGES)
        return "".join(chr(rng.randrange(low, high)) for _ in range(rng.randrange(1, 14)))
    if kind == 8:
        return rng.randbytes(rng.randrange(1, 40)).decode("utf-8", "replace")
    script = rng.choice(SCRIPTS)
    return "".join(rng.choices(script, k=rng.choice((5, 14, 17, 40, 60, 70, 200))))


def documents(text, rng):
    at = 0
    while at < len(text):
        size = rng.choice((100, 1000, 16_000, 100_000))
        yield text[at : at + size]
        at += size


def batches(arguments, encoding):
    rng = random.Random(arguments.seed)
    if arguments.corpus:
        for path in sorted(arguments.corpus.glob("*.txt")):
            yield path.stem, list(documents(path.read_text("utf-8"), rng))
    tokens = [encoding.decode_single_token_bytes(id) for id in range(50_000)]
    tokens += [encoding.decode_single_token_bytes(rng.randrange(encoding.n_vocab // 2)) for _ in range(50_000)]
    left = arguments.strings
    while left > 0:
        size = min(left, 250_000)
        yield f"{size} random strings", [random_text(rng, tokens) for _ in range(size)]
        left -= size


def answers(path, count):
    data = numpy.fromfile(path, numpy.uint32)
    at = 0
    for _ in range(count):
        length = int(data[at])
        yield data[at : at + 4].tolist(), data[at + 4 : at + 4 + length]
        at += 4 + length


def differences(worker, encoding, texts, folder):
    source, target = folder / "texts", folder / "answers"
    with source.open("wb") as out:
        for text in texts:
            raw = text.encode()
            out.write(struct.pack("<I", len(raw)) + raw)
    subprocess.run([worker, "dump", encoding.name, source, target], check=True)
    for text, (numbers, ids) in zip(texts, answers(target, len(texts)), strict=True):
        try:
            expected = encoding.encode_ordinary(text)
        except ValueError:  # tiktoken's regex engine fails on very long runs
            continue
        if numbers != [len(expected), len(expected), len(expected), 1] or ids.tolist() != expected:
            yield text, expected, numbers, ids.tolist()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--worker", type=pathlib.Path, required=True)
    parser.add_argument("--vocabularies", type=pathlib.Path, required=True)
    parser.add_argument("--corpus", type=pathlib.Path)
    parser.add_argument("--strings", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--encodings", nargs="*", default=["o200k_base", "cl100k_base", "p50k_base", "r50k_base"])
    arguments = parser.parse_args()
    total = 0
    with tempfile.TemporaryDirectory() as folder:
        for name in arguments.encodings:
            encoding = reference.encoding(name, arguments.vocabularies)
            for label, texts in batches(arguments, encoding):
                found = list(differences(arguments.worker, encoding, texts, pathlib.Path(folder)))
                total += len(found)
                print(f"{name}: {label}: {len(texts)} texts, {sum(map(len, texts))} characters, {len(found)} differ", flush=True)
                for text, expected, numbers, ids in found[:3]:
                    at = next((i for i, pair in enumerate(zip(expected, ids)) if pair[0] != pair[1]), None)
                    print(f"    {text[:200]!r}\n    {expected[:40]}\n    {ids[:40]} {numbers} at {at}")
    print(f"{total} differences")
    sys.exit(total > 0)


if __name__ == "__main__":
    main()
