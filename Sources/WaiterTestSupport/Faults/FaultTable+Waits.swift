internal import Foundation
internal import Waiter

private typealias Wire = FaultWire

extension FaultTable {
    static let waits: [Fault] =
        [
            waits("seconds", "retry-after: 1"), waits("a fraction of a second", "retry-after: 0.01"),
            waits("milliseconds", "retry-after-ms: 20"),
            waits("invalid milliseconds and valid seconds", "retry-after-ms: soon", "retry-after: 0.01"),
            waits(
                "until an exhausted limit resets",
                "x-ratelimit-remaining-requests: 0",
                "x-ratelimit-reset-requests: 20ms"
            ),
            waits(
                "none, because no limit is exhausted",
                "x-ratelimit-remaining-requests: 5",
                "x-ratelimit-reset-requests: 1h",
                "x-ratelimit-remaining-tokens: 100",
                "x-ratelimit-reset-tokens: 1ms"
            ),
            waits("in the error message", message: "Rate limit reached. Please try again in 20ms."),
            waits("negative", "retry-after: -5"),
            waits("neither a number nor a date", "retry-after: tomorrow"),
            waits("NaN", "retry-after: nan"),
            Fault(
                "requested delay: until a date",
                gets: .answer(attempts: 2),
                command: .init(0, "(attempt 2 of 3)"),
                script: { moment in
                    if moment.attempt > 0 { return [Wire.whole(Wire.completion)] }
                    return [Wire.refusal("429 Too Many Requests", "retry-after: \(date(in: 2))")]
                }
            ),
        ] + waitsTooLong + [
            Fault(
                "400 with `x-should-retry: true`",
                gets: .error(.badRequest, attempts: 3, keeping: .status(400), .words, .requestID),
                command: .init(1, "the server rejected the request"),
                script: { _ in [Wire.refusal("400 Bad Request", "x-should-retry: true", "retry-after-ms: 1")] }
            ),
            Fault(
                "500 with `x-should-retry: false`",
                gets: .error(.server, keeping: .status(500), .words, .requestID),
                command: .init(9, "server error"),
                script: { _ in [Wire.refusal("500 Internal Server Error", "x-should-retry: false")] }
            ),
        ]

    private static func waits(
        _ words: String,
        _ headers: String...,
        message: String = "Slow down, \(Wire.key)."
    ) -> Fault {
        Fault(
            "requested delay: \(words)",
            gets: .answer(attempts: 2),
            command: .init(0, "(attempt 2 of 3)"),
            script: { moment in
                if moment.attempt > 0 { return [Wire.whole(Wire.completion)] }
                let body = "{\"error\":{\"message\":\"\(message)\"}}"
                let lines = ["content-type: application/json", Wire.requestID] + headers
                return [.response(body, status: "429 Too Many Requests", headers: lines)]
            }
        )
    }

    private static let waitsTooLong: [Fault] = [
        ("one day", "retry-after: 86400", Duration.seconds(86400)),
        ("an overflowing number", "retry-after: 99999999999999999999999", .seconds(31_536_000)),
        ("until the year 9999", "retry-after: Fri, 31 Dec 9999 23:59:59 GMT", .seconds(31_536_000)),
        ("longer than the call's deadline", "retry-after: 30", .seconds(30)),
    ].map { words, header, wait in
        Fault(
            "requested delay: \(words)",
            configure: { $0.timeouts.total = .seconds(20) },
            gets: .error(.rateLimited, keeping: .status(429), .wait(wait), .words, .requestID),
            command: .init(6, "try again in", arguments: ["--timeout", "20"]),
            script: { _ in [Wire.refusal("429 Too Many Requests", header)] }
        )
    }

    /// Returns an HTTP date.
    private static func date(in seconds: Double) -> String {
        let formatter = DateFormatter()
        formatter.locale = Locale(identifier: "en_US_POSIX")
        formatter.timeZone = TimeZone(secondsFromGMT: 0)
        formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss 'GMT'"
        return formatter.string(from: Date() + seconds)
    }
}
