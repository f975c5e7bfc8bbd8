package import Waiter
internal import WaiterTokenizer

extension TokenCounter {
    /// Returns the tokens of what an answer says; those of hidden reasoning cannot be counted.
    package func tokens(of message: ChatCompletion.Message) -> Int {
        message.producedTexts.reduce(0) { $0 + encoding.count($1) }
    }
}
