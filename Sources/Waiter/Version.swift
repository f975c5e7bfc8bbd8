/// Facts about this library.
public enum WaiterVersion {
    /// The version, as in the `User-Agent` header.
    public static let current = "0.1.0"
}
