internal import Waiter

extension ChatCompletion {
    /// The pages that the answer names as its sources, with their titles where they have one, each once.
    var sources: [String] {
        let cited = message?.annotations.compactMap { annotation -> String? in
            guard case .urlCitation(let citation) = annotation, !citation.url.isEmpty else { return nil }
            return citation.title.isEmpty ? citation.url : "\(citation.title): \(citation.url)"
        }
        // Footnotes are numbered by the server's own list.
        let sources = citations.isEmpty ? cited ?? [] : citations
        var seen: Set<String> = []
        return citations.isEmpty ? sources.filter { seen.insert($0).inserted } : sources
    }
}

extension ChatCompletion.Message {
    /// The text that stands for the message: its content, else the transcript of a spoken answer.
    var shownText: String {
        if let content, !content.isEmpty { return content }
        return audio?.transcript ?? ""
    }

    /// Whether the transcript of a spoken answer is all that can be shown.
    var isSpoken: Bool { audio != nil && (content ?? "").isEmpty }
}

extension ChatCompletionChunk.Delta {
    /// The next piece of the text that stands for the message; nil for none.
    var shownText: String? {
        if let content, !content.isEmpty { return content }
        guard let transcript = audio?.transcript, !transcript.isEmpty else { return nil }
        return transcript
    }
}
