internal import Waiter
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads the input of `waiter tokens` commands.
enum TokenInput {
    /// Returns the failure for a terminal as input, which would otherwise wait without a prompt.
    static func nothing(_ command: String) -> CommandFailure {
        .usage("no input", nextStep: "pass a file, or pipe text in: ... | waiter tokens \(command)")
    }

    /// Decodes text.
    ///
    /// - Throws: `CommandFailure` with the offset of the first invalid byte.
    static func text(_ bytes: [UInt8], isLossy: Bool, _ name: String) throws -> String {
        if !isLossy, let offset = UTF8Check.firstInvalidByte(in: bytes) {
            throw CommandFailure.usage(
                "\(name) is not UTF-8 (byte \(offset))",
                nextStep: "replace the invalid bytes with --lossy, or \(EncodingGuess.remedy(for: bytes))"
            )
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Reads a file or standard input as text.
    ///
    /// - Throws: `CommandFailure`, `CancellationError`.
    static func text(of path: String?, isLossy: Bool, for command: String, _ context: CommandContext) throws -> String {
        if path == nil, StandardInput.isTerminal { throw nothing(command) }
        let source = ByteSource(path: path ?? "-", clock: context.clock)
        return try text(source.readAll { TextTally.mentionSilence(context.console) }, isLossy: isLossy, source.name)
    }

    /// Decodes a request, or a bare array of messages, and returns it with the model that it names.
    ///
    /// - Throws: `CommandFailure` that locates the problem.
    static func request(_ bytes: [UInt8], _ name: String) throws -> (ChatCompletionRequest, model: String?) {
        let json: JSONValue
        do {
            json = try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure.usage("\(name) is not valid JSON", nextStep: "\(error)")
        }
        var object = json.objectValue ?? ["messages": json]
        guard object["messages"]?.arrayValue != nil else {
            throw CommandFailure.usage(
                "\(name) has no messages",
                nextStep: "it must contain a list of messages, or an object with \"messages\""
            )
        }
        let model = object["model"]?.stringValue
        object["model"] = .string(model ?? "")
        do {
            let data = Data(JSONValue.object(object).jsonBytes)
            return (try JSONDecoder().decode(ChatCompletionRequest.self, from: data), model)
        } catch let error as DecodingError {
            throw CommandFailure.usage("\(name) is not a valid chat request\(place(error))")
        }
    }

    private static func place(_ error: DecodingError) -> String {
        let path: [any CodingKey]
        switch error {
        case .keyNotFound(let key, let context): path = context.codingPath + [key]
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            path = context.codingPath
        @unknown default: path = []
        }
        let words = path.map { $0.intValue.map { "\($0)" } ?? $0.stringValue }
        return words.isEmpty ? "" : " (see \(words.joined(separator: ".")))"
    }
}
