/// What an installation would download and where it would put it.
public struct InstallPlan: Sendable, Hashable {
    /// A pinned package of the Python Package Index.
    public struct Package: Sendable, Hashable {
        /// The name under which pip knows it.
        public var name: String
        /// The exact version.
        public var version: String
        /// The size of the download in bytes; some platforms differ by a few percent.
        public var downloadBytes: Int64
    }

    /// The directory that will hold everything.
    public var directory: String
    /// What is still missing, in the order of installation; empty when everything is in place.
    public var packages: [Package]
    /// The free space that is needed while installing, in bytes.
    public var requiredBytes: Int64
    /// The free space there is, in bytes; nil when the system does not tell.
    public var availableBytes: Int64?
    /// A `llama-server` of the user's own that makes the engine package unnecessary.
    public var llamaServer: String?

    /// The bytes to download in all.
    public var downloadBytes: Int64 { packages.reduce(0) { $0 + $1.downloadBytes } }
    /// Whether nothing is left to install.
    public var isComplete: Bool { packages.isEmpty }
}
