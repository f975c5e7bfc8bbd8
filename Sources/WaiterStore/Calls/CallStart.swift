#if canImport(FoundationEssentials)
    public import FoundationEssentials
#else
    public import Foundation
#endif

/// The properties of a call that are known before the call is sent.
public struct CallStart: Sendable {
    /// The identifier of the call, or `nil` to create one. The attempts of the call in the ledger have the same
    /// identifier.
    public var id: String?
    /// The requested model.
    public var model: String
    /// The exact bytes of the request body.
    public var request: [UInt8]
    /// The profile, or `nil` if none was specified.
    public var profile: String?
    /// The server's host, including the port if it is not the default port.
    public var server: String?
    /// The start time.
    public var time: Date

    /// Creates a value that describes a call.
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
