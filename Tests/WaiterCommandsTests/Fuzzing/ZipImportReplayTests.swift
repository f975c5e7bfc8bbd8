import Foundation
import Testing
import WaiterTestSupport

@Suite("Replay of import fuzzing inputs")
struct ZipImportReplayTests {
    private static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Fuzz").standardized

    @Test("Each seed and each input that has broken the import is parsed")
    func replay() throws {
        var files: [URL] = []
        for folder in ["Corpus/zip-import", "Crashes/zip-import"] {
            let path = Self.root.appendingPathComponent(folder)
            files += (try? FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)) ?? []
        }
        #expect(files.count > 1)
        for file in files {
            let complaint = ZipImportFuzzing.complaint(about: Array(try Data(contentsOf: file)))
            #expect(complaint == nil, "\(file.lastPathComponent)")
        }
    }

    @Test("Random JSON has the same result in chunks", arguments: UInt64(1)...4)
    func random(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let words = [
            "{", "}", "[", "]", ",", #""a":"#, #""x""#, "1", "null", " ", "\n", "\u{FEFF}", #""\"[""#, "[{}]",
            #"{"a":[1]}"#,
        ]
        for round in 0..<500 {
            let text = (0..<Int.random(in: 0..<12, using: &random)).compactMap { _ in
                words.randomElement(using: &random)
            }
            let bytes = [UInt8.random(in: 0...255, using: &random)] + Array(text.joined().utf8)
            #expect(ZipImportFuzzing.complaint(about: bytes) == nil, "seed \(seed), round \(round): \(text.joined())")
        }
    }
}
