import Foundation
import Testing
import WaiterPlatform

@Suite("Civil dates")
struct CivilDateTests {
    @Test("Every day from 1900 to 2199 agrees with Foundation's calendar")
    func agreement() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(secondsFromGMT: 0))
        for day in stride(from: -25_567, to: 84_000, by: 1) {
            let date = CivilDate(day: day)
            let parts = calendar.dateComponents(
                [.year, .month, .day],
                from: Date(timeIntervalSince1970: Double(day) * 86_400)
            )
            let (year, month, number) = date.civil
            guard year == parts.year, month == parts.month, number == parts.day,
                CivilDate(year: year, month: month, day: number) == date
            else {
                Issue.record("\(date) is not \(parts)")
                return
            }
        }
    }

    @Test(
        "Days that the calendar does not have are rejected",
        arguments: [
            "2026-02-29", "1900-02-29", "2026-04-31", "2026-13-01", "2026-00-10", "2026-01-00", "2026-1-01", "x", "",
            "2026-01-011",
        ]
    )
    func invalid(text: String) {
        #expect(CivilDate(text) == nil)
    }

    @Test(
        "A day is parsed and printed in the same form",
        arguments: ["2026-11-23", "2024-02-29", "0001-01-01", "9999-12-31"]
    )
    func roundTrip(text: String) {
        #expect(CivilDate(text)?.description == text)
    }

    @Test("Times before 1970 belong to the correct day")
    func negativeTimes() {
        #expect(CivilDate(milliseconds: -1).description == "1969-12-31")
        #expect(CivilDate(milliseconds: -86_400_000).description == "1969-12-31")
        #expect(CivilDate(milliseconds: 0).description == "1970-01-01")
    }

    @Test("Months start on their first day, also at the end of a year")
    func months() throws {
        let date = try #require(CivilDate("2026-12-31"))
        #expect(date.startOfMonth.description == "2026-12-01")
        #expect(date.startOfNextMonth.description == "2027-01-01")
    }
}
