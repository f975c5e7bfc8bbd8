/// Version information about this library.
public enum WaiterVersion {
    /// The version, as sent in the `User-Agent` header; that of the next release until it is tagged.
    public static let current = "0.2.0-dev"
}
