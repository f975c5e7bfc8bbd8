import Foundation
import WaiterTokenizer

/// What tiktoken said; made by Scripts/tokenizer/make_fixtures.py.
struct Fixture {
    let texts: [String]
    let ids: [String: [[UInt32]]]

    init() throws {
        let object = try JSONSerialization.jsonObject(with: Self.data("tokens"))
        let members = object as? [String: Any] ?? [:]
        texts = members["texts"] as? [String] ?? []
        ids = members.compactMapValues { ($0 as? [[NSNumber]])?.map { $0.map(\.uint32Value) } }
    }

    static func data(_ name: String) throws -> Data {
        let folder = Bundle.module.resourceURL?.appendingPathComponent("Fixtures")
        return try Data(contentsOf: folder.unsafelyUnwrapped.appendingPathComponent(name + ".json"))
    }
}
