import Foundation
import Testing
import Waiter
import WaiterTestSupport

@Suite("waiter files")
struct FilesCommandTests {
    private static let file =
        #"{"id": "file-1", "object": "file", "bytes": 5, "created_at": 1754524800, "filename": "a.jsonl", "purpose": "batch"}"#

    private static let content = "line 1\nline 2\n"

    private func scene(content: String = Self.content) throws -> Scene {
        try Scene { request, _ in
            switch (request.method, request.path) {
            case ("POST", "/v1/files"), ("GET", "/v1/files/file-1"): [.response(Self.file)]
            case ("GET", "/v1/files/file-1/content"):
                [.response(content, headers: ["content-type: application/octet-stream"])]
            case ("DELETE", "/v1/files/file-1"): [.response(#"{"id": "file-1", "deleted": true}"#)]
            case ("GET", let path) where path.hasPrefix("/v1/files?") || path == "/v1/files":
                path.contains("after=file-1")
                    ? [.response(#"{"object": "list", "data": [], "has_more": false}"#)]
                    : [.response(#"{"object": "list", "has_more": true, "data": [\#(Self.file)]}"#)]
            case ("POST", "/v1/uploads"): [.response(#"{"id": "up-1", "status": "pending"}"#)]
            case ("POST", "/v1/uploads/up-1/parts"): [.response(#"{"id": "part-1", "upload_id": "up-1"}"#)]
            case ("POST", "/v1/uploads/up-1/complete"):
                [.response(#"{"id": "up-1", "status": "completed", "file": \#(Self.file)}"#)]
            default: Reply.error("404 Not Found", "no such file")
            }
        }
    }

    @Test("All pages are listed, with a filter by purpose")
    func list() async throws {
        let scene = try scene()
        let result = try await scene.run("files", "--purpose", "batch")
        #expect(result.output.hasPrefix("file-1  batch  2025-08-07") && result.output.hasSuffix("a.jsonl  5 B\n"))
        #expect(
            scene.server.requests.map(\.path) == ["/v1/files?purpose=batch", "/v1/files?after=file-1&purpose=batch"]
        )
        let json = try JSONValue(jsonText: try await scene.run("files", "list", "-n", "1", "--json").output)
        #expect(json[0]?["id"] == "file-1")
    }

    @Test("A file is uploaded with its purpose, whole or in parts, and its ID is printed")
    func put() async throws {
        let scene = try scene()
        try scene.fixture.write("hello", to: "a.jsonl")
        let path = scene.fixture.waiterHome + "/a.jsonl"
        let whole = try await scene.run("files", "put", path, "--purpose", "batch", "--expires", "3600")
        #expect(whole.output == "file-1\n" && whole.error == "" && whole.exitCode == 0)
        let form = scene.server.requests.first?.text ?? ""
        #expect(form.contains("batch") && form.contains("hello") && form.contains("expires_after[seconds]"))
        let parts = try await scene.run("files", "put", path, "--purpose", "fine-tune", "--parts", "--json")
        #expect(try JSONValue(jsonText: parts.output)["id"] == "file-1")
        let paths = scene.server.requests.dropFirst().map(\.path)
        #expect(paths == ["/v1/uploads", "/v1/uploads/up-1/parts", "/v1/uploads/up-1/complete"])
        let count = scene.server.requests.count
        try scene.fixture.write("", to: "empty")
        for (name, complaint) in [("missing", "no such file"), ("empty", "is empty"), (".", "is not a regular file")] {
            let result = try await scene.run(
                "files",
                "put",
                scene.fixture.waiterHome + "/" + name,
                "--purpose",
                "batch"
            )
            #expect(result.exitCode == 2 && result.error.contains(complaint))
        }
        #expect(scene.server.requests.count == count)
    }

    @Test("A file is downloaded to a path or to standard output, and never over an existing file without --force")
    func get() async throws {
        let scene = try scene()
        #expect(try await scene.run("files", "get", "file-1").output == Self.content)
        let path = scene.fixture.waiterHome + "/copy"
        let saved = try await scene.run("files", "get", "file-1", "-o", path)
        #expect(saved.output == "" && saved.error == "waiter: saved \(path) (14 B)\n")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == Self.content)
        let again = try await scene.run("files", "get", "file-1", "-o", path)
        #expect(again.exitCode == 2 && again.error.contains("replace it with --force"))
        #expect(try await scene.run("files", "get", "file-1", "-o", path, "--force", "-q").error == "")
        let unknown = try await scene.run("files", "get", "file-2")
        #expect(unknown.exitCode == 1 && unknown.error.contains("see: waiter files"))
    }

    @Test("Text is shown on a terminal, but binary data is not")
    func terminal() async throws {
        let streams = CommandStreams(output: .terminal, error: .pipe)
        let text = try await scene().run("files", "get", "file-1", streams: streams)
        #expect(text.output.contains("line 1"))
        let binary = try await scene(content: "\u{0}\u{1B}]0;title\u{7}\u{0}").run(
            "files",
            "get",
            "file-1",
            streams: streams
        )
        #expect(binary.exitCode == 2 && !binary.output.contains("title"))
        #expect(binary.error.contains("binary data is not written to a terminal; save it with -o <path>"))
    }

    @Test("Files are deleted only after confirmation")
    func remove() async throws {
        let scene = try scene()
        #expect(try await scene.run("files", "rm", "file-1").error.contains("confirm with --yes"))
        #expect(scene.server.requests.isEmpty)
        #expect(try await scene.run("files", "rm", "file-1", "--yes").error == "waiter: deleted file-1\n")
        #expect(scene.server.requests.map(\.method) == ["DELETE"])
    }

    @Test("On Azure, files belong to the resource, and the v1 API has no version")
    func azure() async throws {
        let scene = try scene()
        for (azure, path) in [
            (#"{"deployment": "chat", "api_version": "2024-10-21"}"#, "/openai/files/file-1?api-version=2024-10-21"),
            (#"{"deployment": "chat", "api_version": "v1"}"#, "/openai/v1/files/file-1"),
        ] {
            try scene.fixture.write(
                """
                {"profiles": {"cloud": {"base_url": "\(scene.server.address)", "key_env": "CLOUD_KEY",
                                        "azure": \(azure), "headers": {"X-Team": "blue"}}}}
                """,
                to: "config.json"
            )
            let environment = ["CLOUD_KEY": "cloud-0123456789abcdef"]
            _ = try await scene.run("files", "rm", "file-1", "--yes", "-P", "cloud", environment: environment)
            #expect(scene.server.requests.last?.path == path)
            #expect(scene.server.requests.last?.headers["api-key"] == "cloud-0123456789abcdef")
            #expect(scene.server.requests.last?.headers["x-team"] == "blue")
        }
        let shown = try await scene.run("config", "show", "-P", "cloud")
        #expect(shown.output.contains("/openai/v1") && shown.output.contains("chat"))
    }
}
