"""tiktoken's encodings, loaded from .tiktoken files in a folder without network access."""

import pathlib

import tiktoken
import tiktoken.load
import tiktoken_ext.openai_public as public

NAMES = ["o200k_base", "o200k_harmony", "cl100k_base", "p50k_base", "p50k_edit", "r50k_base"]


def encoding(name, vocabularies):
    def load(url, **_):
        return tiktoken.load.load_tiktoken_bpe(str(pathlib.Path(vocabularies) / url.rsplit("/", 1)[1]))

    public.load_tiktoken_bpe = load
    return tiktoken.Encoding(**getattr(public, name)())
