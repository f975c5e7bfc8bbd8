import Testing
import WaiterPlatform

@testable import WaiterLocal

@Suite("The log file")
struct LogFileTests {
    @Test("The tail has the last lines since a start")
    func tail() throws {
        let directory = try TemporaryDirectory()
        let log = LogFile(path: "\(directory.path)/server.log")
        log.append(line: "old")
        let start = try #require(FileSystem.size(of: log.path))
        for number in 1...20 { log.append(line: "\(number)") }
        #expect(log.tail(since: start, lines: 2) == "waiter: 19\nwaiter: 20")
        #expect(!log.tail(since: start, lines: 100).contains("old"))
    }

    @Test("A large log is rotated")
    func rotation() throws {
        let directory = try TemporaryDirectory()
        let log = LogFile(path: "\(directory.path)/server.log")
        log.append([UInt8](repeating: 65, count: Int(LogFile.largest) + 1))
        log.append(line: "new")
        #expect(log.tail() == "waiter: new")
        #expect(FileSystem.size(of: "\(log.path).1") == LogFile.largest + 1)
    }

    @Test("A log that is not writable blocks nothing")
    func unwritable() {
        let log = LogFile(path: "/no/such/directory/server.log")
        log.append(line: "lost")
        #expect(log.tail().isEmpty)
    }
}
