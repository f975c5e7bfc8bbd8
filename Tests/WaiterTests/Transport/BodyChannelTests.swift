import Synchronization
import Testing
import WaiterTestSupport

@testable import Waiter

@Suite("The body channel", .timeLimit(.minutes(10)))
struct BodyChannelTests {
    @Test("Chunks arrive in order, then the end, repeatedly")
    func order() async throws {
        let channel = BodyChannel()
        #expect(channel.push([1]))
        #expect(channel.push([2]))
        channel.finish()
        #expect(try await channel.next() == [1])
        #expect(try await channel.next() == [2])
        #expect(try await channel.next() == nil)
        #expect(try await channel.next() == nil)
    }

    @Test("A fast producer is paused, and resumed when half of the buffer is read")
    func pressure() async throws {
        let channel = BodyChannel()
        let demands = Mutex(0)
        channel.onDemand { demands.withLock { $0 += 1 } }
        let piece = [UInt8](repeating: 0, count: BodyChannelState.highWater / 4)
        #expect(channel.push(piece))
        #expect(channel.push(piece))
        #expect(channel.push(piece))
        #expect(!channel.push(piece))
        for _ in 0..<2 { _ = try await channel.next() }
        #expect(demands.withLock { $0 } == 0)
        _ = try await channel.next()
        #expect(demands.withLock { $0 } == 1)
    }

    @Test("A failure follows the chunks before it")
    func failure() async throws {
        let channel = BodyChannel()
        _ = channel.push([1])
        channel.finish(throwing: TransportError(.reset, reason: "x"))
        #expect(try await channel.next() == [1])
        await #expect(throws: TransportError.self) { try await channel.next() }
    }

    @Test("Releasing a body stops its producer once; a finished one is not stopped")
    func dropping() async throws {
        let stops = Mutex(0)
        for ends in [false, true] {
            let channel = BodyChannel()
            channel.onCancel { stops.withLock { $0 += 1 } }
            do {
                let body = ResponseBody(channel: channel)
                if ends { channel.finish() }
                _ = body
            }
            channel.cancel()
        }
        #expect(stops.withLock { $0 } == 1)
    }

    @Test("A body being drained outlives its reader until its end, a limit, or a timeout")
    func draining() async throws {
        for way in 0..<3 {
            let stops = Mutex(0)
            let channel = BodyChannel()
            channel.onCancel { stops.withLock { $0 += 1 } }
            do {
                let body = ResponseBody(channel: channel)
                #expect(body.channel.drain(limit: 10))
            }
            #expect(stops.withLock { $0 } == 0)
            #expect(channel.push([1, 2, 3]))
            switch way {
            case 0: channel.finish()
            case 1: _ = channel.push([UInt8](repeating: 0, count: 8))
            default: channel.cancelDraining()
            }
            #expect(stops.withLock { $0 } == (way == 0 ? 0 : 1))
            if way == 0 { #expect(try await channel.next() == nil) }
        }
    }

    @Test("A writer waits for room, and is notified when the reader is gone")
    func writer() async throws {
        let written = Mutex(0)
        let ended = Gate()
        do {
            let body = ResponseBody { writer in
                defer { ended.open() }
                for _ in 0..<100 {
                    try await writer.write([UInt8](repeating: 0, count: 64 << 10))
                    written.withLock { $0 += 1 }
                }
            }
            _ = try await body.read()
        }
        await ended.wait()
        #expect(written.withLock { $0 } < 10)
    }

    @Test("All chunks of many producers arrive, whatever the race", arguments: 0..<20)
    func races(round: Int) async throws {
        let body = ResponseBody { writer in
            for number in 0..<500 { try await writer.write([UInt8](repeating: UInt8(number % 256), count: 3000)) }
        }
        var count = 0
        while let piece = try await body.read() {
            #expect(piece[0] == UInt8(count % 256))
            count += 1
        }
        #expect(count == 500)
    }
}
