import Waiter

/// Receive a typed answer, first as a whole and then as a stream.
@main
struct Parsing {
    struct Review: Decodable, Sendable {
        enum Mood: String, Decodable, CaseIterable, Sendable { case positive, negative, mixed }

        var mood: Mood
        var stars: Int
        var wouldReturn: Bool
    }

    /// The part of a review that has been received so far.
    struct Draft: Decodable {
        var mood: Review.Mood?
        var stars: Int?
    }

    static func main() async throws {
        let client = try OpenAI()  // reads OPENAI_API_KEY, OPENAI_BASE_URL and so on
        var request = ChatCompletionRequest(
            model: "gpt-6.1-sol",
            messages: [
                .system(
                    "You rate reviews of restaurants as JSON: mood, stars from 1 to 5, and whether the guest would return."
                ),
                .user("The soup was cold, but the waiter was kind and quick. We had a good evening."),
            ]
        )
        request.maxCompletionTokens = 200

        let review = try await client.chat.completions.parse(request, as: Review.self).value
        print("\(review.mood), \(review.stars) of 5")

        let stream = try await client.chat.completions.stream(request, as: Review.self)
        for try await snapshot in stream {
            print(snapshot.json.jsonText, try snapshot.decode(as: Draft.self))
        }
        print(try await stream.value)
    }
}
