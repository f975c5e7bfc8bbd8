internal import Waiter
internal import WaiterPlatform
internal import WaiterTerminal

extension LessonStage {
    /// The parts of an exchange that a step shows.
    struct Sections: OptionSet {
        let rawValue: Int

        static let requestHead = Sections(rawValue: 1)
        static let requestBody = Sections(rawValue: 2)
        static let responseHead = Sections(rawValue: 4)
        static let responseBody = Sections(rawValue: 8)
        static let request: Sections = [.requestHead, .requestBody]
        static let response: Sections = [.responseHead, .responseBody]
        static let bodies: Sections = [.requestBody, .responseBody]
        static let all: Sections = [.request, .response]
    }

    /// Writes an exchange as transferred, marking the request with `>` and the response with `<`.
    ///
    /// Keys are masked, and JSON bodies are indented.
    func show(_ exchange: LessonExchange?, _ parts: Sections = .all) throws {
        guard let exchange else { return }
        let (request, reply) = (exchange.request, exchange.reply)
        try page.result("")
        if parts.contains(.requestHead) {
            try show(">", head: [request.line] + request.headers)
        }
        if parts.contains(.requestBody), !request.body.isEmpty {
            if parts.contains(.requestHead) { try page.transferred(">", "") }
            try page.transferred(">", request.json.prettyJSONText)
        }
        if parts.contains(.responseHead) {
            try show("<", head: reply.head)
        }
        guard parts.contains(.responseBody), !reply.chunks.isEmpty else { return }
        if parts.contains(.responseHead) { try page.transferred("<", "") }
        if case .json(let json, _, _) = reply {
            try page.transferred("<", KeyScanner.redacted(json.prettyJSONText))
        } else {
            try page.transferred("<", reply.chunks.joined().trimmed)
        }
    }

    private func show(_ mark: String, head: [String]) throws {
        for line in head { try page.transferred(mark, KeyScanner.redacted(line)) }
    }

    /// Writes an error as the library reports it to a program.
    func show(_ error: OpenAIError) throws {
        try page.result("")
        try page.result("OpenAIError.\(error.code): \(error.message)")
    }
}
