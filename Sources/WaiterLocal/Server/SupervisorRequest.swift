#if canImport(FoundationEssentials)
    internal import FoundationEssentials
#else
    internal import Foundation
#endif

/// The request that `start` passes to the supervisor as the last argument.
struct SupervisorRequest: Codable, Equatable, Sendable {
    var directory: String
    var options: ServerOptions

    func encoded() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }

    static func decode(_ text: String) throws -> SupervisorRequest {
        guard let request = try? JSONDecoder().decode(Self.self, from: Data(text.utf8)) else {
            throw LocalModelError.invalidOption("this command is reserved for `waiter local start`")
        }
        return request
    }
}
