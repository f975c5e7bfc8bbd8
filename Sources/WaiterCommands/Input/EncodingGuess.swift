/// Guesses the encoding of text that is not UTF-8, so that a conversion command can be suggested.
enum EncodingGuess {
    /// The number of bytes examined.
    private static let reach = 1 << 20

    /// Returns the most probable encoding, or `nil` if there is none.
    static func encoding(of bytes: [UInt8]) -> TextEncoding? {
        let bytes = Array(bytes.prefix(reach))
        if bytes.contains(0) { return wide(bytes) }
        if let survey = WesternSurvey(bytes), survey.letters.isEmpty || survey.isWestern { return .windows1252 }
        if WesternSurvey.isCentral(bytes) { return .windows1250 }
        let runs = runs(in: bytes)
        if isShiftJIS(bytes) { return .shiftJIS }
        if runs.allSatisfy({ $0.count % 2 == 0 }), let encoding = doubleByte(runs) { return encoding }
        return cyrillic(runs) ?? (hasLettersOfIBM(bytes) ? .ibm850 : nil)
    }

    /// Returns a command that converts bytes that are not valid UTF-8.
    static func remedy(for bytes: [UInt8]) -> String {
        UndecodableText(offset: 0, suggestion: encoding(of: bytes), isDamagedUTF8: isMostlyUTF8(bytes)).remedy()
    }

    /// Returns whether most of the non-ASCII content is well-formed UTF-8.
    static func isMostlyUTF8(_ bytes: [UInt8]) -> Bool {
        var (valid, invalid, index) = (0, 0, 0)
        let bytes = bytes.prefix(reach)
        while index < bytes.count {
            let byte = bytes[index]
            if byte < 0x80 {
                index += 1
                continue
            }
            let length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : byte >= 0xC2 ? 2 : 0
            let tail = bytes.dropFirst(index + 1).prefix(max(0, length - 1))
            if length > 0, tail.count == length - 1, tail.allSatisfy({ $0 & 0xC0 == 0x80 }) {
                valid += 1
                index += length
            } else {
                invalid += 1
                index += 1
            }
        }
        return valid > invalid * 2
    }

    private static func wide(_ bytes: [UInt8]) -> TextEncoding? {
        let (even, odd) = (EncodingEvidence.nulShare(bytes, parity: 0), EncodingEvidence.nulShare(bytes, parity: 1))
        if odd > 0.3, odd > even * 4 { return .utf16LittleEndian }
        if even > 0.3, even > odd * 4 { return .utf16BigEndian }
        return nil
    }

    /// Returns the runs of non-ASCII bytes.
    private static func runs(in bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        bytes.split(whereSeparator: { $0 < 0x80 })
    }

    /// Returns whether the bytes are valid Shift JIS with a plausible share of kana.
    private static func isShiftJIS(_ bytes: [UInt8]) -> Bool {
        var (index, characters, kana) = (0, 0, 0)
        while index < bytes.count {
            let lead = bytes[index]
            index += 1
            if lead < 0x80 || (0xA1...0xDF).contains(lead) { continue }
            guard (0x81...0x9F).contains(lead) || (0xE0...0xFC).contains(lead), index < bytes.count else {
                return false
            }
            let trail = bytes[index]
            guard (0x40...0xFC).contains(trail), trail != 0x7F else { return false }
            index += 1
            characters += 1
            if (lead == 0x82 && trail >= 0x9F) || (lead == 0x83 && trail <= 0x96) { kana += 1 }
        }
        return kana * 5 >= characters && kana > 0
    }

    private static func doubleByte(_ runs: [ArraySlice<UInt8>]) -> TextEncoding? {
        let leads = runs.flatMap { run in stride(from: run.startIndex, to: run.endIndex, by: 2).map { run[$0] } }
        guard !leads.isEmpty else { return nil }
        func share(_ range: ClosedRange<UInt8>) -> Double {
            Double(leads.count { range.contains($0) }) / Double(leads.count)
        }
        if share(0xA4...0xA5) > 0.25 { return .eucJP }
        if share(0xB0...0xC8) > 0.9, leads.count > 3 { return .eucKR }
        return share(0xB0...0xD7) > 0.6 ? .gb18030 : nil
    }

    /// Detects Cyrillic text based on long runs of letters.
    ///
    /// Windows-1251 has lowercase letters where KOI8-R has capitals.
    private static func cyrillic(_ runs: [ArraySlice<UInt8>]) -> TextEncoding? {
        let bytes = runs.joined()
        let count = bytes.count
        let (upper, lower) = (bytes.count { (0xC0...0xDF).contains($0) }, bytes.count { $0 >= 0xE0 })
        guard let longest = runs.map(\.count).max(), longest >= 3, (upper + lower) * 10 >= count * 8 else { return nil }
        return lower >= upper ? .windows1251 : .koi8
    }

    /// Returns whether words contain accented letters from the DOS code page.
    private static func hasLettersOfIBM(_ bytes: [UInt8]) -> Bool {
        bytes.indices.dropFirst().dropLast().contains { index in
            (0x80...0xA5).contains(bytes[index]) && (0x61...0x7A).contains(bytes[index - 1])
                && (0x61...0x7A).contains(bytes[index + 1])
        }
    }
}
