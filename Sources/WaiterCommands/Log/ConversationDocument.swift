internal import Waiter
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// JSON that holds conversations in a form that is known: found out by what is in it, read one by one.
///
/// A document is one value or many, with white space between them, or an array of many.
package struct ConversationDocument {
    package static let expected =
        "waiter's own JSON lines, OpenAI's messages (an array, or an object with 'messages'), ChatGPT's export"

    private let now: Date
    private let take: (ImportedConversation) throws -> Void
    private let skip: (ImportDefect) -> Void

    /// - Parameters:
    ///   - now: The time of the import.
    ///   - take: Given each conversation as it is read.
    ///   - skip: Given each element of a list that is no conversation, after those that are.
    package init(
        now: Date,
        take: @escaping (ImportedConversation) throws -> Void,
        skip: @escaping (ImportDefect) -> Void = { _ in }
    ) {
        self.now = now
        self.take = take
        self.skip = skip
    }

    /// Reads all conversations.
    ///
    /// An element of a list that is no conversation is skipped, unless all are none.
    ///
    /// - Throws: `ImportDefect` at the first thing that is none, those before it having been given away; and what `take`
    ///   throws.
    package func read(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBufferPointer { buffer in
            var reader = JSONReader(buffer)
            guard !reader.isAtEnd() else { throw ImportDefect("nothing") }
            while !reader.isAtEnd() {
                let start = reader.offset
                do {
                    if reader.peek() == UInt8(ascii: "[") { try readArray(&reader) } else { try readValue(&reader) }
                } catch let error as JSONError {
                    throw ImportDefect(
                        start == 0 && !Self.isJSON(buffer) ? "no JSON" : "broken JSON",
                        place: line(error.offset, buffer)
                    )
                } catch var defect as ImportDefect {
                    defect.place = defect.place ?? line(start, buffer)
                    throw defect
                }
            }
        }
    }

    private func readValue(_ reader: inout JSONReader) throws {
        try Task.checkCancellation()
        let value = try reader.readValue()
        if let conversation = try conversation(value) { try take(conversation) }
    }

    /// An array is one conversation when its elements have roles, else a list of conversations.
    private func readArray(_ reader: inout JSONReader) throws {
        try reader.beginArray()
        var messages: [JSONValue] = []
        var (isFirst, number) = (true, 0)
        var defects: [ImportDefect] = []
        while try reader.nextElement(first: &isFirst) {
            try Task.checkCancellation()
            let value = try reader.readValue()
            if messages.isEmpty ? number == 0 && Self.isMessage(value) : true {
                messages.append(value)
            } else {
                do {
                    if let conversation = try conversation(value) { try take(conversation) }
                } catch var defect as ImportDefect {
                    defect.place = "element \(number)"
                    defects.append(defect)
                }
            }
            number += 1
        }
        guard number > 0 else { throw ImportDefect("an empty array") }
        if let first = defects.first, defects.count == number { throw first }
        defects.forEach(skip)
        if !messages.isEmpty { try take(MessageList.conversation(messages, now: now)) }
    }

    private static func isMessage(_ value: JSONValue) -> Bool {
        value["role"]?.stringValue != nil && value["messages"] == nil
    }

    /// The conversation that a value is; nil for one of ChatGPT's in which nothing was said.
    private func conversation(_ value: JSONValue) throws(ImportDefect) -> ImportedConversation? {
        if let format = value["format"]?.stringValue, format.hasPrefix("waiter.") {
            guard format == ConversationLine.format else { throw ImportDefect("an object of the form '\(format)'") }
            return try ConversationLine.conversation(value, now: now)
        }
        if value["mapping"]?.objectValue != nil { return try ChatGPTConversation(value).imported }
        if let messages = value["messages"]?.arrayValue {
            return try MessageList.conversation(messages, in: value, now: now)
        }
        // An array as an element or a line of its own.
        if let messages = value.arrayValue { return try MessageList.conversation(messages, now: now) }
        throw ImportDefect(Self.description(value))
    }

    /// What a value is, in words that hold none of its content but the names of its first members.
    private static func description(_ value: JSONValue) -> String {
        switch value {
        case .object(let object):
            let names = object.keys.prefix(5).map { "'\($0.prefix(30))'" }.joined(separator: ", ")
            return names.isEmpty ? "an empty object" : "an object with the members \(names)"
        case .array: return "an array"
        case .string: return "a text"
        case .null: return "null"
        case .bool: return "a truth value"
        default: return "a number"
        }
    }

    /// Whether a document at least begins as JSON that could hold something.
    private static func isJSON(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        var reader = JSONReader(bytes)
        return [UInt8(ascii: "{"), UInt8(ascii: "[")].contains(reader.peek())
    }

    private func line(_ offset: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> String {
        "line \(bytes.prefix(offset).count { $0 == 0x0A } + 1)"
    }
}
