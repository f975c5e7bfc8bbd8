import Waiter
import WaiterTestSupport

/// The responses of the servers in these tests.
enum Reply {
    /// A complete answer.
    static func completion(_ text: String, finish: String = "stop") -> [FaultServer.Step] {
        let choice: JSONValue = [
            "index": 0, "message": ["role": "assistant", "content": .string(text)], "finish_reason": .string(finish),
        ]
        return [.response(JSONValue.object(["id": "c1", "choices": [choice]]).jsonText)]
    }

    /// A streamed answer in these chunks.
    static func stream(_ pieces: String..., finish: String = "stop") -> [FaultServer.Step] {
        [.eventStreamHead] + pieces.map(piece) + end(finish: finish)
    }

    /// A chunk of a streamed answer.
    static func piece(_ text: String) -> FaultServer.Step { delta(["content": .string(text)]) }

    /// A chunk of a streamed answer with arbitrary fields.
    static func delta(_ delta: JSONValue, finish: JSONValue = .null) -> FaultServer.Step {
        event(["choices": [["index": 0, "delta": delta, "finish_reason": finish]]])
    }

    /// An event of a stream.
    static func event(_ value: JSONValue) -> FaultServer.Step { .chunk("data: \(value.jsonText)\n\n") }

    /// The end of a streamed answer.
    static func end(finish: String = "stop") -> [FaultServer.Step] {
        [delta([:], finish: .string(finish)), .chunk("data: [DONE]\n\n"), .lastChunk]
    }

    /// An error in OpenAI's format.
    static func error(
        _ status: String,
        _ message: String,
        type: JSONValue = .null,
        code: JSONValue = .null,
        headers: [String] = []
    ) -> [FaultServer.Step] {
        let error: JSONValue = ["message": .string(message), "type": type, "code": code]
        return [
            .response(
                JSONValue.object(["error": error]).jsonText,
                status: status,
                headers: ["content-type: application/json"] + headers
            )
        ]
    }

    /// A list of models.
    static func models(_ names: String...) -> [FaultServer.Step] {
        let list = names.map { name -> JSONValue in ["id": .string(name), "object": "model"] }
        return [.response(JSONValue.object(["object": "list", "data": .array(list)]).jsonText)]
    }
}

extension FaultServer.Request {
    /// The body as JSON.
    var json: JSONValue { (try? JSONValue(jsonText: text)) ?? .null }
}
