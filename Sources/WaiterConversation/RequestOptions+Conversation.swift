internal import Waiter

extension RequestOptions {
    /// The options of a call in a conversation, which is metered under the conversation's ID unless they specify
    /// another.
    func metered(in id: ConversationID) -> RequestOptions {
        var options = self
        var metering = options.metering ?? MeteringOptions()
        metering.conversation = metering.conversation ?? id.text
        options.metering = metering
        return options
    }
}
