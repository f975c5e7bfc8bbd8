extension ResponseBody {
    /// Reads the whole body; more than the limit is refused as soon as it shows, and closes the connection.
    package func collect(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        var bytes: [UInt8] = []
        var hasContent = false
        while let piece = try await deadlines.read(self) {
            // White space is what servers keep a connection alive with.
            if !hasContent, piece.contains(where: { $0 > 0x20 }) {
                hasContent = true
                deadlines.noteContent()
            }
            guard bytes.count + piece.count <= limit else {
                channel.cancel()
                throw OpenAIError(.responseTooLarge, "the response is larger than the limit of \(limit) bytes")
            }
            if bytes.isEmpty { bytes = piece } else { bytes += piece }
        }
        return bytes
    }

    /// Reads the start of a body that only explains a failure, for 2 s at most: the status is the news, and neither what
    /// breaks the body nor how long it takes changes it.
    package func collectStart(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        let end = deadlines.clock.now() + .seconds(2)
        var bytes: [UInt8] = []
        do {
            while bytes.count < limit, let chunk = try await deadlines.read(self, until: end) { bytes += chunk }
        } catch is CancellationError {
            throw CancellationError()
        } catch {}
        channel.cancel()
        return bytes
    }
}
