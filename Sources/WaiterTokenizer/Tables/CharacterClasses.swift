internal import CWaiterTokenizer

/// The character classes used by the splitting rules, as defined by the Unicode version that the reference
/// implementation uses.
///
/// `@unchecked Sendable`: the pointers refer to constants in the executable.
struct CharacterClasses: @unchecked Sendable {
    private let blocks: Bytes
    private let classes: Bytes

    static let shared = CharacterClasses(waiter_table_classes().assumingMemoryBound(to: UInt8.self))

    private init(_ table: Bytes) {
        blocks = table
        classes = table + 0x110000 / 128
    }

    @inline(__always)
    subscript(scalar: UInt32) -> CharacterClass {
        let block = Int(blocks[Int(truncatingIfNeeded: scalar &>> 7)])
        return CharacterClass(rawValue: classes[block &<< 7 | Int(truncatingIfNeeded: scalar & 127)])
    }
}

/// A character class in the splitting rules.
struct CharacterClass: Equatable {
    let rawValue: UInt8

    /// Uppercase and titlecase letters.
    static var upper: Self { @inline(__always) get { Self(rawValue: 0) } }
    static var lower: Self { @inline(__always) get { Self(rawValue: 1) } }
    /// Caseless letters and modifier letters.
    static var caseless: Self { @inline(__always) get { Self(rawValue: 2) } }
    static var mark: Self { @inline(__always) get { Self(rawValue: 3) } }
    static var number: Self { @inline(__always) get { Self(rawValue: 4) } }
    /// Whitespace except carriage return and line feed.
    static var space: Self { @inline(__always) get { Self(rawValue: 5) } }
    static var other: Self { @inline(__always) get { Self(rawValue: 6) } }
    /// Carriage return and line feed.
    static var newline: Self { @inline(__always) get { Self(rawValue: 7) } }

    @inline(__always) var isLetter: Bool { rawValue <= 2 }
    @inline(__always) var isLetterOrMark: Bool { rawValue <= 3 }
    @inline(__always) var isSpace: Bool { self == .space || self == .newline }
    /// Whether the class consists of characters other than whitespace, letters and numbers.
    @inline(__always) var isOther: Bool { self == .other || self == .mark }
}
