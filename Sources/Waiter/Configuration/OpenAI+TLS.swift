extension OpenAI {
    /// The TLS settings, which determine the trusted root certificates.
    ///
    /// Certificates are always verified, and connections require TLS 1.2 or later.
    public struct TLS: Hashable, Sendable {
        /// A PEM file with root certificates. The certificates in this file replace the system's root certificates.
        public var certificateFile: String?
        /// A directory of PEM files with root certificates. The certificates in this directory replace the system's
        /// root certificates.
        public var certificateDirectory: String?

        /// Creates TLS settings. By default, the system's root certificates are trusted.
        public init(certificateFile: String? = nil, certificateDirectory: String? = nil) {
            self.certificateFile = certificateFile
            self.certificateDirectory = certificateDirectory
        }

        /// Creates TLS settings from SSL_CERT_FILE and SSL_CERT_DIR.
        public static func fromEnvironment(_ environment: [String: String]) -> TLS {
            func value(_ name: String) -> String? {
                environment[name].flatMap { $0.isEmpty ? nil : $0 }
            }
            return TLS(certificateFile: value("SSL_CERT_FILE"), certificateDirectory: value("SSL_CERT_DIR"))
        }
    }
}
