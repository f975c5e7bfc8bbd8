internal import Waiter
package import WaiterStore

#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A JSON document that contains conversations. Its format is detected from its content.
///
/// A document is an array, or a sequence of values separated by whitespace. The document is read in chunks, and only
/// one conversation is held in memory at a time. The memory that a conversation can use is limited to twice the size of
/// its JSON or to 32 MiB, whichever is larger.
package final class ConversationDocument {
    package static let expected =
        "waiter's own JSON lines, OpenAI's messages (an array, or an object with 'messages'), ChatGPT's export"

    /// The maximum size of a conversation's JSON in bytes.
    private static let largest = 256 << 20
    /// The maximum number of invalid elements to describe. Any others are only counted.
    package static let shownDefects = 5
    /// The maximum number of elements to examine in search of the first conversation.
    private static let hopeless = 1000

    /// The part of a top-level array that has been read so far. If the elements have roles, the array is a single
    /// conversation. Otherwise, it is a list of conversations.
    private struct List {
        var number = 0
        var messages: [JSONValue] = []
        var defects: [ImportDefect] = []
        var defectCount = 0
        /// The size of the messages' JSON and the amount of memory that they use, in bytes.
        var (bytes, memory) = (0, 0)
    }

    private let now: Date
    private let take: (ImportedConversation, _ bytes: Int) throws -> Void
    private let skip: ([ImportDefect], _ more: Int) -> Void
    private let splitter = JSONSplitter(limit: largest)
    private var list: List?
    private var isFirst = true

    /// Creates a document reader.
    ///
    /// - Parameters:
    ///   - now: The time of the import.
    ///   - take: A closure that receives each conversation as soon as it has been read, together with the size of its
    ///     JSON.
    ///   - skip: A closure that is called after all conversations have been read. The closure receives the first few
    ///     list elements that are not conversations, and a count of the others.
    package init(
        now: Date,
        take: @escaping (ImportedConversation, _ bytes: Int) throws -> Void,
        skip: @escaping ([ImportDefect], _ more: Int) -> Void = { _, _ in }
    ) {
        self.now = now
        self.take = take
        self.skip = skip
    }

    /// Reads the conversations that a chunk completes.
    ///
    /// Array elements that are not conversations are skipped. However, an array without any conversation is an error.
    ///
    /// - Throws: `ImportDefect` if a value is not a conversation, or any error thrown by `take`. Before an
    ///   `ImportDefect` is thrown, `take` is called for the preceding conversations.
    package func append(_ piece: UnsafeRawBufferPointer) throws {
        try naming { try splitter.append(piece, read) }
    }

    /// Reads the conversations that the end of the document completes.
    ///
    /// - Throws: Any error that `append` can throw.
    package func finish() throws {
        try naming { try splitter.finish(read) }
        guard splitter.hasBegun else { throw ImportDefect("nothing") }
    }

    private func read(_ part: JSONSplitter.Part, _ line: Int) throws {
        try Task.checkCancellation()
        switch part {
        case .arrayBegin:
            isFirst = false
            list = List()
        case .arrayEnd:
            defer { list = nil }
            try naming(line) { try finishList() }
        case .value(let bytes):
            defer { isFirst = false }
            guard list == nil else { return try readElement(bytes, line) }
            try naming(line) { try readValue(bytes, line) }
        }
    }

    /// Converts a failure of the splitter to an import defect.
    private func naming(_ body: () throws -> Void) throws {
        do {
            try body()
        } catch let failure as JSONSplitter.Failure {
            let found =
                failure.isTooLarge
                ? "a conversation that is too large" : splitter.hasBegun ? "invalid JSON" : "data that is not JSON"
            throw ImportDefect(found, place: "line \(failure.line)")
        }
    }

    /// Adds the line number to a defect.
    private func naming(_ line: Int, _ body: () throws -> Void) throws {
        do {
            try body()
        } catch var defect as ImportDefect {
            defect.place = defect.place ?? "line \(line)"
            throw defect
        }
    }

    private func readValue(_ bytes: [UInt8], _ line: Int) throws {
        let count = bytes.count
        let (value, _) = try parsed(bytes, line)
        if let conversation = try conversation(value) { try take(conversation, count) }
    }

    private func readElement(_ bytes: [UInt8], _ line: Int) throws {
        guard var list else { return }
        // An array grows in place only if it is uniquely referenced.
        self.list = nil
        defer { self.list = list }
        let count = bytes.count
        let (value, memory) = try parsed(bytes, line)
        defer { list.number += 1 }
        if list.messages.isEmpty ? list.number == 0 && Self.isMessage(value) : true {
            list.messages.append(value)
            (list.bytes, list.memory) = (list.bytes + count, list.memory + memory)
            guard list.memory <= JSONBudget.of(byteCount: list.bytes), list.bytes <= Self.largest else {
                throw ImportDefect("a conversation that is too large", place: "element \(list.number)")
            }
            return
        }
        do {
            if let conversation = try conversation(value) { try take(conversation, count) }
        } catch var defect as ImportDefect {
            defect.place = "element \(list.number)"
            if list.defects.count < Self.shownDefects { list.defects.append(defect) }
            list.defectCount += 1
            if list.defectCount > list.number, list.number >= Self.hopeless { throw list.defects[0] }
        }
    }

    private func finishList() throws {
        guard let list, list.number > 0 else { throw ImportDefect("an empty array") }
        if let first = list.defects.first, list.defectCount == list.number { throw first }
        if list.defectCount > 0 { skip(list.defects, list.defectCount - list.defects.count) }
        if !list.messages.isEmpty { try take(MessageList.conversation(list.messages, now: now), list.bytes) }
    }

    /// Parses JSON and returns the value and the memory that it uses.
    private func parsed(_ bytes: [UInt8], _ line: Int) throws -> (JSONValue, memory: Int) {
        try bytes.withUnsafeBufferPointer { buffer in
            let budget = JSONBudget.of(byteCount: buffer.count)
            var reader = JSONReader(buffer, budget: budget)
            do {
                let value = try reader.readValue()
                guard reader.isAtEnd() else { throw reader.failure() }
                return (value, budget - reader.budget)
            } catch let error as JSONError {
                switch error.kind {
                case .interrupted: throw CancellationError()
                case .tooManyValues: throw ImportDefect("a conversation with too many values", place: "line \(line)")
                default: break
                }
                let isJSON = !isFirst || buffer.first == UInt8(ascii: "{") || buffer.first == UInt8(ascii: "[")
                let lines = buffer.prefix(error.offset).count { $0 == 0x0A }
                throw ImportDefect(isJSON ? "invalid JSON" : "data that is not JSON", place: "line \(line + lines)")
            }
        }
    }

    private static func isMessage(_ value: JSONValue) -> Bool {
        value["role"]?.stringValue != nil && value["messages"] == nil
    }

    /// Decodes a conversation. Returns `nil` if it is an empty ChatGPT conversation.
    private func conversation(_ value: JSONValue) throws(ImportDefect) -> ImportedConversation? {
        if let format = value["format"]?.stringValue, format.hasPrefix("waiter.") {
            guard format == ConversationLine.format else { throw ImportDefect("an object with the format '\(format)'") }
            return try ConversationLine.conversation(value, now: now)
        }
        if value["mapping"]?.objectValue != nil { return try ChatGPTConversation(value).imported }
        if let messages = value["messages"]?.arrayValue {
            return try MessageList.conversation(messages, in: value, now: now)
        }
        // This array is an element of another array, or it is on a line of its own.
        if let messages = value.arrayValue { return try MessageList.conversation(messages, now: now) }
        throw ImportDefect(Self.description(value))
    }

    /// Returns a description of a value. The description contains the names of the value's first members, but no other
    /// content.
    private static func description(_ value: JSONValue) -> String {
        switch value {
        case .object(let object):
            let names = object.keys.prefix(5).map { "'\($0.prefix(30))'" }.joined(separator: ", ")
            return names.isEmpty ? "an empty object" : "an object with the members \(names)"
        case .array: return "an array"
        case .string: return "a string"
        case .null: return "null"
        case .bool: return "a boolean"
        default: return "a number"
        }
    }
}
