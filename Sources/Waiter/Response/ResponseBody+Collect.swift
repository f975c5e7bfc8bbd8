extension ResponseBody {
    /// Reads the whole body. If the body exceeds the limit, closes the connection immediately and throws an error.
    package func collect(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        var bytes: [UInt8] = []
        var hasContent = false
        while let piece = try await deadlines.read(self) {
            // Whitespace does not count as content, because servers send it to keep connections alive.
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

    /// Reads the start of a body that describes a failure. Reading takes at most 2 s.
    ///
    /// An interrupted or delayed body does not cause an error, because only the status of the response matters.
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
