import Foundation
import Testing
import WaiterCommands
import WaiterTerminal

@Suite("Completion in the chat")
struct ChatCompleterTests {
    private let completer = ChatCompleter(
        models: ["gpt-6.1-luna", "gpt-6.1-sol"],
        turns: ["1", "2", "b1"],
        environment: [:]
    )

    @Test("Commands, models and turns are completed, questions are not")
    func names() {
        #expect(completer.complete("/s") == LineCompletions(word: "/s", candidates: ["/system ", "/save "]))
        #expect(completer.complete("/und").candidates == ["/undo"])
        #expect(
            completer.complete("/model gpt-6.1-s") == LineCompletions(word: "gpt-6.1-s", candidates: ["gpt-6.1-sol"])
        )
        #expect(completer.complete("/branch ").candidates == ["1", "2", "b1"])
        #expect(completer.complete("hello /s") == .none)
        #expect(completer.complete("/system gpt") == .none)
        #expect(completer.complete("/nothing x") == .none)
    }

    @Test("Files are completed, directories with a slash, also for /save!")
    func files() throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("waiter-files-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder.appendingPathComponent("photos"),
            withIntermediateDirectories: true
        )
        defer { try? FileManager.default.removeItem(at: folder) }
        try Data().write(to: folder.appendingPathComponent("a photo.png"))
        let path = folder.path
        #expect(completer.complete("/attach \(path)/p").candidates == ["\(path)/photos/"])
        #expect(completer.complete("/attach \(path)/").candidates == ["\(path)/a photo.png", "\(path)/photos/"])
        #expect(completer.complete("/save! \(path)/a p").candidates == ["\(path)/a photo.png"])
        let home = ChatCompleter(models: [], turns: [], environment: ["HOME": path])
        #expect(home.complete("/attach ~/ph").candidates == ["~/photos/"])
    }
}
