import Testing
import Waiter
import WaiterPlatform
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

@Suite("waiter batch run")
struct BatchRunTests {
    @Test("One prompt per line becomes one result per line, in the order of the input with --ordered")
    func lines() async throws {
        let batch = try BatchScene()
        let result = try await batch.run(try batch.prompts(30), "--ordered")
        #expect(result.exitCode == 0)
        #expect(result.output == "")
        #expect(result.error.contains("30 of 30 done, 0 failed"))
        let lines = try batch.lines()
        #expect(lines.map { $0["custom_id"] } == (1...30).map { .string("line-\($0)") })
        #expect(lines[4]["response"]?["body"]?["choices"]?[0]?["message"]?["content"] == "prompt 5")
        #expect(lines[4]["response"]?["status_code"] == 200)
        #expect(lines[4]["error"] == .null)
        // Running it again sends nothing, and writes the same output.
        #expect(try await batch.run(try batch.prompts(30), "--ordered").exitCode == 0)
        #expect(batch.scene.server.requests.count == 30)
        #expect(try batch.lines() == lines)
        // The cost is in the ledger, under the run's tag.
        let usage = try await batch.scene.run("usage", "--by", "tag", "--json").output
        #expect(usage.contains("run:out"))
    }

    @Test("Lines of OpenAI's Batch API are sent to their endpoints")
    func batchLines() async throws {
        let batch = try BatchScene()
        let lines = [
            #"{"custom_id":"a","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]}}"#,
            #"{"custom_id":"b","method":"POST","url":"/v1/embeddings","body":{"model":"text-embedding-3-small","input":"hi"}}"#,
            #"{"custom_id":"c","method":"POST","url":"/v1/responses","body":{"input":"hi"}}"#,
        ]
        let input = try batch.input(lines.joined(separator: "\n"), name: "in.jsonl")
        #expect(try await batch.run(input).exitCode == 0)
        let sent = Dictionary(uniqueKeysWithValues: batch.scene.server.requests.map { ($0.path, $0.json["model"]) })
        #expect(
            sent == [
                "/v1/chat/completions": "gpt-4o", "/v1/embeddings": "text-embedding-3-small", "/v1/responses": "gpt-4o",
            ]
        )
    }

    @Test("A template is filled from the columns of a CSV file, with quoted line breaks")
    func template() async throws {
        let batch = try BatchScene()
        try batch.scene.fixture.makeDirectory("templates")
        try batch.scene.fixture.write(
            "---\n{\"model\": \"gpt-4o-mini\"}\n---\nTranslate '$text' to $language, $style.\n",
            to: "templates/tr.md"
        )
        let csv = "id,text,language\r\nx,\"Good\r\n\"\"morning\"\"\",French\r\ny,Bye,Danish\r\n"
        let input = try batch.input(csv, name: "in.csv")
        let result = try await batch.run(input, "-t", "tr", "-p", "style", "politely")
        #expect(result.exitCode == 0)
        #expect(
            try batch.texts() == [
                "x": "Translate 'Good\n\"morning\"' to French, politely.", "y": "Translate 'Bye' to Danish, politely.",
            ]
        )
        // -m overrides the template's model.
        #expect(batch.scene.server.requests.allSatisfy { $0.json["model"] == "gpt-4o" })
    }

    @Test("A schema is sent with each prompt, and answers that conform to it are results")
    func schema() async throws {
        let batch = try BatchScene { _, _ in BatchScene.answer(#"{"mood": "good", "score": 3}"#) }
        let input = try batch.input(#"{"id": 7, "prompt": "hi"}"#, name: "in.jsonl")
        #expect(try await batch.run(input, "--schema", "mood, score int").exitCode == 0)
        let request = try #require(batch.scene.server.requests.first?.json)
        #expect(request["response_format"]?["type"] == "json_schema")
        #expect(try batch.texts().keys.first == "7")
        #expect(batch.scene.server.requests.count == 1)
    }

    @Test(
        "An answer that violates the schema is requested again with another key, and a row fails after five such answers"
    )
    func violation() async throws {
        let batch = try BatchScene { request, number in
            let isGood = BatchScene.prompt(request) == "prompt 1" && number > 0
            return BatchScene.answer(isGood ? #"{"score": 3}"# : #"{"score": "three"}"#)
        }
        let result = try await batch.run(try batch.prompts(2), "--schema", "score int", "-j", "1", "--ordered")
        #expect(result.exitCode == 1)
        let lines = try batch.lines()
        #expect(lines[0]["error"] == .null)
        #expect(lines[1]["error"]?["code"] == "schemaViolation")
        #expect(lines[1]["error"]?["message"]?.stringValue?.contains("score") == true)
        #expect(lines[1]["response"]?["status_code"] == 200)
        let requests = batch.scene.server.requests
        #expect(requests.count == 2 + 5)
        #expect(Set(requests.map { $0.headers["idempotency-key"] }).count == 7)
        // Every answer is billed.
        #expect(try await batch.status()["spent"] == "0.00084")
    }

    @Test("A refusal or a truncated answer fails its row at once, and request lines in the input are not checked")
    func finalDefects() async throws {
        let batch = try BatchScene { request, _ in
            switch BatchScene.prompt(request) {
            case "cut": BatchScene.answer(#"{"score""#, finishReason: "length")
            case "free": BatchScene.answer("not JSON")
            default: BatchScene.answer(nil, refusal: "no")
            }
        }
        let input = try batch.input(
            """
            {"id":"a","prompt":"cut"}
            {"id":"b","prompt":"refused"}
            {"custom_id":"c","method":"POST","url":"/v1/chat/completions","body":{"model":"gpt-4o","messages":[{"role":"user","content":"free"}]}}
            """,
            name: "in.jsonl"
        )
        #expect(try await batch.run(input, "--schema", "score int", "--ordered").exitCode == 1)
        #expect(try batch.lines().map { $0["error"]?["code"]?.stringValue } == ["lengthLimit", "refusal", nil])
        #expect(batch.scene.server.requests.count == 3)
    }

    @Test("A dry run counts the tokens and the maximum cost, and neither sends nor stores anything")
    func dryRun() async throws {
        let batch = try BatchScene()
        let result = try await batch.run(try batch.prompts(10), "--dry-run", "--json")
        #expect(result.exitCode == 0)
        let estimate = try JSONValue(jsonText: result.output)
        #expect(estimate["rows"] == 10)
        #expect(estimate["inexact_rows"] == 0)
        // Each prompt has 9 or 10 tokens with its frame; the answer has at most 100.
        let tokens = try #require(estimate["input_tokens"]?.intValue)
        #expect((80...120).contains(tokens))
        let most = Double(tokens) * 2.5e-6 + 1000 * 10e-6
        #expect(abs((Double(estimate["max_cost"]?.stringValue ?? "") ?? 0) - most) < 1e-9)
        #expect(batch.scene.server.requests.isEmpty)
        #expect(try batch.scene.fixture.files().filter { $0.contains("bulk") }.isEmpty)
    }

    @Test("A budget stops the run with exit code 11, and a higher one continues it")
    func budget() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(20)
        let result = try await batch.run(input, "--budget", "0.002", "-j", "2")
        #expect(result.exitCode == 11)
        #expect(result.error.contains("raise it with --budget"))
        #expect(!FileManager.default.fileExists(atPath: batch.output))
        let status = try await batch.status()
        #expect(status["state"] == "paused")
        #expect((Double(status["spent"]?.stringValue ?? "") ?? 9) <= 0.002)
        #expect(try await batch.run(input, "--budget", "1").exitCode == 0)
        #expect(try batch.texts().count == 20)
        #expect(batch.scene.server.requests.count == 20)
    }

    @Test("Invalid lines and duplicate IDs are named by number, or skipped with --skip-invalid")
    func invalid() async throws {
        let batch = try BatchScene()
        let input = try batch.input(
            #"{"id":"a","prompt":"1"}"# + "\n{\n" + #"{"id":"a","prompt":"2"}"#,
            name: "in.jsonl"
        )
        let result = try await batch.run(input)
        #expect(result.exitCode == 2)
        #expect(result.error.contains("line 2 is not valid JSON"))
        #expect(batch.scene.server.requests.isEmpty)
        let missing = try await batch.run(input + "x")
        #expect(missing.exitCode == 2)
        #expect(missing.error.hasSuffix("in.jsonlx (No such file or directory)\n"), "\(missing.error)")
        let status = await batch.scene.finish(try await batch.scene.start(["batch", "status"]))
        #expect(status.error.contains("no runs"), "\(status.output)")
        let skipped = try await batch.run(input, "--skip-invalid")
        #expect(skipped.exitCode == 0)
        #expect(skipped.error.contains("skipped: line 2"))
        #expect(skipped.error.contains("line 3 has the same custom_id as line 1: 'a'"))
        #expect(try batch.texts() == ["a": "1"])
    }

    @Test("An input that has changed since the run began is refused")
    func changed() async throws {
        let batch = try BatchScene()
        #expect(try await batch.run(try batch.prompts(3), "--limit", "1").exitCode == 0)
        let result = try await batch.run(try batch.prompts(4))
        #expect(result.exitCode == 2)
        #expect(result.error.contains("has changed since the run 'out' began"))
        #expect(batch.scene.server.requests.count == 1)
        // The same content with a new modification time continues.
        #expect(try await batch.run(try batch.prompts(3)).exitCode == 0)
        #expect(try batch.texts().count == 3)
    }

    @Test("A run from standard input continues with the same input or none, and refuses different input or a file")
    func changedStandardInput() async throws {
        let batch = try BatchScene()
        let arguments = BatchScene.arguments("-", batch.output)
        func run(_ input: String, _ more: [String] = []) async throws -> CommandResult {
            await batch.scene.finish(try await batch.scene.start(arguments + more, input: .text(input)))
        }
        #expect(try await run("a\nb\nc\n", ["--limit", "1"]).exitCode == 0)
        let changed = try await run("a\nb\nd\n")
        #expect(changed.exitCode == 2)
        #expect(changed.error.contains("standard input has changed since the run 'out' began"))
        let file = try await batch.run(try batch.prompts(3))
        #expect(file.exitCode == 2)
        #expect(file.error.contains("was created from standard input"))
        #expect(try await run("a\nb\nc\n", ["--limit", "1"]).exitCode == 0)
        #expect(try await run("").exitCode == 0)
        #expect(try batch.texts() == ["line-1": "a", "line-2": "b", "line-3": "c"])
    }

    @Test("--retries limits the attempts of a row")
    func retries() async throws {
        let batch = try BatchScene { _, _ in Reply.error("500 Internal Server Error", "no", code: "broken") }
        #expect(try await batch.run(try batch.prompts(1), "--retries", "0").exitCode == 1)
        #expect(batch.scene.server.requests.count == 1)
    }

    @Test("A different model for the same run is refused")
    func otherOptions() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(2)
        #expect(try await batch.run(input).exitCode == 0)
        #expect(try await batch.run(input, "-s", "Be brief.").exitCode == 2)
        #expect(batch.scene.server.requests.count == 2)
    }

    @Test("An existing file that no run wrote is not replaced")
    func existingOutput() async throws {
        let batch = try BatchScene()
        try batch.scene.fixture.write("precious", to: "out.jsonl")
        let result = try await batch.run(try batch.prompts(2))
        #expect(result.exitCode == 2)
        #expect(result.error.contains("already exists"))
        #expect(batch.scene.server.requests.isEmpty)
    }

    @Test("While a process works on a run, no other process can use its output or its name")
    func inUse() async throws {
        let (arrived, release) = (Gate(), Gate())
        let batch = try BatchScene { request, number in
            number == 0 ? [.open(arrived), .wait(release)] + BatchScene.answer(request) : nil
        }
        let input = try batch.prompts(3)
        let first = try await batch.scene.start(BatchScene.arguments(input, batch.output, ["-j", "1"]))
        await arrived.wait()
        let same = try await batch.run(input)
        #expect(same.exitCode == 1)
        #expect(same.error.contains("batch status"), "\(same.error)")
        let output = try await batch.run(input, "--name", "other")
        #expect(output.exitCode == 2)
        #expect(output.error.contains("is the output of the run 'out'"), "\(output.error)")
        let name = await batch.scene.finish(
            try await batch.scene.start(BatchScene.arguments(input, batch.home + "/other.jsonl", ["--name", "out"]))
        )
        #expect(name.exitCode == 2)
        #expect(name.error.contains("the run 'out' writes to"), "\(name.error)")
        #expect(try await batch.scene.run("batch", "rm", "out").exitCode == 1)
        release.open()
        #expect(await batch.scene.finish(first).exitCode == 0)
        #expect(try batch.texts().count == 3)
        #expect(batch.scene.server.requests.count == 3)
    }

    @Test("Separate limits for input and output tokens are accepted, but not with --remote")
    func tokenLimits() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(2)
        let limited = try await batch.run(input, "--input-tpm", "600000", "--output-tpm", "600000", "--tpm", "900000")
        #expect(limited.exitCode == 0, "\(limited.error)")
        for option in ["--input-tpm", "--output-tpm"] {
            let remote = try await batch.run(input, "--remote", option, "100")
            #expect(remote.exitCode == 2)
            #expect(remote.error.contains("\(option)"), "\(remote.error)")
            #expect(try await batch.run(input, option, "0").exitCode == 2)
        }
    }

    @Test("An exhausted quota pauses the run with exit code 6, and an invalid key with 8")
    func paused() async throws {
        for (status, code, exit) in [
            ("429 Too Many Requests", "insufficient_quota", 6), ("401 Unauthorized", "invalid_api_key", 8),
        ] {
            let batch = try BatchScene { _, number in
                number < 5 ? nil : Reply.error(status, "no", code: .string(code))
            }
            let result = try await batch.run(try batch.prompts(50), "-j", "1")
            #expect(result.exitCode == Int32(exit))
            let progress = try await batch.status()
            #expect(progress["rows"]?["done"] == 5)
            #expect(progress["rows"]?["waiting"] == 45)
            #expect(progress["rows"]?["failed"] == 0)
        }
    }

    @Test("Failed rows have their errors in the output, and are sent again after batch retry")
    func retry() async throws {
        let batch = try BatchScene { request, number in
            BatchScene.prompt(request) == "prompt 2" && number < 5
                ? Reply.error("400 Bad Request", "too odd", code: "odd") : nil
        }
        let input = try batch.prompts(3)
        let result = try await batch.run(input)
        #expect(result.exitCode == 1)
        #expect(result.error.contains("waiter batch retry out"))
        let failed = try #require(try batch.lines().first { $0["custom_id"] == "line-2" })
        #expect(failed["error"]?["code"] == "odd")
        #expect(failed["response"]?["status_code"] == 400)
        #expect(try await batch.scene.run("batch", "retry", "out").error.contains("rows marked for resending: 1"))
        for _ in 0..<2 { _ = try await batch.scene.run("ask", "filler") }
        #expect(try await batch.run(input).exitCode == 0)
        #expect(try batch.texts()["line-2"] == "prompt 2")
    }

    @Test("The shards of a file cover it exactly once")
    func shards() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(40)
        for shard in 1...3 {
            let arguments = BatchScene.arguments(input, batch.home + "/part\(shard).jsonl", ["--shard", "\(shard)/3"])
            let result = await batch.scene.finish(try await batch.scene.start(arguments))
            #expect(result.exitCode == 0)
        }
        let prompts = batch.scene.server.requests.map(BatchScene.prompt)
        #expect(prompts.sorted() == (1...40).map { "prompt \($0)" }.sorted())
        // line-7 by FNV-1a, so that other programs can compute the same parts.
        #expect(try await batch.scene.run("batch", "run", input, "-o", "x", "--shard", "4/3").exitCode == 2)
    }

    @Test("With a limit, some rows are processed, and the next invocation processes the rest")
    func limit() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(10)
        #expect(try await batch.run(input, "--limit", "4").exitCode == 0)
        #expect(try batch.texts().count == 4)
        #expect(try await batch.run(input).exitCode == 0)
        #expect(try batch.texts().count == 10)
        #expect(batch.scene.server.requests.count == 10)
    }

    @Test("Status, export, cancel and rm")
    func commands() async throws {
        let batch = try BatchScene()
        let input = try batch.prompts(3)
        #expect(try await batch.scene.run("batch", "status").error.contains("no runs"))
        #expect(try await batch.scene.run("batch", "export", "out").exitCode == 2)
        #expect(try await batch.run(input, "--limit", "2").exitCode == 0)
        #expect(try await batch.scene.run("batch", "status").output.contains("2/3"))
        let exported = try await batch.scene.run("batch", "export", "out", "--ordered").output
        #expect(exported.split(separator: "\n").count == 2)
        #expect(try await batch.scene.run("batch", "cancel", "out").exitCode == 0)
        let cancelled = try await batch.run(input)
        #expect(cancelled.exitCode == 1)
        #expect(cancelled.error.contains("was cancelled"))
        #expect(batch.scene.server.requests.count == 2)
        #expect(try await batch.scene.run("batch", "rm", "out").exitCode == 0)
        #expect(try await batch.scene.run("batch", "status", "out").exitCode == 2)
    }

    @Test(
        "The first Ctrl-C or SIGTERM finishes the requests in progress and loses nothing",
        arguments: [(SIGINT, Int32(130)), (SIGTERM, Int32(143))]
    )
    func interrupt(_ signal: Int32, _ exit: Int32) async throws {
        let (arrived, release) = (Gate(), Gate())
        let batch = try BatchScene { request, number in
            number == 3 ? [.open(arrived), .wait(release)] + BatchScene.answer(request) : nil
        }
        let input = try batch.prompts(20)
        let command = try await batch.scene.start(BatchScene.arguments(input, batch.output, ["-j", "1"]))
        await arrived.wait()
        command.send(signal: signal)
        #expect(await command.waitForError("finishing the requests in progress"))
        release.open()
        let result = await batch.scene.finish(command)
        #expect(result.exitCode == exit)
        let status = try await batch.status()
        #expect(status["rows"]?["done"] == 4)
        #expect(status["rows"]?["waiting"] == 16)
        #expect(try await batch.run(input).exitCode == 0)
        #expect(batch.scene.server.requests.count == 20)
    }

    @Test("A terminal shows a bar with the number of rows, the rate and the cost; a pipe shows none")
    func progress() async throws {
        let (arrived, release) = (Gate(), Gate())
        let batch = try BatchScene { request, number in
            number == 5 ? [.open(arrived), .wait(release)] + BatchScene.answer(request) : nil
        }
        let streams = CommandStreams(output: .pipe, error: .terminal, columns: 100)
        let arguments = BatchScene.arguments(try batch.prompts(10), batch.output, ["-j", "1"])
        let command = try await batch.scene.start(arguments, streams: streams)
        await arrived.wait()
        #expect(await command.waitForError("[##########..........] 50% 5 of 10"))
        release.open()
        let result = await batch.scene.finish(command)
        #expect(result.exitCode == 0)
        #expect(result.error.contains("/s, $0.0006"))
    }
}
