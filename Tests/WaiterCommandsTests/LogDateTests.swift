import Foundation
import Testing
import WaiterTestSupport

@testable import WaiterCommands

@Suite("Times in the log")
struct LogDateTests {
    private let now = Date(timeIntervalSince1970: 1_795_430_000)

    @Test("A printed time is parsed as the same millisecond")
    func roundTrip() throws {
        var random = SeededRandom(seed: 41)
        for _ in 0..<2000 {
            let milliseconds = Int64.random(in: -62_135_596_800_000...253_402_300_799_000, using: &random)
            let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
            let text = LogDate.exact(date)
            #expect(LogDate.read(text, now: now) == date, "\(text), \(milliseconds), seed 41")
            #expect(text.utf8.count == 24, "\(text)")
        }
        #expect(LogDate.exact(Date(timeIntervalSince1970: 1_700_000_000.007)) == "2023-11-14T22:13:20.007Z")
        #expect(LogDate.brief(Date(timeIntervalSince1970: -1)) == "1969-12-31T23:59:59Z")
    }

    @Test("Time zones, fractions and words are parsed")
    func forms() {
        let cases: [(String, Double)] = [
            ("2023-11-14T22:13:20Z", 1_700_000_000), ("2023-11-14 23:13:20+01:00", 1_700_000_000),
            ("2023-11-14t16:43:20.5-0530", 1_700_000_000.5), ("30m", 1_795_430_000 - 1800),
            (" 7D ", 1_795_430_000 - 604_800), ("2w", 1_795_430_000 - 1_209_600), ("now", 1_795_430_000),
        ]
        for (text, seconds) in cases {
            #expect(LogDate.read(text, now: now)?.timeIntervalSince1970 == seconds, "\(text)")
        }
    }

    @Test("Invalid dates are rejected")
    func none() {
        let texts = [
            "", "x", "7", "d", "-1d", "2026", "2026-1-1", "2026-00-01", "2026-02-29", "2026-01-32", "2026-01-01T",
            "٢٠٢٦-01-01",
            "2026-01-01T1:00", "2026-01-01T10:60", "2026-01-01T10:00:00.", "2026-01-01T10:00+1", "2026-01-01 10:00 x",
            "2026-01-01T10:00:00.1234567890Z", "999999999999999999999d",
        ]
        for text in texts { #expect(LogDate.read(text, now: now) == nil, "\(text)") }
    }

    @Test("Recent days are shown by name, in the user's time zone")
    func spoken() throws {
        let noon = try #require(LogDate.read("2026-11-23 12:00", now: now))
        let cases = [
            ("2026-11-23 00:00", "today 00:00"), ("2026-11-22 23:59", "yesterday 23:59"),
            ("2026-11-21 10:30", "2026-11-21 10:30"), ("2027-01-01 10:30", "2027-01-01 10:30"),
        ]
        for (text, words) in cases {
            #expect(LogDate.relative(try #require(LogDate.read(text, now: noon)), now: noon) == words)
        }
        #expect(LogDate.read("yesterday", now: noon) == LogDate.read("2026-11-22", now: noon))
    }
}
