"""Generates the tables that Sources/CWaiterTokenizer embeds from the packed vocabularies. Requires numpy.

    make_tables.py <Vocabularies> <Sources/CWaiterTokenizer/tables>

The layout is read by Sources/WaiterTokenizer/Tables/VocabularyTables.swift. The hash functions are implemented both here
and in Swift, and must agree. All numbers are little-endian, and every section is aligned to 64 bytes.

There are three lookups: bytes to ID, pair of IDs to ID, and four bytes to the lengths of tokens that start with them. All
are perfect hashes: a displacement per bucket makes the slots unique, and a 32-bit slot holds the value (18 bits) and 14
bits of the hash, which reject nearly all misses without another load. A hit is verified against `keys` or `splits`, which
are indexed by ID, so that frequent tokens are close together. A false hit on lengths only costs a failed lookup.
"""

import pathlib
import struct
import sys

import numpy as np

from make_vocabularies import unpack

K1, K2, K3 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x9E3779B1
MASK = (1 << 64) - 1
NONE = 0x3FFFF
LOAD = 0.90
SHORT = 15


def packed(token):
    low = int.from_bytes(token[:8].ljust(8, b"\0"), "little")
    high = int.from_bytes(token[8:15].ljust(7, b"\0"), "little") | len(token) << 56
    return low, high


def key_hash(low, high):
    product = (low ^ K1) * (high ^ K2)
    return product >> 64 ^ product & MASK


def pair_hash(first, second):
    m = (first << 18 | second) * K1 & MASK
    return m ^ m >> 32


def beginning_hash(token):
    m = int.from_bytes(token[:4], "little") * K1 & MASK
    return m ^ m >> 32


def perfect_hash(hashes, ids):
    """Returns displacements and slots such that no two hashes share a slot."""
    bits = max(8, int(np.log2(len(hashes) / 5)))
    count = int(len(hashes) / LOAD)
    hashes = np.array(hashes, np.uint64)
    assert len(set(hashes.tolist())) == len(hashes)
    buckets = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    low = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    order = np.argsort(buckets, kind="stable")
    starts = np.searchsorted(buckets[order], np.arange((1 << bits) + 1))
    sizes = np.diff(starts)
    displacements = np.zeros(1 << bits, np.uint16)
    slots = np.full(count, NONE << 14, np.uint32)
    used = np.zeros(count, bool)
    tries = np.arange(1 << 16, dtype=np.uint32)
    for bucket in np.argsort(-sizes, kind="stable"):
        if not sizes[bucket]:
            break
        members = order[starts[bucket] : starts[bucket + 1]]
        for at in range(0, 1 << 16, 256):
            q = (low[members][:, None] ^ tries[None, at : at + 256]) * np.uint32(K3)
            slot = (q.astype(np.uint64) * np.uint64(count)) >> np.uint64(32)
            free = np.nonzero(~used[slot].any(axis=0))[0]
            fits = next((j for j in free if len(set(slot[:, j].tolist())) == len(members)), None)
            if fits is not None:
                displacements[bucket] = at + fits
                used[slot[:, fits]] = True
                slots[slot[:, fits]] = np.array([ids[m] for m in members], np.uint32) << 14 | q[:, fits] & 0x3FFF
                break
        else:
            raise SystemExit("no perfect hash: lower LOAD")
    return bits, count, displacements, slots


def last_merge(token, ranks):
    """Returns the two parts joined by the last merge of a token."""
    parts = [token[i : i + 1] for i in range(len(token))]
    while len(parts) > 2:
        best = min(range(len(parts) - 1), key=lambda i: ranks.get(parts[i] + parts[i + 1], NONE))
        if parts[best] + parts[best + 1] not in ranks:
            raise SystemExit(f"{token}: unreachable")
        parts[best : best + 2] = [parts[best] + parts[best + 1]]
    return ranks[parts[0]], ranks[parts[1]]


def long_bucket(token):
    a, b = int.from_bytes(token[:8], "little"), int.from_bytes(token[8:16], "little")
    return key_hash(a, b) >> 51


def sections(tokens):
    ranks = {token: id for id, token in enumerate(tokens) if token}
    short = [(token, id) for token, id in ranks.items() if len(token) <= SHORT]
    long = sorted(((t, i) for t, i in ranks.items() if len(t) > SHORT), key=lambda e: (long_bucket(e[0]), -len(e[0])))

    keys = np.zeros((len(tokens), 2), np.uint64)
    for token, id in short:
        keys[id] = packed(token)
    text = bytearray()
    for token, id in long:
        keys[id] = (len(text) | len(token) << 32, 0xFF << 56)
        text += token
    text += bytes(64)
    long_starts = np.searchsorted([long_bucket(t) for t, _ in long], np.arange((1 << 13) + 1)).astype(np.uint32)

    splits = np.zeros((len(tokens), 2), np.uint32)
    pairs = []
    for token, id in ranks.items():
        splits[id] = (id, id) if len(token) == 1 else last_merge(token, ranks)
        if len(token) > 1:
            pairs.append((*map(int, splits[id]), id))

    single = np.array([ranks[bytes([b])] for b in range(256)], np.uint32)
    double = np.full(1 << 16, NONE, np.uint32)
    lengths = {}
    for token, id in ranks.items():
        first = token[0] | token[1] << 8 if len(token) > 1 else 0
        if len(token) == 2:
            double[first] = double[first] & ~np.uint32(NONE) | np.uint32(id)
        elif len(token) == 3:
            double[first] |= np.uint32(1 << 31)
        elif len(token) > 3:
            bit = 1 << (len(token) if len(token) <= SHORT else 0)
            lengths[token[:4]] = lengths.get(token[:4], 0) | bit

    vocabulary = perfect_hash([key_hash(*packed(t)) for t, _ in short], [i for _, i in short])
    merges = perfect_hash([pair_hash(a, b) for a, b, _ in pairs], [i for _, _, i in pairs])
    beginnings = perfect_hash([beginning_hash(t) for t in lengths], list(lengths.values()))
    header = [len(tokens), vocabulary[0], vocabulary[1], merges[0], merges[1], beginnings[0], beginnings[1]]
    body = [keys, np.frombuffer(bytes(text), np.uint8), long_starts, np.array([i | len(t) << 24 for t, i in long], np.uint32)]
    body += [vocabulary[2], vocabulary[3], merges[2], merges[3], splits, single, double, beginnings[2], beginnings[3]]
    return header, [part.tobytes() for part in body]


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    for name in ("o200k_base", "cl100k_base", "p50k_base"):
        header, body = sections(unpack(source / f"{name}.xz"))
        at, offsets, data = 256, [], b""
        for part in body:
            offsets.append(at + len(data))
            data += part + bytes(-len(part) % 64)
        head = struct.pack(f"<{9 + len(offsets)}I", 0x54425457, 1, *header, *offsets)
        (target / f"{name}.bin").write_bytes(head.ljust(at, b"\0") + data)
        print(f"{name}: {at + len(data)} bytes, sections {[len(part) for part in body]}")


if __name__ == "__main__":
    main()
