#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// What is known of a call before it is sent.
public struct CallStart: Sendable {
    /// The identifier of the call, the same as its attempts have in the ledger; nil for a new one.
    public var id: String?
    /// The model that is asked.
    public var model: String
    /// The body of the request, byte for byte.
    public var request: [UInt8]
    /// The profile through which it goes; nil when nobody knows.
    public var profile: String?
    /// The host that is asked, with its port where that is unusual.
    public var server: String?
    /// When it begins.
    public var time: Date

    /// Describes a call.
    public init(
        model: String,
        request: [UInt8],
        profile: String? = nil,
        server: String? = nil,
        time: Date = Date(),
        id: String? = nil
    ) {
        self.id = id
        self.model = model
        self.request = request
        self.profile = profile
        self.server = server
        self.time = time
    }
}
