import Synchronization
import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("waiter batch with a queue in PostgreSQL", .timeLimit(.minutes(3)))
struct BatchQueueTests {
    @Test(
        "If three machines work on a run and one is killed, every row has one result, within the budget",
        .enabled(if: PostgreSQLServer.isAvailable, "\(PostgreSQLServer.absence)")
    )
    func workers() async throws {
        let database = try PostgreSQLServer()
        let environment = ["WAITER_QUEUE": database.url()]
        let (arrived, release) = (Gate(), Gate())
        let prompts = Mutex<[String]>([])
        let note: @Sendable (FaultServer.Request) -> Void = { request in
            prompts.withLock { $0.append(BatchScene.prompt(request)) }
        }
        let first = try BatchScene { request, _ in
            note(request)
            return [.pause(.milliseconds(2))] + BatchScene.answer(request)
        }
        let second = try BatchScene { request, _ in
            note(request)
            return [.pause(.milliseconds(2))] + BatchScene.answer(request)
        }
        // The requests of this machine are not answered, so it dies with four of them in progress.
        let third = try BatchScene { request, number in
            note(request)
            return (number == 3 ? [.open(arrived)] : []) + [.wait(release)] + BatchScene.answer(request)
        }
        // 200 rows cost $0.024; four requests of the dead worker stay counted at their maximum of $0.00104.
        let arguments = BatchScene.arguments(try first.prompts(200), first.output, ["--budget", "0.03"])
        let load = arguments + ["--limit", "1", "-j", "1"]
        let loaded = await first.scene.finish(try await first.scene.start(load, environment: environment))
        #expect(loaded.exitCode == 0, "\(loaded.error)")
        let dead = try await third.scene.start(["batch", "work", "out", "-j", "4"], environment: environment)
        await arrived.wait()
        let run = try await first.scene.start(arguments, environment: environment)
        let work = try await second.scene.start(["batch", "work", "out"], environment: environment)
        dead.send(signal: SIGKILL)
        _ = await dead.result()
        release.open()
        let results = (await first.scene.finish(run), await second.scene.finish(work))
        #expect(results.0.exitCode == 0, "\(results.0.error)")
        #expect(results.1.exitCode == 0, "\(results.1.error)")
        let texts = try first.texts()
        #expect(texts.count == 200)
        for number in 1...200 { #expect(texts["line-\(number)"] == "prompt \(number)") }
        let counts = Dictionary(prompts.withLock(\.self).map { ($0, 1) }, uniquingKeysWith: +)
        #expect(counts.count == 200)
        #expect(counts.values.filter { $0 > 1 } == [2, 2, 2, 2])
        let text = await second.scene.finish(
            try await second.scene.start(["batch", "status", "out", "--json"], environment: environment)
        ).output
        let status = try JSONValue(jsonText: text)
        #expect(status["state"] == "finished")
        #expect(status["rows"]?["done"] == 200)
        #expect(status["repeated"] == 4)
        #expect(status["reserved"] == "0.00")
        let uncertain = try #require(status["uncertain"]?.stringValue.flatMap(Double.init))
        #expect(uncertain > 0.004 && uncertain < 0.00417)
        // Another machine exports and removes the run.
        let export = await second.scene.finish(
            try await second.scene.start(["batch", "export", "out", "--ordered"], environment: environment)
        )
        #expect(export.output.split(separator: "\n").count == 200)
        let removed = await second.scene.finish(
            try await second.scene.start(["batch", "rm", "out", "--queue", database.url()])
        )
        #expect(removed.exitCode == 0, "\(removed.error)")
    }

    @Test("Without libpq, the error names the package, and runs in a file do not need it")
    func noLibrary() async throws {
        let batch = try BatchScene()
        let missing = ["WAITER_LIBPQ": "/nonexistent/libpq.so.5"]
        let result = await batch.scene.finish(
            try await batch.scene.start(
                ["batch", "work", "out", "--queue", "postgres://bulk@127.0.0.1/bulk"],
                environment: missing
            )
        )
        #expect(result.exitCode == 1)
        #expect(result.error.contains("libpq"))
        #expect(result.error.contains("install"))
        let file = await batch.scene.finish(
            try await batch.scene.start(
                BatchScene.arguments(try batch.prompts(2), batch.output),
                environment: missing
            )
        )
        #expect(file.exitCode == 0, "\(file.error)")
    }

    @Test(
        "A password in --queue is never printed, and the command points to a better place",
        .enabled(if: PostgreSQLServer.isAvailable, "\(PostgreSQLServer.absence)")
    )
    func password() async throws {
        let (batch, closed) = (try BatchScene(), try ClosedPort())
        let result = try await batch.scene.run(
            "batch",
            "status",
            "--queue",
            "postgres://bulk:s3cretpw@127.0.0.1:\(closed.port)/bulk"
        )
        #expect(result.exitCode == 9)
        #expect(!result.error.contains("s3cretpw"))
        #expect(result.error.contains("PGPASSWORD"))
        #expect(result.error.contains("cannot connect to PostgreSQL at 127.0.0.1, database 'bulk'"))
    }

    @Test("Invalid queues are usage errors")
    func invalid() async throws {
        let batch = try BatchScene()
        #expect(try await batch.scene.run("batch", "status", "--queue", "mysql://host/db").exitCode == 2)
        let variable = try await batch.scene.run("batch", "status", environment: ["WAITER_QUEUE": "nowhere"])
        #expect(variable.exitCode == 2)
        #expect(variable.error.contains("WAITER_QUEUE"))
        let work = try await batch.scene.run("batch", "work", "out")
        #expect(work.exitCode == 2)
        #expect(work.error.contains("--queue"))
    }
}
