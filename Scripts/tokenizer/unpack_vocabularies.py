"""Restores the .tiktoken files, byte for byte as published, from the packed vocabularies.

    unpack_vocabularies.py <Vocabularies> <folder>
"""

import pathlib
import sys

from make_vocabularies import R50K_COUNT, published_text, unpack


def main():
    source, target = map(pathlib.Path, sys.argv[1:3])
    target.mkdir(parents=True, exist_ok=True)
    for name in ("o200k_base", "cl100k_base", "p50k_base"):
        tokens = unpack(source / f"{name}.xz")
        (target / f"{name}.tiktoken").write_bytes(published_text(tokens))
        if name == "p50k_base":
            (target / "r50k_base.tiktoken").write_bytes(published_text(tokens[:R50K_COUNT]))


if __name__ == "__main__":
    main()
