import Foundation
import HTTPTypes
import Testing
import Waiter

@Suite("Parsing of retry delays and rate limits")
struct RetryHeadersTests {
    @Test(
        "Reset times of all formats are parsed",
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

    @Test("The two older date formats are parsed as well, with a two-digit year as the closest one")
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
}
