"""Packs the published vocabularies into the files in Vocabularies/, from which the tables are generated.

    make_vocabularies.py <folder with the .tiktoken files> <Vocabularies>

A packed vocabulary is an xz file with the token count, the length of each token (one byte, in ID order; 0 for an
unassigned ID) and the concatenated tokens. The SHA-256 of the input is verified, so that a packed file can only contain
the published data. r50k_base needs no separate file: it is the first 50,256 tokens of p50k_base, which is verified too.
"""

import base64
import hashlib
import lzma
import pathlib
import sys

SHA256 = {
    "o200k_base": "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d",
    "cl100k_base": "223921b76ee99bde995b7ff738513eef100fb51d18c93597a113bcffe865b2a7",
    "p50k_base": "94b5ca7dff4d00767bc256fdd1b27e5b17361d7b8a5f968547f9f23eb70d2069",
    "r50k_base": "306cd27f03c1a714eca7108e03d66b7dc042abe8c258b44c199a7ed9838dd930",
}
R50K_COUNT = 50_256


def published_text(tokens):
    """Returns the .tiktoken file for these tokens, byte for byte as published."""
    lines = (base64.b64encode(token) + b" %d\n" % id for id, token in enumerate(tokens) if token)
    return b"".join(lines)


def unpack(path):
    """Returns the tokens of a packed vocabulary by ID, empty for unassigned IDs, after verifying the checksum."""
    raw = lzma.decompress(path.read_bytes())
    count = int.from_bytes(raw[:4], "little")
    tokens, at = [], 4 + count
    for length in raw[4 : 4 + count]:
        tokens.append(raw[at : at + length])
        at += length
    check(path.name.removesuffix(".xz"), tokens)
    return tokens


def check(name, tokens):
    if hashlib.sha256(published_text(tokens)).hexdigest() != SHA256[name]:
        raise SystemExit(f"{name}: not the published vocabulary")
    if name == "p50k_base":
        check("r50k_base", tokens[:R50K_COUNT])


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    for name in ("o200k_base", "cl100k_base", "p50k_base"):
        ranks = {}
        for line in (source / f"{name}.tiktoken").read_bytes().splitlines():
            token, rank = line.split()
            ranks[int(rank)] = base64.b64decode(token)
        tokens = [ranks.get(id, b"") for id in range(max(ranks) + 1)]
        check(name, tokens)
        raw = len(tokens).to_bytes(4, "little") + bytes(map(len, tokens)) + b"".join(tokens)
        packed = lzma.compress(raw, preset=9 | lzma.PRESET_EXTREME)
        (target / f"{name}.xz").write_bytes(packed)
        print(f"{name}: {len(tokens)} ids, {len(packed)} bytes")


if __name__ == "__main__":
    main()
