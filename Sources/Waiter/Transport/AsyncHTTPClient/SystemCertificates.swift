internal import WaiterPlatform

/// The system's root certificates, in the locations where the TLS library searches for them on Linux.
struct SystemCertificates {
    /// The files that may contain all certificates, on Debian and Fedora.
    var files = ["/etc/ssl/certs/ca-certificates.crt", "/etc/pki/tls/certs/ca-bundle.crt"]
    /// The directory that may contain one file for each certificate.
    var directory = "/etc/ssl/certs"

    /// The failure reason if there are no certificates.
    static let missing = "TLS: this machine has no root certificates; install the ca-certificates package"

    /// Whether there are root certificates. This is always `true` except on Linux, since other systems include them.
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
