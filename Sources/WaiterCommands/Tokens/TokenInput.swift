internal import Waiter
internal import WaiterModels
internal import WaiterTerminal

#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// Reads the input of `waiter tokens` commands.
enum TokenInput {
    /// Returns the failure for a command that would have to read its input from a terminal. Without this failure, the
    /// command would wait for input without showing a prompt.
    static func nothing(_ command: String) -> CommandFailure {
        .usage("no input", nextStep: "pass a file, or pipe text in: ... | waiter tokens \(command)")
    }

    /// Decodes text.
    ///
    /// - Throws: `CommandFailure` for invalid UTF-8. The failure states the offset of the first invalid byte.
    static func text(_ bytes: [UInt8], isLossy: Bool, _ name: String) throws -> String {
        if !isLossy, let offset = UTF8Check.firstInvalidByte(in: bytes) {
            throw CommandFailure.usage(
                "\(name) contains invalid UTF-8 (at byte \(offset))",
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

    /// Decodes a chat completions request or a bare array of messages. Returns the request and the model that it
    /// specifies.
    ///
    /// - Throws: `CommandFailure` for an invalid request. The failure states the location of the problem.
    static func request(_ bytes: [UInt8], _ name: String) throws -> (ChatCompletionRequest, model: String?) {
        try request(json(bytes, name), name, members: "\"messages\"")
    }

    /// Decodes the countable content of a request for either API, or of a bare array of messages.
    ///
    /// - Parameters:
    ///   - bytes: The JSON text.
    ///   - name: The name of the source, for use in error messages.
    /// - Returns: The content, the model that the request specifies, and, for the Responses API, the request itself.
    /// - Throws: `CommandFailure` for an invalid request. The failure states the location of the problem.
    static func countedRequest(
        _ bytes: [UInt8],
        _ name: String
    ) throws -> (chat: ChatCompletionRequest, model: String?, response: CountedResponsesRequest?) {
        let json = try json(bytes, name)
        if json.objectValue != nil, json["messages"] == nil, hasOnlyItems(json["input"]) {
            let model = json["model"]?.stringValue
            if let request = CountedResponsesRequest(body: json, model: model ?? "") {
                return (request.chat, model, request)
            }
        }
        let (request, model) = try request(json, name, members: "\"messages\" or \"input\"")
        return (request, model, nil)
    }

    /// Returns whether the input is valid for the Responses API. An array of strings is not valid, because it is input
    /// for embeddings.
    private static func hasOnlyItems(_ input: JSONValue?) -> Bool {
        switch input {
        case nil, .string?: true
        case .array(let items)?: items.allSatisfy { $0.objectValue != nil }
        default: false
        }
    }

    private static func json(_ bytes: [UInt8], _ name: String) throws -> JSONValue {
        do {
            return try JSONValue(parsing: bytes)
        } catch {
            throw CommandFailure.usage("\(name) is not valid JSON", nextStep: "\(error)")
        }
    }

    private static func request(
        _ json: JSONValue,
        _ name: String,
        members: String
    ) throws -> (ChatCompletionRequest, model: String?) {
        var object = json.objectValue ?? ["messages": json]
        guard object["messages"]?.arrayValue != nil else {
            throw CommandFailure.usage(
                "\(name) has no messages",
                nextStep: "it must contain a list of messages, or an object with \(members)"
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
