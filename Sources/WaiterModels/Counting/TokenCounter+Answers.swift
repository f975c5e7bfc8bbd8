package import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// The tokens of what an answer says; those of hidden reasoning nobody can count.
    package func tokens(of message: ChatCompletion.Message) -> Int {
        var texts = [message.content, message.reasoning, message.refusal].compactMap { $0 }
        for call in message.toolCalls {
            switch call {
            case .function(let call): texts += [call.function.name, call.function.arguments]
            case .custom(let call): texts += [call.custom.name, call.custom.input]
            case .unknown(let value): texts.append(value.jsonText)
            }
        }
        if let call = message.functionCall { texts += [call.name, call.arguments] }
        return texts.reduce(0) { $0 + encoding.count($1) }
    }
}
