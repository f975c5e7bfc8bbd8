/// A value and its source. The source, such as `--base-url`, `WAITER_MODEL` or `profile 'work'`, is used in messages.
package struct SourcedValue: Sendable, Hashable {
    package var value: String
    package var source: String

    package init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}
