import Synchronization
import Testing
import Waiter
import WaiterTestSupport

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A server whose model calls tools, and the command that runs them.
struct ToolScene {
    let scene: Scene

    /// Creates a server that answers the n-th request of a model with the n-th reply, and all later ones with the last.
    ///
    /// The properties of llama.cpp say that the model's template supports tools, unless `isBySchema` is set.
    init(_ replies: [[FaultServer.Step]], isBySchema: Bool = false) throws {
        let count = Mutex(0)
        scene = try Scene { request, _ in
            if request.method == "GET", request.path.hasPrefix("/props") {
                return [.response(#"{"chat_template_caps":{"supports_tools":\#(!isBySchema)}}"#)]
            }
            let number = count.withLock { count in
                defer { count += 1 }
                return count
            }
            return replies[min(number, replies.count - 1)]
        }
    }

    /// A streamed answer that calls tools.
    static func calls(_ calls: (name: String, arguments: String)..., text: String = "") -> [FaultServer.Step] {
        var steps = [FaultServer.Step.eventStreamHead]
        if !text.isEmpty { steps.append(Reply.piece(text)) }
        for (index, call) in calls.enumerated() {
            let function: JSONValue = ["name": .string(call.name), "arguments": .string(call.arguments)]
            let call: JSONValue = [
                "index": .integer(Int64(index)), "id": .string("call_\(index)"), "type": "function",
                "function": function,
            ]
            steps.append(Reply.delta(["tool_calls": [call]]))
        }
        return steps + Reply.end(finish: "tool_calls")
    }

    /// A complete answer that calls a tool.
    static func call(_ name: String, _ arguments: String) -> [FaultServer.Step] {
        let call: JSONValue = [
            "id": "call_0", "type": "function",
            "function": ["name": .string(name), "arguments": .string(arguments)],
        ]
        let choice: JSONValue = [
            "index": 0, "message": ["role": "assistant", "content": .null, "tool_calls": [call]],
            "finish_reason": "tool_calls",
        ]
        return [.response(JSONValue.object(["id": "c1", "choices": [choice]]).jsonText)]
    }

    /// The bodies of the requests to the model.
    var requests: [JSONValue] { scene.server.requests.filter { $0.method == "POST" }.map(\.json) }

    /// The texts of the results that the n-th request sends to the model.
    func results(_ number: Int) -> [String] {
        guard requests.indices.contains(number) else { return [] }
        return requests[number]["messages"]?.arrayValue?.filter { $0["role"] == "tool" }
            .map { $0["content"]?.stringValue ?? "" } ?? []
    }

    /// Writes a program into the fixture and returns its path.
    func program(_ name: String, _ lines: String) throws -> String {
        try scene.fixture.write("#!/bin/sh\n\(lines)\n", to: name, mode: 0o700)
        return "\(scene.fixture.waiterHome)/\(name)"
    }

    /// The script of the MCP server that misbehaves as its argument says.
    static let mcpServer: String = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return tests.appendingPathComponent("WaiterMCPTests/Servers/fake_server.py").path
    }()
}
