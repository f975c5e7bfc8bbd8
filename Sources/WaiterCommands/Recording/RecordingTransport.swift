internal import HTTPTypes
internal import Synchronization
package import Waiter

/// A transport that lets a recorder see the body of a request before it leaves, and the ID that the answer names.
package final class RecordingTransport: Transport {
    private let transport: any Transport
    private let recorder = Mutex<TurnRecorder?>(nil)

    init(_ transport: any Transport) {
        self.transport = transport
    }

    /// From now on, this one writes down what is asked.
    func record(with recorder: TurnRecorder?) {
        self.recorder.withLock { $0 = recorder }
    }

    package func send(_ request: TransportRequest, progress: TransportProgress) async throws -> TransportResponse {
        // Lists of models and the like belong to no conversation.
        let isCall = request.head.path?.split(separator: "?").first?.hasSuffix("/chat/completions") ?? false
        guard isCall, let recorder = recorder.withLock({ $0 }) else {
            return try await transport.send(request, progress: progress)
        }
        recorder.begin(request.body)
        let response = try await transport.send(request, progress: progress)
        recorder.note(requestID: HTTPField.Name("x-request-id").flatMap { response.head.headerFields[$0] })
        return response
    }

    package func shutdown(gracePeriod: Duration) async {
        await transport.shutdown(gracePeriod: gracePeriod)
    }
}
