extension OpenAI {
    /// Which certificates are trusted; connections are always verified, TLS 1.2 or later.
    public struct TLS: Hashable, Sendable {
        /// A PEM file of root certificates to trust instead of the system's.
        public var certificateFile: String?
        /// A directory of PEM files of root certificates to trust instead of the system's.
        public var certificateDirectory: String?

        /// Makes the settings; without arguments the system's roots are trusted.
        public init(certificateFile: String? = nil, certificateDirectory: String? = nil) {
            self.certificateFile = certificateFile
            self.certificateDirectory = certificateDirectory
        }

        /// Reads SSL_CERT_FILE and SSL_CERT_DIR.
        public static func fromEnvironment(_ environment: [String: String]) -> TLS {
            func value(_ name: String) -> String? {
                environment[name].flatMap { $0.isEmpty ? nil : $0 }
            }
            return TLS(certificateFile: value("SSL_CERT_FILE"), certificateDirectory: value("SSL_CERT_DIR"))
        }
    }
}
