package import Waiter

/// A server and a model of its that answer: found once, asked as often as one likes.
package struct AnsweringService: Sendable {
    package let client: OpenAI
    package let model: String
    /// The server's name for people.
    package let host: String

    let recording: RecordingTransport
    let log: ExchangeLog?

    /// Says on standard error what the exchange came to, where that is wanted.
    package func finish() { log?.finish() }
}
