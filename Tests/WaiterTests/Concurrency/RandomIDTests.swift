import Foundation
import Testing

@testable import Waiter

@Suite("Random identifiers")
struct RandomIDTests {
    @Test("Identifiers sort by creation time and are unique")
    func identifiers() {
        let seconds = [0, 0.001, 1, 1_700_000_000, 1_700_000_000.001, 2_000_000_000]
        let times = seconds.map(Date.init(timeIntervalSince1970:))
        let ids = times.map(RandomID.make(at:))
        #expect(ids == ids.sorted())
        #expect(ids.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
        #expect(ids[0].hasPrefix("000000000000"))
        #expect(Set((0..<1000).map { _ in RandomID.make(at: times[3]) }).count == 1000)
    }
}
