internal import WaiterPlatform

/// A connection string in one of libpq's formats. Passwords in the string are never shown.
///
/// https://www.postgresql.org/docs/current/libpq-connect.html#LIBPQ-CONNSTRING
struct ConnectionString: Sendable, CustomStringConvertible, CustomReflectable {
    let text: String
    private let secrets: [String]
    /// A description of the server and the database. It does not contain the user name or the password.
    let description: String
    /// Whether the string contains a password.
    var hasPassword: Bool { !secrets.isEmpty }

    /// Parses a connection string.
    ///
    /// - Throws: `PostgreSQLError` with code `.invalidConnectionString`. The error message contains no part of the
    ///   text.
    init(_ text: String, _ library: LibPQ) throws {
        guard !Self.isAmbiguous(text) else {
            throw PostgreSQLError(
                .invalidConnectionString,
                "invalid PostgreSQL connection string; encode special characters, such as @ as %40 and / as %2F"
            )
        }
        var message: UnsafeMutablePointer<CChar>?
        guard let options = library.parse(text, &message) else {
            // The message from libpq is not used, because it quotes parts of the text that may include the password.
            if let message { library.freeMemory(message) }
            throw PostgreSQLError(
                .invalidConnectionString,
                "invalid PostgreSQL connection string; expected postgres://user@host/database"
            )
        }
        defer { library.freeOptions(options) }
        var values: [String: String] = [:]
        var option = UnsafeRawPointer(options).assumingMemoryBound(to: LibPQ.Option.self)
        while let keyword = option.pointee.keyword {
            if let value = option.pointee.value { values[String(cString: keyword)] = String(cString: value) }
            option += 1
        }
        self.text = text
        secrets = ["password", "sslpassword", "oauth_client_secret"].compactMap { values[$0] }.filter { !$0.isEmpty }
        let host = values["host"] ?? values["hostaddr"] ?? getenv("PGHOST").map { String(cString: $0) } ?? "localhost"
        let database = values["dbname"] ?? getenv("PGDATABASE").map { String(cString: $0) }
        description = "PostgreSQL at \(host)" + (database.map { ", database '\($0)'" } ?? "")
    }

    /// Returns whether a URL contains an unencoded `@` or `/`, in which case libpq could mistake part of the password
    /// for the host, port or database.
    ///
    /// libpq's error messages would then contain that part of the password.
    private static func isAmbiguous(_ text: String) -> Bool {
        guard let scheme = text.firstRange(of: "://"), text.hasPrefix("postgres") else { return false }
        let place = text[scheme.upperBound...].prefix { $0 != "?" }
        guard let at = place.lastIndex(of: "@") else { return false }
        return place[..<at].contains { $0 == "@" || $0 == "/" }
    }

    /// Returns a message on one line, with passwords masked.
    func masked(_ message: String) -> String {
        var line = message.split(whereSeparator: \.isNewline).map { $0.trimmed }.filter { !$0.isEmpty }
            .joined(separator: " ")
        for secret in secrets {
            line = line.split(separator: secret, omittingEmptySubsequences: false).joined(separator: "***")
        }
        return line
    }

    var customMirror: Mirror { Mirror(self, children: ["description": description]) }
}
