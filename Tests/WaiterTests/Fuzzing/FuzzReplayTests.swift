import Foundation
import Testing
import WaiterTestSupport

@Suite("Replay of fuzzing inputs")
struct FuzzReplayTests {
    private static let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../../../Fuzz").standardized

    private static func files(_ folder: String, _ target: FuzzTarget) -> [URL] {
        let path = root.appendingPathComponent("\(folder)/\(target.rawValue)")
        return (try? FileManager.default.contentsOfDirectory(at: path, includingPropertiesForKeys: nil)) ?? []
    }

    @Test(
        "Each seed and each input that has broken a parser is parsed",
        arguments: FuzzTarget.allCases
    )
    func replay(_ target: FuzzTarget) throws {
        let files = Self.files("Corpus", target) + Self.files("Crashes", target)
        #expect(files.count > 1)
        for file in files {
            let complaint = target.complaint(about: Array(try Data(contentsOf: file)))
            #expect(complaint == nil, "\(file.lastPathComponent)")
        }
    }

    @Test(
        "A random body gives the same result at once, in chunks, and slowly",
        arguments: UInt64(1)...4
    )
    func random(seed: UInt64) {
        var random = SeededRandom(seed: seed)
        let words = [
            "data:", "data: ", "\n", "\n\n", "\r", "event: a", "id: 1", #"{"choices":[{"delta":{"content":"#, #""x""#,
            "}}]}", "{}", "[", "\u{FEFF}", "null", "NaN", ",", #""a":1"#, #""\ud83d""#, "é",
        ]
        for round in 0..<300 {
            let text = (0..<Int.random(in: 0..<30, using: &random)).compactMap { _ in
                words.randomElement(using: &random)
            }
            let bytes = [UInt8.random(in: 0...255, using: &random)] + Array(text.joined().utf8)
            for target in FuzzTarget.allCases {
                #expect(target.complaint(about: bytes) == nil, "\(target), seed \(seed), round \(round)")
            }
        }
    }
}
