import Testing
import WaiterTestSupport

@testable import WaiterCommands

@Suite("UTF-8 repair of chunked bytes") struct UTF8RepairTests {
    @Test("The repaired text does not depend on the chunks")
    func anyCut() {
        var random = SeededRandom(seed: 11)
        let interesting: [UInt8] = [
            0x61, 0x80, 0xBF, 0xC0, 0xC3, 0xE0, 0xE6, 0x97, 0xA5, 0xED, 0xF0, 0x9F, 0x98, 0xF5, 0xFF,
        ]
        for round in 0..<500 {
            let bytes = (0..<Int.random(in: 0..<24, using: &random)).map { _ in
                interesting[Int.random(in: 0..<interesting.count, using: &random)]
            }
            var repair = UTF8Repair()
            var repaired: [UInt8] = []
            var rest = bytes[...]
            while !rest.isEmpty {
                let piece = Array(rest.prefix(Int.random(in: 1...4, using: &random)))
                rest = rest.dropFirst(piece.count)
                repaired += piece.withUnsafeBytes { repair.repaired($0) }
            }
            repaired += repair.finish()
            #expect(repaired == Array(String(decoding: bytes, as: UTF8.self).utf8), "seed 11, round \(round)")
        }
    }
}
