import Foundation
import HTTPTypes
import Testing
import Waiter

@Suite("Parsing retry delays and rate limits")
struct RetryHeadersTests {
    @Test(
        "Reset times in all formats are parsed",
        arguments: [
            ("1s", 1000), ("6m0s", 360_000), ("20ms", 20), ("1h2m3.5s", 3_723_500), ("1d", 86_400_000), ("7", 7000),
            ("0s", 0), ("0", 0), ("500us", 0.5), ("99999999999999d", 31_536_000_000),
        ]
    )
    func resets(text: String, milliseconds: Double) {
        #expect(RetryHeaders.resetDuration(text) == .milliseconds(milliseconds))
    }

    @Test(
        "Invalid times are rejected",
        arguments: ["", "s", "1x", "1.2.3s", "m1", "1s2", "-1s", "nan", "inf", "1e3s", "٣s"]
    )
    func noResets(text: String) {
        #expect(RetryHeaders.resetDuration(text) == nil)
    }

    @Test("Dates are parsed to the second, across leap years")
    func dates() {
        func seconds(_ text: String) -> Double? { RetryHeaders.httpDate(text)?.timeIntervalSince1970 }
        #expect(seconds("Sun, 06 Nov 1994 08:49:37 GMT") == 784_111_777)
        #expect(seconds("Thu, 01 Jan 1970 00:00:00 GMT") == 0)
        #expect(seconds("Thu, 29 Feb 2024 12:00:00 GMT") == 1_709_208_000)
        #expect(seconds("Mon, 01 Mar 2100 00:00:00 GMT") == 4_107_542_400)
        for text in [
            "", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Xxx 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
            "Sun, 31 Feb 2024 08:49:37 GMT", "Sun, 29 Feb 2023 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 10000 08:49:37 GMT", "Sun, 06 Nov 1994 08:49 GMT",
            "Sun, 06 Nov 1994 08:49:61 GMT", "Sunday, 06-Nov-994 08:49:37 GMT", "Sunday, 06-Nov 08:49:37 GMT",
        ] {
            #expect(seconds(text) == nil, "\(text)")
        }
    }

    @Test("The two older date formats are also parsed, with a two-digit year taken as the closest one")
    func olderDates() {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        func seconds(_ text: String) -> Double? { RetryHeaders.httpDate(text, now: now)?.timeIntervalSince1970 }
        #expect(seconds("Sunday, 06-Nov-94 08:49:37 GMT") == 784_111_777)
        #expect(seconds("Sun Nov  6 08:49:37 1994") == 784_111_777)
        #expect(seconds("Monday, 23-Nov-26 07:00:00 GMT") == 1_795_417_200)
        #expect(seconds("Wednesday, 01-Jan-76 00:00:00 GMT") == 3_345_062_400)
        #expect(seconds("Saturday, 01-Jan-77 00:00:00 GMT") == 220_924_800)
    }

    @Test("Rate limits are read from any response that includes them")
    func limits() throws {
        var fields = HTTPFields()
        #expect(RateLimits(fields) == nil)
        for (name, value) in [
            ("x-ratelimit-limit-requests", "60"), ("x-ratelimit-remaining-requests", "59"),
            ("x-ratelimit-reset-requests", "1s"), ("x-ratelimit-limit-tokens", "many"),
            ("x-ratelimit-reset-tokens", "6m0s"),
        ] { fields[try #require(HTTPField.Name(name))] = value }
        let limits = try #require(RateLimits(fields))
        #expect(limits.requests == .init(limit: 60, remaining: 59, reset: .seconds(1)))
        #expect(limits.tokens == .init(reset: .seconds(360)))
    }

    private func fields(_ values: [(String, String)]) throws -> HTTPFields {
        var fields = HTTPFields()
        for (name, value) in values { fields[try #require(HTTPField.Name(name))] = value }
        return fields
    }

    @Test("Limits on input and output tokens are read from Anthropic's headers, in which times are absolute")
    func anthropicLimits() throws {
        let limits = try #require(
            RateLimits(
                fields([
                    // The clock of this machine is not used.
                    ("date", "Mon, 23 Nov 2026 13:03:20 GMT"), ("anthropic-ratelimit-requests-limit", "50"),
                    ("anthropic-ratelimit-requests-remaining", "49"),
                    ("anthropic-ratelimit-requests-reset", "2026-11-23T13:03:21Z"),
                    ("anthropic-ratelimit-tokens-limit", "48000"),
                    ("anthropic-ratelimit-input-tokens-limit", "40000"),
                    ("anthropic-ratelimit-input-tokens-remaining", "39000"),
                    ("anthropic-ratelimit-input-tokens-reset", "2026-11-23T14:03:21.500+01:00"),
                    ("anthropic-ratelimit-output-tokens-limit", "8000"),
                    ("anthropic-ratelimit-output-tokens-remaining", "0"),
                    ("anthropic-ratelimit-output-tokens-reset", "2026-11-23T13:04:20Z"),
                    ("anthropic-ratelimit-unified-status", "allowed"),
                ])
            )
        )
        #expect(limits.requests == .init(limit: 50, remaining: 49, reset: .seconds(1)))
        #expect(limits.tokens == .init(limit: 48000))
        #expect(limits.inputTokens == .init(limit: 40000, remaining: 39000, reset: .milliseconds(1500)))
        #expect(limits.outputTokens == .init(limit: 8000, remaining: 0, reset: .seconds(60)))
        #expect(RetryHeaders.rateLimitReset(limits) == .seconds(60))
    }

    @Test(
        "Limits on input and output tokens are read from the headers of gateways and providers",
        arguments: [("input-tokens", "output-tokens"), ("tokens-prompt", "tokens-generated")]
    )
    func gatewayLimits(_ input: String, _ output: String) throws {
        let limits = try #require(
            RateLimits(
                fields([
                    ("x-ratelimit-limit-\(input)", "500000"), ("x-ratelimit-remaining-\(input)", "499000"),
                    ("x-ratelimit-reset-\(input)", "42"), ("x-ratelimit-limit-\(output)", "100000"),
                    ("x-ratelimit-remaining-\(output)", "99000"),
                ])
            )
        )
        #expect(limits.requests == .init())
        #expect(limits.tokens == .init())
        #expect(limits.inputTokens == .init(limit: 500_000, remaining: 499_000, reset: .seconds(42)))
        #expect(limits.outputTokens == .init(limit: 100_000, remaining: 99_000))
    }

    @Test("Absolute reset times in the past have elapsed, and invalid ones are unknown")
    func absoluteResets() throws {
        let now = Date(timeIntervalSince1970: 1_795_000_000)
        func reset(_ text: String) -> Duration? { RetryHeaders.reset(text) { now } }
        #expect(reset("1795000030") == .seconds(30))
        #expect(reset("1700000000") == .zero)
        #expect(reset("2020-01-01T00:00:00Z") == .zero)
        #expect(reset("6m0s") == .seconds(360))
        for text in ["2026-13-01T00:00:00Z", "2026-11-23T25:00:00Z", "2026-11-23T13:03:25", "2026-11-23TZ", "T", "no"] {
            #expect(reset(text) == nil, "\(text)")
        }
    }
}
