extension Lesson {
    /// The steps, in order.
    package static let all: [Lesson] = [
        .request, .key, .install, .client, .chat, .history, .roles, .tokens, .answer, .types, .errors, .timeouts,
        .usage,
    ]
}
