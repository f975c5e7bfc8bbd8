import Testing

@testable import WaiterCommands

@Suite("Text encodings") struct TextDecodingTests {
    private static func utf16(_ text: String, isBig: Bool = false) -> [UInt8] {
        text.utf16.flatMap { unit in
            let (high, low) = (UInt8(unit >> 8), UInt8(unit & 0xFF))
            return isBig ? [high, low] : [low, high]
        }
    }

    private static func utf32(_ text: String, isBig: Bool = false) -> [UInt8] {
        text.unicodeScalars.flatMap { scalar in
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: scalar.value >> ($0 * 8)) }
            return isBig ? bytes.reversed() : bytes
        }
    }

    /// Latin letters in Windows-1252.
    private static func latin(_ text: String) -> [UInt8] {
        let signs: [Character: UInt8] = ["–": 0x96, "’": 0x92, "“": 0x93, "”": 0x94, "€": 0x80, "œ": 0x9C, "…": 0x85]
        return text.map { signs[$0] ?? UInt8(truncatingIfNeeded: $0.unicodeScalars.first?.value ?? 0x3F) }
    }

    @Test("A byte-order mark determines the encoding and is dropped")
    func marks() throws {
        let text = "alpha ñ 🌍\r\nbeta"
        let marked: [[UInt8]] = [
            [0xEF, 0xBB, 0xBF] + Array(text.utf8), [0xFF, 0xFE] + Self.utf16(text),
            [0xFE, 0xFF] + Self.utf16(text, isBig: true), [0xFF, 0xFE, 0, 0] + Self.utf32(text),
            [0, 0, 0xFE, 0xFF] + Self.utf32(text, isBig: true),
        ]
        for bytes in marked {
            let decoded = try DecodedText(bytes)
            #expect(decoded.text == text)
            #expect(decoded.inferred == nil)
        }
        #expect(try DecodedText([]).text.isEmpty)
        #expect(try DecodedText([0xEF, 0xBB, 0xBF]).text.isEmpty)
    }

    @Test("UTF-16 without a byte-order mark is decoded if it is unambiguous")
    func unmarked() throws {
        let text = "Name;Größe\r\nBäcker;12\r\n"
        #expect(try DecodedText(Self.utf16(text)).text == text)
        #expect(try DecodedText(Self.utf16(text)).inferred == .utf16LittleEndian)
        #expect(try DecodedText(Self.utf16(text, isBig: true)).text == text)
        // A truncated character, other scripts, and records with zero bytes are ambiguous.
        #expect(throws: UndecodableText.self) { try DecodedText(Self.utf16(text) + [0x41]) }
        #expect(throws: UndecodableText.self) { try DecodedText(Self.utf16("漢字かな交じり文")) }
        #expect(throws: UndecodableText.self) { try DecodedText([1, 0, 2, 0, 3, 0, 4, 0]) }
        #expect(throws: UndecodableText.self) { try DecodedText(Self.utf16("a\0b\0c\0")) }
    }

    @Test(
        "Windows-1252 is decoded if statistics identify it",
        arguments: [
            "open 9–17", "I don’t know", "He said “yes” twice.", "It costs 5 € or 10 €.",
            "Die Größe der Bäckerei in Köln überrascht.", "¿Qué pasó mañana en la reunión de España?",
            "Être à l’heure, ça n’est pas donné à tout le monde; l’œuvre, la forêt.",
            "Ärger über Öl", "The café at the corner serves bread and soup to all who come by.",
            "Smørrebrød på Åsgård, hvor æblerne vokser", "A – B",
        ]
    )
    func western(text: String) throws {
        let decoded = try DecodedText(Self.latin(text))
        #expect(decoded.text == text)
        #expect(decoded.inferred == .windows1252)
    }

    @Test(
        "Ambiguous text is rejected with the encoding to convert it from",
        arguments: [
            // Not enough text.
            (Array("caf".utf8) + [0xE9], "iconv -f WINDOWS-1252 -t UTF-8"),
            // Czech: "příliš žluťoučký kůň"
            (
                Array("p".utf8) + [0xF8, 0xED] + Array("li".utf8) + [0x9A, 0x20, 0x9E] + Array("lu".utf8) + [0x9D]
                    + Array("ou".utf8) + [0xE8] + Array("k".utf8) + [0xFD] + Array(" k".utf8) + [0xF9, 0xF2],
                "iconv -f WINDOWS-1250 -t UTF-8"
            ),
            // "привет, мир" in Windows-1251 and in KOI8-R.
            ([0xEF, 0xF0, 0xE8, 0xE2, 0xE5, 0xF2, 0x2C, 0x20, 0xEC, 0xE8, 0xF0], "iconv -f WINDOWS-1251 -t UTF-8"),
            ([0xD0, 0xD2, 0xC9, 0xD7, 0xC5, 0xD4, 0x2C, 0x20, 0xCD, 0xC9, 0xD2], "iconv -f KOI8-R -t UTF-8"),
            // "こんにちは" in Shift JIS and EUC-JP; "你好世界" in GBK.
            ([0x82, 0xB1, 0x82, 0xF1, 0x82, 0xC9, 0x82, 0xBF, 0x82, 0xCD], "iconv -f SHIFT_JIS -t UTF-8"),
            ([0xA4, 0xB3, 0xA4, 0xF3, 0xA4, 0xCB, 0xA4, 0xC1, 0xA4, 0xCF], "iconv -f EUC-JP -t UTF-8"),
            ([0xC4, 0xE3, 0xBA, 0xC3, 0xCA, 0xC0, 0xBD, 0xE7], "iconv -f GB18030 -t UTF-8"),
            // "für" in a DOS code page.
            ([0x66, 0x81, 0x72], "iconv -f IBM850 -t UTF-8"),
            // UTF-8 with one invalid byte.
            (Array("größer als ñandú und 漢字 ".utf8) + [0xFF], "iconv -c -f UTF-8 -t UTF-8"),
            ([0xFF, 0xFE, 0x41], "iconv -f UTF-16LE -t UTF-8"),
            (Array("a\0b".utf8), "tr '\\0' '\\n'"),
        ] as [([UInt8], String)]
    )
    func refused(bytes: [UInt8], remedy: String) {
        #expect {
            try DecodedText(bytes)
        } throws: { error in
            let remedyShown = (error as? UndecodableText)?.remedy() ?? ""
            return remedyShown.hasSuffix(remedy)
        }
    }

    @Test("Other bytes are rejected, and none trap")
    func binary() {
        var generator = SystemRandomNumberGenerator()
        for length in 0..<300 {
            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255, using: &generator) }
            if let decoded = try? DecodedText(bytes) { #expect(!decoded.text.contains("\0")) }
        }
    }
}
