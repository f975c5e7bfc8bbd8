import Foundation
import Testing
import WaiterTestSupport

@testable import WaiterBulkPostgreSQL

@Suite("Connecting to PostgreSQL")
struct ConnectionTests {
    static var hasLibrary: Bool { (try? LibPQ(path: nil)) != nil }

    @Test("Without libpq, the error names the package that has it")
    func noLibrary() async throws {
        var options = PostgreSQLBulkQueue.Options()
        options.libraryPath = "/nonexistent/libpq.so.5"
        let error = await #expect(throws: PostgreSQLError.self) {
            _ = try await PostgreSQLBulkQueue("postgres://localhost/bulk", options: options)
        }
        #expect(error?.code == .libraryNotFound)
        #if os(macOS)
            #expect(error?.message.contains("brew install libpq") == true)
        #else
            #expect(error?.message.contains("apt install libpq5") == true)
        #endif
    }

    @Test("Passwords appear in no error and no description", .enabled(if: hasLibrary, "libpq is not installed"))
    func passwords() async throws {
        let closed = try ClosedPort()
        for text in [
            "postgres://bulk:s3cretpw@127.0.0.1:\(closed.port)/db",
            "host=127.0.0.1 port=\(closed.port) user=bulk password=s3cretpw dbname=db",
            "postgres://bulk:s3cretpw@127.0.0.1/db?unheard=of", "postgres//bulk:s3cretpw@127.0.0.1/db",
            "password='s3cretpw", "postgres://bulk:1@s3cretpw@127.0.0.1/db", "postgres://bulk:1/s3cretpw@127.0.0.1/db",
            "postgresql://bulk:1/2@s3cretpw@127.0.0.1/db?sslmode=disable",
        ] {
            let error = await #expect(throws: PostgreSQLError.self) { _ = try await PostgreSQLBulkQueue(text) }
            let texts = ["\(error as Any)", String(reflecting: error), error?.localizedDescription ?? ""]
            for text in texts { #expect(!text.contains("s3cretpw"), "\(text)") }
        }
        let string = try ConnectionString("postgres://bulk:s3cretpw@db.example.com/runs", LibPQ(path: nil))
        var dumped = ""
        dump(string, to: &dumped)
        for text in [dumped, "\(string)", String(reflecting: string), string.masked("bad s3cretpw\n\tdetail")] {
            #expect(!text.contains("s3cretpw"), "\(text)")
        }
        #expect(string.description == "PostgreSQL at db.example.com, database 'runs'")
        #expect(string.hasPassword)
    }

    @Test("A refused connection is reported at once", .enabled(if: hasLibrary, "libpq is not installed"))
    func refused() async throws {
        let closed = try ClosedPort()
        let error = await #expect(throws: PostgreSQLError.self) {
            _ = try await PostgreSQLBulkQueue("postgres://bulk@127.0.0.1:\(closed.port)/db")
        }
        #expect(error?.code == .connection)
        #expect(error?.message.hasPrefix("cannot connect to PostgreSQL at 127.0.0.1, database 'db' (") == true)
    }
}
