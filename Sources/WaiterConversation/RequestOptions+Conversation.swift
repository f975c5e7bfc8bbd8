internal import Waiter

extension RequestOptions {
    /// Returns the options for a call in a conversation. The call is metered under the conversation's ID unless the
    /// options specify another ID.
    func metered(in id: ConversationID) -> RequestOptions {
        var options = self
        var metering = options.metering ?? MeteringOptions()
        metering.conversation = metering.conversation ?? id.text
        options.metering = metering
        return options
    }
}
