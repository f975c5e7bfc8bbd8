/// Changes to a vector store: `POST /vector_stores/{id}`.
///
/// A property that is `nil` leaves the stored value unchanged. `.null` removes the stored value.
///
///     var update = VectorStoreUpdate()
///     update.name = .value("Handbook 2")
///     update.expiresAfter = .null
public struct VectorStoreUpdate: Codable, Sendable, Hashable {
    /// The new name.
    public var name: Nullable<String>?
    /// The new period of inactivity after which the store expires.
    public var expiresAfter: Nullable<VectorStoreExpiration>?
    /// The new key-value pairs, which replace the existing pairs.
    public var metadata: Nullable<[String: String]>?

    /// Creates an update with no changes.
    public init() {}

    private enum CodingKeys: String, CodingKey {
        case name, metadata
        case expiresAfter = "expires_after"
    }
}
