/// Version information about this library.
public enum WaiterVersion {
    /// The version, as sent in the `User-Agent` header.
    public static let current = "0.1.0"
}
