internal import Waiter

extension MCPEvent {
    /// Parses a progress notification. Returns `nil` if the notification is invalid.
    init?(progress params: JSONObject, of tool: String) {
        guard let done = params["progress"]?.doubleValue, done.isFinite else { return nil }
        self = .progress(
            tool: tool,
            done: done,
            total: params["total"]?.doubleValue.flatMap { $0.isFinite ? $0 : nil },
            message: params["message"]?.stringValue.map { PlainText.line($0) }
        )
    }

    /// Parses a log notification. Returns `nil` if the notification is empty.
    init?(log params: JSONObject) {
        guard let data = params["data"], !data.isNull else { return nil }
        let text = data.stringValue ?? data.jsonText(upTo: 10_000) ?? ""
        self = .log(
            level: PlainText.line(params["level"]?.stringValue ?? "info", limit: 20),
            text: PlainText.line(text)
        )
    }
}
