internal import Waiter

extension RequestOptions {
    /// The options of a call in a conversation, under whose ID it is metered unless they say otherwise.
    func metered(in id: ConversationID) -> RequestOptions {
        var options = self
        var metering = options.metering ?? MeteringOptions()
        metering.conversation = metering.conversation ?? id.text
        options.metering = metering
        return options
    }
}
