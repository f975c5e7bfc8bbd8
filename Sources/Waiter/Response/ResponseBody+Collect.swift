extension ResponseBody {
    /// Reads the whole body. Throws and closes the connection as soon as the limit is exceeded.
    package func collect(limit: Int, deadlines: CallDeadlines) async throws -> [UInt8] {
        deadlines.onExpiry { [channel] error in channel.cancel(throwing: error) }
        var bytes: [UInt8] = []
        var hasContent = false
        while let piece = try await deadlines.read(self) {
            // Servers send whitespace to keep connections alive.
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

    /// Reads, for at most 2 s, the start of a body that describes a failure.
    ///
    /// Only the status matters, and an interrupted or delayed body does not change it.
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
