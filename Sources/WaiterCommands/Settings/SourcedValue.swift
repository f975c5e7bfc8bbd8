/// A value and its source, for messages: `--base-url`, `WAITER_MODEL`, `profile 'work'`.
package struct SourcedValue: Sendable, Hashable {
    package var value: String
    package var source: String

    package init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}
