public import Waiter

extension TokenCounter {
    /// Counts the input tokens in a request to the given API.
    ///
    /// For the Responses API, the count is always approximate, because the prompt format is not published.
    public func count(_ request: ChatCompletionRequest, api: ModelAPI) -> TokenCount {
        guard api == .responses else { return count(request) }
        var request = request
        request.messages = request.messages.sinceCompaction
        var count = count(request)
        count.note(CountedResponsesRequest.reason)
        if request.messages.contains(where: { !$0.responseItems.isEmpty }) {
            count.note("encrypted reasoning is not counted")
        }
        return count
    }
}
