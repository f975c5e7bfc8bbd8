internal import Waiter
internal import WaiterModels
internal import WaiterTokenizer

/// A writer that uses a model to summarize messages.
struct SummaryWriter: Sendable {
    let client: OpenAI
    let api: ModelAPI
    let options: RequestOptions
    let counter: TokenCounter
    /// The maximum number of input tokens, or `nil` if the catalogue does not contain the model.
    let known: Int?
    /// A closure that is called when each call ends.
    let observe: @Sendable (SummaryCall) -> Void

    /// Summarizes messages.
    ///
    /// - Parameters:
    ///   - messages: The messages to summarize.
    ///   - room: The maximum number of input tokens in a request from the conversation.
    /// - Returns: The summary.
    /// - Throws: The errors thrown by the client.
    func summary(of messages: [ChatMessage], room: Int) async throws -> String {
        // Tokens are set aside for the instruction and the summary so far.
        let whole = known ?? room
        let words = max(20, min(whole, room) / 8)
        let limit = max(64, whole * 2 / 3 - 64)
        var summary = ""
        for piece in pieces(messages.map(Self.text), limit) {
            let text = summary.isEmpty ? piece : "system: Earlier in this conversation: \(summary)\n\n\(piece)"
            let request = ChatCompletionRequest(model: counter.model, messages: [Self.instruction(words), .user(text)])
            // The summary is truncated, because a model that ignores the word limit must not fill the next request.
            summary = counter.encoding.fit(try await answer(to: request), to: max(64, min(whole, room) / 4)).text
        }
        return summary
    }

    private func answer(to request: ChatCompletionRequest) async throws -> String {
        let clock = CallClock(client.configuration.clock)
        let id = ConversationID().text
        var options = options
        options.metering = options.metering ?? MeteringOptions()
        options.metering?.callID = id
        do {
            let completion = try await client.completion(of: request, api, options)
            observe(SummaryCall(id: id, request: request, result: .success(completion), duration: clock.now()))
            return completion.text
        } catch {
            observe(SummaryCall(id: id, request: request, result: .failure(error), duration: clock.now()))
            throw error
        }
    }

    private static func instruction(_ words: Int) -> ChatMessage {
        .system(
            "Summarize the following conversation in its own language, in at most \(words) words. Keep names, numbers, "
                + "decisions and open questions. Reply with the summary only."
        )
    }

    /// Joins strings into chunks of at most the given number of tokens.
    private func pieces(_ texts: [String], _ limit: Int) -> [String] {
        var pieces: [String] = []
        var tokens = limit
        for text in texts {
            var text = text
            var length = counter.encoding.count(text) + 2
            if length > limit {
                text = counter.encoding.fit(text, to: limit, keeping: .both, marker: " … ").text
                length = limit
            }
            if tokens + length > limit {
                pieces.append(text)
                tokens = length
            } else {
                pieces[pieces.count - 1] += "\n\n" + text
                tokens += length
            }
        }
        return pieces
    }

    private static func text(of message: ChatMessage) -> String {
        var parts = [message.text, message.refusal ?? ""]
        for call in message.toolCalls {
            if let function = call.function { parts.append("\(function.name)(\(function.arguments))") }
            if let custom = call.custom { parts.append("\(custom.name)(\(custom.input))") }
        }
        return "\(message.role.rawValue): " + parts.filter { !$0.isEmpty }.joined(separator: "\n")
    }
}
