"""Generates the tables that Sources/CWaiterTokenizer embeds from the packed vocabularies. Requires numpy.

    make_tables.py <Vocabularies> <Sources/CWaiterTokenizer/tables>

The layout is read by Sources/WaiterTokenizer/Tables/VocabularyTables.swift. The hash functions are implemented both here
and in Swift, and must agree. All numbers are little-endian, and every section is aligned to 64 bytes.

There are three lookups: bytes to ID, pair of IDs to ID, and four bytes to the lengths of tokens that start with them. All
are perfect hashes: a displacement per bucket makes the slots unique, and a slot holds the value (18 bits) and some bits
of the hash, which reject most misses without another load: 6 bits in the three bytes of a slot of the first table, 14 bits
in the four bytes of the others. A hit is verified against the text of the token or against `splits`, which are in the order
of IDs, so that frequent tokens are close together. A false hit on lengths only costs a failed lookup.

The text of all tokens is stored once, without gaps. A token starts at the base of its block of 256 IDs plus a 16-bit
offset; a block has 257 offsets, so that the next one is always the end. A split is a pair of 18-bit IDs in five bytes.

    make_tables.py --check <Vocabularies> <Sources/CWaiterTokenizer/tables>

reads the tables back, and compares every lookup with the vocabularies.
"""

import pathlib
import struct
import sys

import numpy as np

from make_vocabularies import unpack

K1, K2, K3 = 0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x9E3779B1
MASK = (1 << 64) - 1
NONE = 0x3FFFF
MAGIC, VERSION = 0x54425457, 3
# The fraction of slots in use, the highest one with which displacements are found.
LOADS = (0.98, 0.97, 0.96, 0.95, 0.94, 0.92, 0.90)
SHORT = 15
BLOCK = 256
# Readable bytes after sections that are read in words.
PADDING = bytes(16)


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


def perfect_hash(hashes, ids, mark_bits=14):
    """Returns displacements and slots such that no two hashes share a slot, with as few slots as possible."""
    for load in LOADS:
        if found := displace(hashes, ids, int(len(hashes) / load), mark_bits):
            return found
    raise SystemExit("no perfect hash: lower LOADS")


def displace(hashes, ids, count, mark_bits):
    """Returns displacements and slots such that no two hashes share one of so many slots, or None."""
    bits = max(8, int(np.log2(len(hashes) / 5)))
    hashes = np.array(hashes, np.uint64)
    assert len(set(hashes.tolist())) == len(hashes)
    buckets = (hashes >> np.uint64(64 - bits)).astype(np.int64)
    low = (hashes & np.uint64(0xFFFFFFFF)).astype(np.uint32)
    order = np.argsort(buckets, kind="stable")
    starts = np.searchsorted(buckets[order], np.arange((1 << bits) + 1))
    sizes = np.diff(starts)
    displacements = np.zeros(1 << bits, np.uint16)
    slots = np.full(count, NONE << mark_bits, np.uint32)
    marks = (1 << mark_bits) - 1
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
                slots[slot[:, fits]] = np.array([ids[m] for m in members], np.uint32) << mark_bits | q[:, fits] & marks
                break
        else:
            return None
    return bits, count, displacements, slots


def in_three_bytes(slots):
    return slots.astype("<u4").view(np.uint8).reshape(-1, 4)[:, :3].tobytes() + PADDING


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

    text = b"".join(tokens)
    ends = np.cumsum([0, *map(len, tokens)])
    bases = ends[: len(tokens) : BLOCK].astype(np.uint32)
    starts = [ends[at : at + BLOCK + 1] - ends[at] for at in range(0, len(tokens), BLOCK)]
    long_starts = np.searchsorted([long_bucket(t) for t, _ in long], np.arange((1 << 13) + 1)).astype(np.uint32)

    splits = bytearray(5 * len(tokens))
    pairs = []
    for token, id in ranks.items():
        first, second = (id, id) if len(token) == 1 else last_merge(token, ranks)
        splits[5 * id : 5 * id + 5] = (first | second << 18).to_bytes(5, "little")
        if len(token) > 1:
            pairs.append((first, second, id))

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

    vocabulary = perfect_hash([key_hash(*packed(t)) for t, _ in short], [i for _, i in short], 6)
    merges = perfect_hash([pair_hash(a, b) for a, b, _ in pairs], [i for _, _, i in pairs])
    beginnings = perfect_hash([beginning_hash(t) for t in lengths], list(lengths.values()))
    header = [len(tokens), vocabulary[0], vocabulary[1], merges[0], merges[1], beginnings[0], beginnings[1]]
    body = [bases, np.concatenate(starts).astype(np.uint16), text + PADDING, long_starts]
    body += [np.array([i | len(t) << 24 for t, i in long], np.uint32), vocabulary[2], in_three_bytes(vocabulary[3])]
    body += [merges[2], merges[3]]
    body += [bytes(splits) + PADDING, single, double, beginnings[2], beginnings[3]]
    return header, [part if isinstance(part, bytes) else part.tobytes() for part in body]


