/// A value and its source. The source is used in messages, for example `--base-url`, `WAITER_MODEL` or `profile
/// 'work'`.
package struct SourcedValue: Sendable, Hashable {
    package var value: String
    package var source: String

    package init(value: String, source: String) {
        self.value = value
        self.source = source
    }
}
