/// Information about the version of this library.
public enum WaiterVersion {
    /// The version, which is also sent in the `User-Agent` header. Between releases, this is the next version with the
    /// suffix `-dev`.
    public static let current = "0.2.0-dev"
}