class Tables:
    """Reads tables as VocabularyTables.swift does."""

    def __init__(self, data):
        magic, version, *self.header = struct.unpack_from("<9I", data)
        assert (magic, version) == (MAGIC, VERSION)
        self.starts = struct.unpack_from("<14I", data, 36)
        self.data = data

    def number(self, section, index, size=4):
        at = self.starts[section] + index * size
        return int.from_bytes(self.data[at : at + size], "little")

    def token(self, id):
        at = id + (id >> 8)
        start = self.starts[2] + self.number(0, id >> 8)
        return self.data[start + self.number(1, at, 2) : start + self.number(1, at + 1, 2)]

    def split(self, id):
        parts = self.number(9, id, 5)
        return parts & NONE, parts >> 18

    def value(self, section, bits, count, hash, size=4):
        q = (hash & 0xFFFFFFFF ^ self.number(section, hash >> 64 - bits, 2)) * K3 & 0xFFFFFFFF
        slot = self.number(section + 1, q * count >> 32, size)
        mark_bits = 8 * size - 18
        return slot >> mark_bits if (slot ^ q) & (1 << mark_bits) - 1 == 0 else None

    def long(self, token):
        bucket = long_bucket(token)
        entries = (self.number(4, at) for at in range(self.number(3, bucket), self.number(3, bucket + 1)))
        return [entry & NONE for entry in entries if entry >> 24 == len(token)]


def check(data, tokens):
    """Compares every lookup with the vocabulary."""
    tables = Tables(data)
    count, *sizes = tables.header
    assert count == len(tokens)
    ranks = {token: id for id, token in enumerate(tokens) if token}
    lengths, doubles = {}, {}
    for id, token in enumerate(tokens):
        assert tables.token(id) == token, id
        if not token:
            continue
        if len(token) > SHORT:
            assert id in tables.long(token), id
        else:
            assert tables.value(5, *sizes[0:2], key_hash(*packed(token)), 3) == id, id
        if len(token) == 1:
            assert tables.number(10, token[0]) == id and tables.split(id) == (id, id), id
            continue
        pair = last_merge(token, ranks)
        assert tables.split(id) == pair and tables.value(7, *sizes[2:4], pair_hash(*pair)) == id, id
        first = token[0] | token[1] << 8
        if len(token) == 2:
            doubles[first] = doubles.get(first, NONE) & 1 << 31 | id
        elif len(token) == 3:
            doubles[first] = doubles.get(first, NONE) | 1 << 31
        else:
            lengths[token[:4]] = lengths.get(token[:4], 0) | 1 << (len(token) if len(token) <= SHORT else 0)
    assert all(tables.number(11, pair) == doubles.get(pair, NONE) for pair in range(1 << 16))
    for beginning, value in lengths.items():
        assert tables.value(12, *sizes[4:6], beginning_hash(beginning)) == value, beginning
    print(f"{len(tokens)} tokens, {len(lengths)} beginnings: as in the vocabulary")


def main():
    checking = sys.argv[1] == "--check"
    source, target = map(pathlib.Path, sys.argv[-2:])
    for name in ("o200k_base", "cl100k_base", "p50k_base"):
        tokens, file = unpack(source / f"{name}.xz"), target / f"{name}.bin"
        if checking:
            check(file.read_bytes(), tokens)
            continue
        header, body = sections(tokens)
        at, offsets, data = 256, [], b""
        for part in body:
            offsets.append(at + len(data))
            data += part + bytes(-len(part) % 64)
        head = struct.pack(f"<{9 + len(offsets)}I", MAGIC, VERSION, *header, *offsets)
        file.write_bytes(head.ljust(at, b"\0") + data)
        print(f"{name}: {at + len(data)} bytes, sections {[len(part) for part in body]}")


if __name__ == "__main__":
    main()
