"""Generates the table of character classes from tiktoken's own regex engine. Requires tiktoken.

    make_classes.py <Sources/CWaiterTokenizer/tables/classes.bin>

A pattern for a single class matches exactly the characters of that class, so the table uses the same Unicode version as
the reference tokenizer (tiktoken 0.14.0: Unicode 16). The table has two levels: an index byte for each block of 128
characters, then the blocks with one byte for each character.
"""

import pathlib
import sys

import tiktoken

# In the order of CharacterClasses.swift; 6 is everything else, and 7 is carriage return and line feed.
PATTERNS = [r"[\p{Lu}\p{Lt}]", r"\p{Ll}", r"[\p{Lm}\p{Lo}]", r"\p{M}", r"\p{N}", r"\s"]


def members(pattern, text):
    ranks = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding("classes", pat_str=pattern, mergeable_ranks=ranks, special_tokens={})
    return bytes(encoding.encode_ordinary(text)).decode()


def main():
    text = "".join(chr(c) for c in range(0x110000) if not 0xD800 <= c < 0xE000)
    classes = bytearray([6]) * 0x110000
    for number, pattern in enumerate(PATTERNS):
        found = members(pattern, text)
        print(pattern, len(found))
        for character in found:
            classes[ord(character)] = number
    classes[0x0A] = classes[0x0D] = 7
    blocks = {}
    first = bytes(blocks.setdefault(bytes(classes[i : i + 128]), len(blocks)) for i in range(0, 0x110000, 128))
    data = first + b"".join(blocks)
    pathlib.Path(sys.argv[1]).write_bytes(data)
    print(f"{len(blocks)} blocks, {len(data)} bytes")


if __name__ == "__main__":
    main()
