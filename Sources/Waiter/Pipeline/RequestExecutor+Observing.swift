internal import HTTPTypes

extension RequestExecutor {
    /// Begins the observation of a call and adds its header fields to the request, or returns `nil` if there is no
    /// observer.
    func observe<Output>(
        _ call: Call,
        _ operation: APIOperation<Output>,
        _ options: RequestOptions
    ) -> CallTracker? {
        guard !boxedObserver.isEmpty else { return nil }
        let isJSON = operation.body.isJSON
        let observed = ObservedCall(
            operation: operation.name,
            model: options.extraBody["model"]?.stringValue ?? operation.model,
            isStream: call.isStream,
            server: configuration.baseURL,
            body: isJSON ? call.request.body : [],
            options: options.metering,
            content: isJSON ? operation.body.content : .none,
            extra: isJSON ? options.extraBody : [:]
        )
        guard let observation = boxedObserver.read({ $0.begin(observed) }) else { return nil }
        let tracker = CallTracker(observation, tracking, start: call.deadlines.start)
        call.tracker = tracker
        for (name, value) in observation.headers {
            guard let name = HTTPField.Name(name), HTTPField.isValidValue(value) else { continue }
            call.observedFields[name] = value
        }
        return tracker
    }
}
