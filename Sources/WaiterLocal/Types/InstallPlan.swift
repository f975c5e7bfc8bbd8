/// The downloads and the destination of an installation.
public struct InstallPlan: Sendable, Hashable {
    /// A pinned package from the Python Package Index.
    public struct Package: Sendable, Hashable {
        /// The name of the package.
        public var name: String
        /// The exact version.
        public var version: String
        /// The expected size of the download in bytes. On some platforms, the actual size differs by a few percent.
        public var downloadBytes: Int64
    }

    /// The directory for all files.
    public var directory: String
    /// The missing packages, in installation order. The array is empty if everything is installed.
    public var packages: [Package]
    /// The free space required during installation, in bytes.
    public var requiredBytes: Int64
    /// The available space in bytes, or `nil` if the system does not provide it.
    public var availableBytes: Int64?
    /// The path of the user's own `llama-server`, or `nil` if PATH does not contain it. If `llama-server` is available,
    /// the engine package is not required.
    public var llamaServer: String?

    /// The total download size in bytes.
    public var downloadBytes: Int64 { packages.reduce(0) { $0 + $1.downloadBytes } }
    /// Whether everything is installed.
    public var isComplete: Bool { packages.isEmpty }
}
