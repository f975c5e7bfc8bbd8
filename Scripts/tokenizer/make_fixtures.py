"""Generates the test fixtures: tiktoken's tokens for a few hundred texts.

    make_fixtures.py <folder of .tiktoken files> <Tests/WaiterTokenizerTests/Fixtures>
"""

import json
import pathlib
import random
import sys

import reference
from compare import random_text

TEXTS = [
    "",
    "a",
    "Hello, world!",
    "The quick brown fox jumps over the lazy dog.",
    "Don't, can't, we'll, they've, I'm, he'd, YOU'RE, IT'S, o'clock, rock'n'roll, 'twas, x'sT'm, it'\u017f",
    "Il pleut à Besançon : « l’été » où naît l'œuvre.",
    "Größe, Übermaß, Straße, ẞ, naïve café, Ångström",
    "Привет, мир! Съешь же ещё этих мягких французских булок.",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία",
    "敏捷的棕色狐狸跳过了懒狗。2026年11月23日",
    "いろはにほへと ちりぬるを、カタカナも漢字もあるABCです。",
    "다람쥐 헌 쳇바퀴에 타고파",
    "مرحبا بالعالم، هذا نص عربي مع تَشْكِيل",
    "שלום עולם, זה טֶקְסְט בעברית",
    "नमस्ते दुनिया, यह हिन्दी में है।",
    "সব মানুষ স্বাধীনভাবে সমান মর্যাদা",
    "வணக்கம் உலகம்",
    "สวัสดีชาวโลก ภาษาไทยไม่มีช่องว่าง",
    "ሰላም ለዓለም",
    "გამარჯობა მსოფლიო",
    "Xin chào thế giới, tiếng Việt có dấu",
    "ខ្មែរ ភាសា",
    "ǅungla Ⅷ ½ ²³ ٣٤٥ ªº ʰʷ ǄABCdef",
    "🎉👩‍👩‍👧‍👦👍🏽🇩🇪 ☺️ emoji ❤️‍🔥",
    "e\u0301\u0308 Z\u0351\u036b\u0343\u036a l\u0489 \u0301leading marks !\u0301",
    "func main() -> Int {\n    let x = [1, 22, 333, 4444, 55555]\n\treturn x.count // done\n}\n\n\n",
    "import os\nfor i in range(10):\n        print(f'{i:>3}')\n\n# end\r\n\r\n",
    '{"id": 12345678, "name": "x_y-z", "ok": true, "list": [1.5e-10, null], "url": "https://a.b/c?d=e&f=%20#g"}',
    "2026-11-23T06:29:58.123456Z [info] 10.0.0.255 - - \"GET /v1/x HTTP/1.1\" 200 1234567",
    "#include <stdio.h>\n/* a */ #define X(a) ((a)/*b*/)\n};\n//\n///\n}//x",
    "| a | b |\n|---|---|\n| **x** | `y` |\n\n- one\n- two\n\n> quote\n```\ncode\n```\n",
    "    leading, trailing    ",
    "\n\n  \n \t\n x \r\n\r y",
    "a  b   c    d\u00a0e\u2003\u2003f\u3000\u3000",
    "!\n  \nx (\n\n) {\r\n/} ;/\n//\n",
    "<|endoftext|> <|im_start|>user<|endofprompt|>",
    "ABCdefGHIjklMNO camelCaseHTTPServer 字AB 字ABc A字b aBcDeF",
    "\u0000\u0001\u007f\u0085\u2028\ufeff\ufffd\U0010ffff",
    " " * 200,
    "\n" * 90,
    "a" * 300,
    "ab" * 90,
    "=" * 150,
    "字" * 60,
    "0" * 40,
    "." * 130 + "\n",
    "é" * 70,
    "QmFzZTY0IHRleHQgd2l0aG91dCBzcGFjZXM9PQ" * 4,
    "deadbeef0123456789abcdefCAFEBABE" * 4,
    "antidisestablishmentarianism floccinaucinihilipilification zymurgical xylophonists",
]


def main():
    vocabularies, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    rng = random.Random(5)
    names = reference.NAMES
    first = reference.encoding(names[0], vocabularies)
    tokens = [first.decode_single_token_bytes(rng.randrange(199_998)) for _ in range(5_000)]
    texts = TEXTS + [random_text(rng, tokens) for _ in range(250)]
    fixture = {"texts": texts}
    for name in names:
        encoding = reference.encoding(name, vocabularies)
        fixture[name] = [encoding.encode_ordinary(text) for text in texts]
    (folder / "tokens.json").write_text(json.dumps(fixture, ensure_ascii=True, separators=(",", ":")) + "\n")

    special = "<|start|>user<|message|>Hi<|endoftext|><|fim_prefix|>x<|endofprompt|><|<|endoftext|>|><|reserved_200500|><|end"
    marked = {"text": special}
    for name in names:
        encoding = reference.encoding(name, vocabularies)
        marked[name] = {
            "all": encoding.encode(special, allowed_special="all"),
            "one": encoding.encode(special, allowed_special={"<|endoftext|>"}, disallowed_special=()),
        }
    (folder / "special-tokens.json").write_text(json.dumps(marked, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
