internal import Waiter

extension ChatCompletion {
    /// The web pages that the answer cites, without duplicates. A page is listed with its title if the title is known.
    var sources: [String] {
        let cited = message?.annotations.compactMap { annotation -> String? in
            guard case .urlCitation(let citation) = annotation, !citation.url.isEmpty else { return nil }
            return citation.title.isEmpty ? citation.url : "\(citation.title): \(citation.url)"
        }
        // Footnote numbers refer to positions in the server's own list.
        let sources = citations.isEmpty ? cited ?? [] : citations
        var seen: Set<String> = []
        return citations.isEmpty ? sources.filter { seen.insert($0).inserted } : sources
    }
}

extension ChatCompletion.Message {
    /// The text to display for the message: its content, or the transcript of an audio answer.
    var shownText: String {
        if let content, !content.isEmpty { return content }
        return audio?.transcript ?? ""
    }

    /// Whether the transcript of an audio answer is the only text to display.
    var isSpoken: Bool { audio != nil && (content ?? "").isEmpty }
}

extension ChatCompletionChunk.Delta {
    /// The text to display from this chunk, or `nil` if the chunk has no such text.
    var shownText: String? {
        if let content, !content.isEmpty { return content }
        guard let transcript = audio?.transcript, !transcript.isEmpty else { return nil }
        return transcript
    }
}
