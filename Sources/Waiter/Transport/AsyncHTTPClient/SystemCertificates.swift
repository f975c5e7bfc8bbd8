internal import WaiterPlatform

/// The system's root certificates, in the locations where the TLS library searches for them on Linux.
struct SystemCertificates {
    /// The paths of the certificate bundles on Debian and on Fedora.
    var files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
    /// The directory that can contain a separate file for each certificate.
    var directory = "/etc/ssl/certs"

    /// The failure reason if there are no certificates.
    static let missing = "TLS: this machine has no root certificates; install the ca-certificates package"

    /// Whether there are root certificates. On systems other than Linux, this is always `true`, because those systems
    /// include root certificates.
    var areInstalled: Bool {
        #if os(Linux)
            files.contains { (FileSystem.size(of: $0) ?? 0) > 0 } || hasFiles
        #else
            true
        #endif
    }

    private var hasFiles: Bool {
        guard let stream = opendir(directory) else { return false }
        defer { closedir(stream) }
        while let entry = readdir(stream) {
            // Skip the entries for the directory itself and its parent.
            if entry.pointee.d_name.0 != CChar(UInt8(ascii: ".")) { return true }
        }
        return false
    }
}
