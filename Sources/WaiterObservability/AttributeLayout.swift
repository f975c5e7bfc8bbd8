internal import Tracing

/// A hash table that contains the names of a span's attributes.
///
/// Spans for the same kind of call usually have attributes with the same names. Copying this table for each of these
/// spans takes less time than hashing the names again.
final class AttributeLayout: Sendable {
    typealias Name = SemanticConventions.Attribute
    typealias Table = [String: SpanAttribute]

    /// The names of the attributes that are set at the end of a call, in the order in which they are set.
    fileprivate let names: [Name]
    /// The positions of these attributes in the table.
    fileprivate let positions: [Table.Index]
    /// The attributes that are set at the start of a call, and the names of the other attributes with meaningless
    /// values.
    fileprivate let table: Table

    /// Creates a layout from the attributes of a call.
    ///
    /// - Parameters:
    ///   - names: The names of the attributes that were set at the end of the call.
    ///   - attributes: All attributes of the call.
    init(_ names: [Name], of attributes: SpanAttributes) {
        var table: Table = [:]
        attributes.forEach { table[$0] = $1 }
        for name in names { table[name.rawValue] = .bool(false) }
        self.names = names
        positions = names.compactMap { table.index(forKey: $0.rawValue) }
        self.table = table
    }

    /// Returns the attributes of a call, or `nil` if their names differ from those in the layout.
    func attributes(of call: CallAttributes) -> SpanAttributes? {
        var filler = LayoutFiller(self)
        call.set(in: &filler)
        return filler.isComplete ? SpanAttributes(filler.table) : nil
    }
}

/// A copy of a layout's table whose values are replaced.
private struct LayoutFiller: AttributeSetting {
    let layout: AttributeLayout
    private(set) var table: AttributeLayout.Table
    /// The number of values that have been replaced.
    private var count = 0
    /// Whether an attribute was set that the layout does not contain at this point.
    private var isDifferent = false

    init(_ layout: AttributeLayout) {
        self.layout = layout
        table = layout.table
    }

    var isComplete: Bool { !isDifferent && count == layout.names.count }

    mutating func set(_ name: AttributeLayout.Name, value: consuming SpanAttribute) {
        guard !isDifferent, count < layout.names.count, layout.names[count] == name else {
            isDifferent = true
            return
        }
        table.values[layout.positions[count]] = value
        count += 1
    }
}

/// Attributes together with the names of those that were added, in the order in which they were added.
struct AttributeRecorder: AttributeSetting {
    var attributes: SpanAttributes
    private(set) var names: [SemanticConventions.Attribute] = []

    init(_ attributes: SpanAttributes) { self.attributes = attributes }

    mutating func set(_ name: SemanticConventions.Attribute, value: consuming SpanAttribute) {
        attributes.set(name, value: value)
        names.append(name)
    }
}
