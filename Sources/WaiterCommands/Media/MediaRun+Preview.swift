internal import Waiter
internal import WaiterModels
internal import WaiterStore
internal import WaiterTerminal

extension MediaRun {
    /// Prints a request as JSON instead of sending it, and prints its maximum cost to standard error.
    ///
    /// No API key is needed. Each file in a form is printed as an object with the file's name, type and size.
    ///
    /// - Parameter operation: The operation. Its request is validated.
    /// - Returns: The exit status.
    /// - Throws: `CommandFailure` or `StandardStream.Failure`. If a budget does not allow the request, the failure is
    ///   thrown after the request has been printed.
    func preview<Value>(_ operation: APIOperation<Value>) async throws -> ExitStatus {
        let (preview, meter) = (RequestPreview(), PreviewMeter())
        let endpoint = try await session.previewed(by: preview, meter)
        do {
            _ = try await endpoint.client.send(operation, options: RequestOptions())
        } catch is RequestPreview.Stopped {
        } catch let error as OpenAIError {
            throw failure(error, at: endpoint)
        }
        guard let request = preview.captured, let attempt = meter.captured else { return .failure }
        session.announce(request, to: endpoint.client.configuration.baseURL)
        let maximum = try maximumCost(of: attempt)
        console.notice(TerminalText.line("waiter: maximum cost: \(maximum)"))
        try Output.write(try operation.body.preview ?? JSONValue(parsing: request.body), to: console)
        try session.showAdmission(of: attempt, by: endpoint.metering)
        return .complete
    }

    /// Returns the maximum cost and the quantity on which it is based, or the reason why the cost is unknown.
    private func maximumCost(of attempt: MeteredAttempt) throws -> String {
        if let reason = session.freeReason { return "none (\(reason))" }
        let cost = RequestBounds(attempt, catalogue: try UserCatalogue.load(session.directories)).maxCost
        guard let total = cost.total else {
            return "unknown (\(cost.unknownReasons.first.map { "\($0)" } ?? "no price found"))"
        }
        return "\(total)" + (cost.lines.first?.quantityInWords.map { " (\($0))" } ?? "")
    }
}

extension AskSession {
    /// Returns the server and the model for a request that is not sent.
    fileprivate func previewed(by transport: RequestPreview, _ meter: PreviewMeter) async throws -> ModelEndpoint {
        let configuration = try configuration(settings, try await quietAddress().baseURL, requiresKey: false)
        return ModelEndpoint(
            client: try OpenAI(configuration: configuration, transport: transport, meter: meter),
            model: settings.model?.value ?? "",
            api: .chatCompletions,
            host: configuration.baseURL.authority,
            metering: metering(),
            log: nil
        )
    }
}

extension RequestBody {
    /// The fields and files of a form, or `nil` if the body is not a form.
    fileprivate var preview: JSONValue? {
        guard case .form(let form) = content else { return nil }
        var members: JSONObject = [:]
        for (name, content) in form.parts {
            let value: JSONValue =
                switch content {
                case .text(let text): .string(text)
                case .file(let file): file.preview
                }
            switch members[name] {
            case nil: members[name] = value
            case .array(let values)?: members[name] = .array(values + [value])
            case let first?: members[name] = [first, value]
            }
        }
        return .object(members)
    }
}

extension FileInput {
    fileprivate var preview: JSONValue {
        var members: JSONObject = ["filename": .string(name), "content_type": .string(contentType)]
        members["bytes"] = (try? BodySegment(self))?.length.map { .integer(Int64($0)) }
        return .object(members)
    }
}
