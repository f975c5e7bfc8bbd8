extension ResponseBody {
    /// Reads the whole body; more than the limit is refused as soon as it shows, and closes the connection.
    package func collect(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        var bytes: [UInt8] = []
        while let piece = try await deadlines.read(self, afterContent: true) {
            guard bytes.count + piece.count <= limit else {
                channel.cancel()
                throw OpenAIError(.responseTooLarge, "the response is larger than the limit of \(limit) bytes")
            }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
        }
        return bytes
    }

    /// Reads the start of a body that only explains a failure; what breaks it, or how long it takes, is no news then.
    package func collectStart(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        var bytes: [UInt8] = []
        do {
            while bytes.count < limit, let piece = try await deadlines.read(self, afterContent: true) { bytes += piece }
        } catch is CancellationError {
            throw CancellationError()
        } catch {}
        channel.cancel()
        return bytes
    }
}
