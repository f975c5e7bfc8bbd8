/// Version information about this library.
public enum WaiterVersion {
    /// The version, as sent in the `User-Agent` header. Between releases, this is the next version with the suffix `-dev`.
    public static let current = "0.2.0-dev"
}
