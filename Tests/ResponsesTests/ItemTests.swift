import Testing
import Waiter

@Suite("Items of responses")
struct ItemTests {
    @Test("Opaque and unknown items are sent back byte for byte, in place")
    func opaque() throws {
        let items = [
            #"{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"gAAAA/b+c=","zeta":{"b":1,"a":[2]}}"#,
            #"{"type":"reasoning","id":"rs_2","summary":[],"encrypted_content":"x"}"#,
            #"{"id":"msg_1","type":"message","role":"assistant","phase":"commentary","content":[{"type":"output_text","text":"a","annotations":[],"new":true}]}"#,
            #"{"type":"compaction","id":"cmp","encrypted_content":"c"}"#,
            #"{"type":"hologram_call","z":1,"a":{"y":null,"x":"é"}}"#,
            #"{"type":"function_call","call_id":"c1","name":"f","arguments":"{ \"a\" : 1 }","caller":{"type":"direct"}}"#,
        ]
        let text =
            "{\"id\":\"r\",\"object\":\"response\",\"status\":\"completed\",\"output\":[\(items.joined(separator: ","))]}"
        let response = try decoded(ModelResponse.self, text)
        var request = ResponsesRequest(model: "m", input: [.user("hi")])
        request.input?.append(response.output)
        let body = String(decoding: try JSONBodyEncoder.encode(request), as: UTF8.self)
        #expect(
            body == #"{"model":"m","input":[{"type":"message","role":"user","content":"hi"},"#
                + items.joined(separator: ",") + "]}"
        )
        guard case .unknown(let hologram) = response.output[4] else {
            Issue.record("the unknown item was not kept")
            return
        }
        #expect(hologram["type"] == "hologram_call")
    }

    @Test("A request sends what is set and nothing else")
    func nothingElse() throws {
        let request = ResponsesRequest(model: "m", input: "hi")
        #expect(try json(request) == ["model": "m", "input": "hi"])
    }

    @Test("All fields of a request have the names of the description")
    func allFields() throws {
        let text = #"""
            {"model":"m","input":[{"role":"user","content":[{"type":"input_text","text":"a"},
            {"type":"input_image","detail":"low","image_url":"u"},{"type":"input_file","file_id":"f"}]},{"id":"msg_9"}],
            "instructions":"i","previous_response_id":"p","conversation":"conv","prompt":{"id":"t","version":"2",
            "variables":{"a":"b"}},"max_output_tokens":5,"max_tool_calls":2,"temperature":0.5,"top_p":0.25,
            "top_logprobs":3,"reasoning":{"effort":"low","summary":"auto","context":"all_turns","mode":"pro"},
            "text":{"format":{"type":"json_schema","name":"n","schema":{"type":"object"},"strict":true},
            "verbosity":"low"},"tools":[{"type":"function","name":"f","parameters":{},"strict":false},
            {"type":"custom","name":"c","format":{"type":"grammar","syntax":"lark","definition":"d"}},
            {"type":"web_search","filters":{"allowed_domains":["a.b"]}},{"type":"file_search","vector_store_ids":["v"]},
            {"type":"mcp","server_label":"l","server_url":"u","require_approval":"never"},
            {"type":"code_interpreter","container":{"type":"auto"}},{"type":"image_generation","size":"auto"},
            {"type":"computer"},{"type":"local_shell"},{"type":"shell"},{"type":"apply_patch"},
            {"type":"namespace","name":"n","description":"d","tools":[]},{"type":"telepathy","range":3}],
            "tool_choice":{"type":"allowed_tools","mode":"auto","tools":[{"type":"function","name":"f"},
            {"type":"mcp","server_label":"l"},{"type":"image_generation"}]},"parallel_tool_calls":false,
            "include":["reasoning.encrypted_content","new.thing"],"truncation":"auto",
            "context_management":[{"type":"compaction","compact_threshold":9}],"image":{"context_compression":true},
            "store":false,"background":false,"background_options":{"completion_window":"2h","continuation_id":"x"},
            "service_tier":"ultrafast","moderation":{"model":"mm"},"metadata":{"a":"b"},"prompt_cache_key":"k",
            "prompt_cache_options":{"mode":"explicit","ttl":"30m","prewarm":true},"prompt_cache_retention":"24h",
            "safety_identifier":"s","user":"u","access_programs":{"cyber":true},"stream":true,
            "stream_options":{"include_obfuscation":false}}
            """#
        let request = try decoded(ResponsesRequest.self, text)
        #expect(try json(request) == JSONValue(jsonText: text))
        #expect(request.tools?.map(\.type).last == "telepathy")
        guard case .itemReference(let reference)? = request.input?.items.last else {
            Issue.record("an item with an ID alone is a reference")
            return
        }
        #expect(reference.id == "msg_9")
    }

    @Test("Tools and choices are built without JSON")
    func building() throws {
        var request = ResponsesRequest(model: "m", input: "hi")
        request.tools = [
            .function(name: "f", description: "d", parameters: ["type": "object"], strict: true),
            .custom(name: "c", format: .grammar(syntax: .regex, definition: "a+")),
            .webSearch(searchContextSize: .low, allowedDomains: ["a.b"]), .fileSearch(vectorStoreIDs: ["v"]), .shell,
        ]
        request.toolChoice = .allowedTools(mode: .required, tools: [.function("f"), .hosted("web_search")])
        request.conversation = "conv_1"
        let body = try json(request)
        #expect(body["tools"]?[1]?["format"] == ["type": "grammar", "syntax": "regex", "definition": "a+"])
        #expect(body["tools"]?[2]?["filters"] == ["allowed_domains": ["a.b"]])
        #expect(body["tool_choice"]?["tools"]?[1] == ["type": "web_search"])
        #expect(body["conversation"] == "conv_1")
        #expect(
            try decoded(ResponseToolChoice.self, #"{"type":"mcp","server_label":"l","name":"n"}"#)
                == .mcp(serverLabel: "l", name: "n")
        )
        let odd = #"{"type":"function","name":"f","extra":1}"#
        #expect(try json(decoded(ResponseToolChoice.self, odd)) == JSONValue(jsonText: odd))
    }

    @Test("Results of calls are built from the call's ID")
    func results() throws {
        #expect(
            try json([ResponseItem.functionCallOutput(callID: "c", output: "12 °C")])
                == [["type": "function_call_output", "call_id": "c", "output": "12 °C"]]
        )
        let image = ResponseItem.functionCallOutput(callID: "c", output: .parts([.inputImage(url: "data:x")]))
        #expect(try json(image)["output"]?[0]?["image_url"] == "data:x")
        let shell = ResponseItem.ShellCallOutput(
            callID: "c",
            outputs: [.init(stdout: "o", stderr: "", exitCode: 1), .init(stdout: "", stderr: "e", exitCode: nil)]
        )
        #expect(try json(shell)["output"]?[0]?["outcome"] == ["type": "exit", "exit_code": 1])
        #expect(shell.outputs.map(\.exitCode) == [1, nil])
        let approval = ResponseItem.MCPApprovalResponse(approvalRequestID: "a", isApproved: false, reason: "no")
        #expect(try json(approval)["approve"] == false)
    }
}

@Suite("Decoding of responses")
struct ModelResponseTests {
    @Test("A response with no more than an output decodes, whatever its other members are")
    func lenient() throws {
        let text = #"""
            {"output":[{"type":"message","content":[{"type":"output_text","text":"He","annotations":"none",
            "logprobs":-0.003},{"type":"output_text","text":null},{"type":"output_text","text":"y"}]},"odd",17],
            "usage":"free","status":7,"created_at":"now","error":null,"incomplete_details":[],"metadata":1}
            """#
        let response = try decoded(ModelResponse.self, text)
        #expect(response.outputText == "Hey")
        #expect(response.output.count == 3)
        #expect(response.usage == nil)
        #expect(response.status == nil)
        #expect(response.id == "")
    }

    @Test("A completed response without an output does not decode")
    func missing() throws {
        for text in ["{}", #"{"id":"r","status":"completed"}"#, #"{"output":"text"}"#, "[]"] {
            #expect(throws: DecodingError.self) { try decoded(ModelResponse.self, text) }
        }
        #expect(try decoded(ModelResponse.self, #"{"id":"r","status":"queued"}"#).output.isEmpty)
    }

    @Test("The text is that of all messages; refusals and reasoning are separate")
    func text() throws {
        let response = try decoded(
            ModelResponse.self,
            #"""
            {"output":[{"type":"reasoning","id":"r","summary":[{"type":"summary_text","text":"First."},
            {"type":"summary_text","text":"Then."}]},{"type":"message","role":"assistant","content":
            [{"type":"output_text","text":"a"}]},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},
            {"type":"message","role":"assistant","content":[{"type":"output_text","text":"b"},
            {"type":"refusal","refusal":"no"}]}]}
            """#
        )
        #expect(response.outputText == "ab")
        #expect(response.refusal == "no")
        #expect(response.reasoningText == "First.\n\nThen.")
        #expect(response.functionCalls.map(\.callID) == ["c"])
    }

    @Test("Usage has the form common to all endpoints")
    func usage() throws {
        let response = try decoded(
            ModelResponse.self,
            #"""
            {"output":[],"status":"completed","model":"m","service_tier":"flex","usage":{"input_tokens":10,
            "input_tokens_details":{"cached_tokens":4},"output_tokens":5,"output_tokens_details":
            {"reasoning_tokens":3},"total_tokens":15}}
            """#
        )
        let metadata = ResponseMetadata(response)
        #expect(metadata.usage?.inputTokens == 10)
        #expect(metadata.usage?.input?.cachedTokens == 4)
        #expect(metadata.usage?.output?.reasoningTokens == 3)
        #expect(metadata.serviceTier == .flex)
        #expect(metadata.stopReason == "completed")
        #expect(response.usage?.reasoningTokens == 3)
    }

    @Test("An answer that was cut is marked, also where the server calls it completed")
    func cut() throws {
        let texts = [
            #"{"output":[],"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"}}"#,
            #"{"output":[],"status":"completed","max_output_tokens":5,"usage":{"output_tokens":5,"input_tokens":1}}"#,
        ]
        for text in texts {
            let response = try decoded(ModelResponse.self, text)
            #expect(response.isTruncated)
            #expect(response.finishReason?.outcome == .truncated)
            let error = #expect(throws: OpenAIError.self) { try response.requireComplete() }
            #expect(error?.code == .lengthLimit)
            #expect(error?.response == response)
        }
        let filtered = #"{"output":[],"status":"incomplete","incomplete_details":{"reason":"content_filter"}}"#
        let error = #expect(throws: OpenAIError.self) { try decoded(ModelResponse.self, filtered).requireComplete() }
        #expect(error?.code == .contentFilter)
        #expect(
            try decoded(ModelResponse.self, #"{"output":[],"status":"completed"}"#).finishReason?.outcome == .complete
        )
        #expect(try decoded(ModelResponse.self, #"{"output":[],"status":"failed"}"#).finishReason?.outcome == .failed)
    }
}
