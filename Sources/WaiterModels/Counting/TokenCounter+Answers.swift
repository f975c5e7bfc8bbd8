package import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// Returns the number of tokens in a response message, excluding hidden reasoning, which cannot be counted.
    package func tokens(of message: ChatCompletion.Message) -> Int {
        message.producedTexts.reduce(0) { $0 + encoding.count($1) }
    }
}
