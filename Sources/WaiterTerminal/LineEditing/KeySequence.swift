/// The mapping from terminal escape sequences to keys.
///
/// The mapping is based on the section "PC-Style Function Keys" in xterm's "Control Sequences", and on the variants
/// used by rxvt, PuTTY and the Linux console.
enum KeySequence {
    /// Returns the key for ESC O followed by a final byte.
    static func singleShift(_ final: UInt8) -> EditorKey? {
        switch Unicode.Scalar(final) {
        case "M": .enter
        case "a", "b": nil
        case "c": .wordRight
        case "d": .wordLeft
        default: key([], final: final)
        }
    }

    /// Returns the key for ESC [ followed by parameters and a final byte, or `nil` if the sequence is not supported.
    static func key(_ parameters: [UInt8], final: UInt8) -> EditorKey? {
        guard let numbers = numbers(parameters) else { return nil }
        let modifiers = numbers.count > 1 ? max(0, numbers[1] - 1) : 0
        // The bits 0b010 and 0b100 represent Alt and Ctrl.
        let isByWord = modifiers & 0b110 != 0
        return switch Unicode.Scalar(final) {
        case "A": .up
        case "B": .down
        case "C": isByWord ? .wordRight : .right
        case "D": isByWord ? .wordLeft : .left
        case "H": .home
        case "F": .end
        case "~": numbered(numbers, isByWord: isByWord)
        case "u" where numbers.first == 13: modifiers == 0 ? .enter : .newline
        default: nil
        }
    }

    private static func numbered(_ numbers: [Int], isByWord: Bool) -> EditorKey? {
        switch numbers.first {
        case 1, 7: .home
        case 4, 8: .end
        case 3: isByWord ? .deleteWord : .delete
        // With xterm's `modifyOtherKeys`, the parameters are 27, the modifiers, and the character.
        case 27 where numbers.count == 3 && numbers[2] == 13: numbers[1] > 1 ? .newline : .enter
        default: nil
        }
    }

    /// Parses numbers separated by semicolons. An empty field counts as 0. Returns `nil` if a field is not a number.
    private static func numbers(_ parameters: [UInt8]) -> [Int]? {
        var numbers: [Int] = []
        for field in parameters.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false) {
            guard field.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
            numbers.append(field.prefix(4).reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        return numbers
    }
}
