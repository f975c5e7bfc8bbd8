extension ToolLoop {
    /// Returns a copy of the call with a unique ID and valid JSON arguments, together with the call's record.
    mutating func accept(_ call: ToolCall, _ place: Int) -> (ToolCall, ToolCallRecord) {
        switch call {
        case .function(var function):
            function.id = uniqueID(function.id, place)
            let (arguments, failure) = arguments(function.function)
            if let failure {
                let invocation = ToolInvocation(id: function.id, name: function.function.name, arguments: arguments)
                function.function.arguments = "{}"
                return (.function(function), failed(invocation, failure))
            }
            // Some servers parse the arguments that are sent back, and an empty string is not valid JSON.
            if function.function.arguments.isEmpty { function.function.arguments = "{}" }
            let invocation = ToolInvocation(id: function.id, name: function.function.name, arguments: arguments)
            return (.function(function), record(of: invocation))
        case .custom(var custom):
            custom.id = uniqueID(custom.id, place)
            let invocation = ToolInvocation(
                id: custom.id,
                name: custom.custom.name,
                arguments: .string(custom.custom.input)
            )
            return (.custom(custom), ToolCallRecord(invocation: invocation, state: .awaitingOutput))
        case .unknown(let json):
            if let waiting = WaitingCall(ResponseItem(json: json)) {
                let id = uniqueID(waiting.callID, place)
                let invocation = ToolInvocation(id: id, name: waiting.name, arguments: waiting.arguments)
                return (call, ToolCallRecord(invocation: invocation, state: .requested, item: json))
            }
            let invocation = ToolInvocation(id: call.id, name: call.type, arguments: json)
            return (call, ToolCallRecord(invocation: invocation, state: .awaitingOutput))
        }
    }

    private mutating func uniqueID(_ id: String, _ place: Int) -> String {
        let base = id.isEmpty ? "call_\(progress.steps.count)_\(place + 1)" : id
        var unique = base
        var suffix = 2
        while !usedIDs.insert(unique).inserted {
            unique = "\(base)-\(suffix)"
            suffix += 1
        }
        return unique
    }

    /// Parses the arguments of a call. If the arguments are too long or are not JSON, this method also returns an error
    /// for the model.
    private func arguments(_ call: FunctionCall) -> (JSONValue, String?) {
        let bytes = Array(call.arguments.utf8)
        if bytes.count > settings.maxArgumentBytes {
            let excerpt = String(decoding: bytes.prefix(200), as: UTF8.self)
            return (
                .string(excerpt),
                "the arguments are \(bytes.count) bytes long; the limit is \(settings.maxArgumentBytes) bytes"
            )
        }
        if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0D).contains($0) }) { return ([:], nil) }
        do {
            return (try JSONValue(parsingForeign: bytes), nil)
        } catch {
            let text = String(call.arguments.prefix(200))
            return (.string(text), "the arguments are not valid JSON (\(error)): \(text)")
        }
    }

    private func failed(_ invocation: ToolInvocation, _ reason: String) -> ToolCallRecord {
        ToolCallRecord(invocation: invocation, state: .completed(ToolOutput(reason, isError: true)))
    }

    /// Returns the record of a call. If the tool is unknown or the arguments are invalid, the call is completed with an
    /// error.
    func record(of invocation: ToolInvocation) -> ToolCallRecord {
        guard let tool = tools[invocation.name] else {
            if tools.declared.contains(invocation.name) {
                return ToolCallRecord(invocation: invocation, state: .awaitingOutput)
            }
            let names = tools.tools.map(\.name).joined(separator: ", ")
            let name = invocation.name.prefix(80)
            return failed(invocation, "no tool named '\(name)'; available tools: \(names)")
        }
        var invocation = invocation
        let violations = tool.violations(of: &invocation.arguments)
        if !violations.isEmpty {
            let list = violations.prefix(10).map { "\($0)" }.joined(separator: "; ")
            return failed(invocation, "the arguments are invalid: \(list)")
        }
        return ToolCallRecord(
            invocation: invocation,
            state: tool.body == nil ? .awaitingOutput : .requested,
            definition: tool.definition
        )
    }
}
