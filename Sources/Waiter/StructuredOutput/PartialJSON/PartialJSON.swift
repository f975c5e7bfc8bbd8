/// An incremental parser that provides the part of a JSON document that can no longer change.
///
/// Strings, arrays and objects appear when their first byte is read, and then only grow. Numbers and literals
/// appear when they are complete. Keys appear together with their values. Visible content is never changed or
/// removed. `JSONReader` defines the accepted syntax, and returns the same value for a complete document.
///
/// Appending takes time proportional to the number of new bytes and the nesting depth. If a copy of the value is
/// retained, appending also copies the open containers and the open string.
package struct PartialJSON: Sendable {
    /// The kind of input that is expected next if no token is open.
    enum Expectation: Sendable {
        case value, elementOrEnd, key, keyOrEnd, colon, commaOrEnd, end
    }

    /// The token that was incomplete at the end of the most recent input.
    enum Token: Sendable {
        case none, key, string, scalar
    }

    /// An open array or object.
    struct Frame: Sendable {
        var elements: [JSONValue] = []
        var object = JSONObject()
        let isObject: Bool

        var value: JSONValue { isObject ? .object(object) : .array(elements) }

        /// Replaces the last value and returns the previous one.
        mutating func exchangeLast(_ value: JSONValue) -> JSONValue {
            if isObject { return object.exchangeLast(value) }
            let last = elements.count - 1
            let previous = elements[last]
            elements[last] = value
            return previous
        }
    }

    /// The part of the document that can no longer change, or `nil` before the first value.
    package private(set) var value: JSONValue?
    /// The number of open arrays and objects.
    package private(set) var depth = 0
    /// Whether the last string of the value is still open and can grow.
    package private(set) var isStringOpen = false
    /// Whether the document is complete.
    package var isComplete: Bool { expectation == .end && token == .none && !isStopped }
    /// Whether parsing has stopped because the text is not JSON, repeats a key, or has too many values for its size.
    package private(set) var isStopped = false

    /// Whether the bytes received so far, if any, are the start of a byte-order mark.
    var isAtStart = true
    var expectation = Expectation.value
    var token = Token.none
    /// The open containers, outermost first, while bytes are being consumed. At other times, the containers are part of
    /// `value`.
    private var frames: [Frame] = []
    /// The open string while bytes are being consumed.
    var openText = ""
    /// The key whose value has not started yet.
    var key: String?
    /// The bytes of the current token that have not been added to the value yet.
    var held: [UInt8] = []
    /// Whether the withheld bytes of a key end in a backslash that escapes the next byte.
    var isAfterBackslash = false
    private var isChanged = false
    private var bytesRead = 0
    private var memory = 0

    /// Creates a parser at the start of a document.
    package init() {}

    /// Appends text and returns whether the value has changed.
    package mutating func append(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { append($0) }
    }

    /// Appends bytes and returns whether the value has changed. The bytes can end anywhere, including within a
    /// character.
    package mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
        guard !isStopped, !bytes.isEmpty else { return false }
        bytesRead += bytes.count
        isChanged = false
        open()
        var rest = bytes[...]
        while !rest.isEmpty, !isStopped {
            switch token {
            case .none: readStructure(&rest)
            case .key: readKey(&rest)
            case .string: readString(&rest)
            case .scalar: readScalar(&rest)
            }
        }
        close()
        return isChanged
    }

    /// Marks the document as complete and returns whether the value has changed. If the root is a number, this method
    /// completes the number.
    package mutating func finish() -> Bool {
        guard !isStopped, depth == 0, token == .scalar else { return false }
        isChanged = false
        endNumber()
        return isChanged
    }

    // MARK: The tree

    /// Takes the open containers out of the value so that they can be changed in place.
    private mutating func open() {
        guard depth > 0 || isStringOpen, var node = value else { return }
        value = nil
        for level in 1...(depth + 1) {
            if level > depth {
                if isStringOpen, case .string(let text) = node { openText = text }
                return
            }
            var frame: Frame
            switch node {
            case .object(let object): frame = Frame(object: object, isObject: true)
            case .array(let elements): frame = Frame(elements: elements, isObject: false)
            default: return
            }
            node = .null  // Leaves the container uniquely referenced.
            if level < depth || isStringOpen { node = frame.exchangeLast(.null) }
            frames.append(frame)
        }
    }

    /// Puts the open containers back into the value.
    private mutating func close() {
        depth = frames.count
        guard depth > 0 || isStringOpen else { return }
        var child: JSONValue?
        if isStringOpen {
            child = .string(openText)
            openText = ""
        }
        while var frame = frames.popLast() {
            if let child { _ = frame.exchangeLast(child) }
            child = frame.value
        }
        value = child
    }

    /// Whether the innermost container is an object, or `nil` outside any container.
    var isInObject: Bool? { frames.last?.isObject }

    /// Appends a value to the innermost container or makes it the root of the document.
    mutating func place(_ newValue: JSONValue) {
        isChanged = true
        charge(JSONBudget.member)
        if frames.isEmpty {
            value = newValue
        } else if let key {
            frames[frames.count - 1].object[key] = newValue
            self.key = nil
        } else {
            frames[frames.count - 1].elements.append(newValue)
        }
        expectation = frames.isEmpty ? .end : .commaOrEnd
    }

    mutating func beginContainer(isObject: Bool) {
        guard frames.count < JSONReader.maxDepth else { return stop() }
        place(.null)
        charge(JSONBudget.object)
        frames.append(Frame(isObject: isObject))
        expectation = isObject ? .keyOrEnd : .elementOrEnd
    }

    mutating func endContainer() {
        guard let frame = frames.popLast() else { return stop() }
        if frames.isEmpty {
            value = frame.value
        } else {
            _ = frames[frames.count - 1].exchangeLast(frame.value)
        }
        expectation = frames.isEmpty ? .end : .commaOrEnd
    }

    mutating func beginString() {
        place(.string(""))
        isStringOpen = true
        token = .string
    }

    mutating func grow(_ text: String) {
        if text.isEmpty { return }
        charge(text.utf8.count)
        openText += text
        isChanged = true
    }

    mutating func endString() {
        if frames.isEmpty {
            value = .string(openText)
        } else {
            _ = frames[frames.count - 1].exchangeLast(.string(openText))
        }
        openText = ""
        isStringOpen = false
        token = .none
    }

    /// Records a key. A duplicate key stops parsing because its value would replace a visible value.
    mutating func setKey(_ text: String) {
        guard let object = frames.last?.object, object[text] == nil else { return stop() }
        charge(text.utf8.count)
        key = text
        token = .none
        expectation = .colon
    }

    /// Stops parsing. The value does not change afterward.
    mutating func stop() { isStopped = true }

    private mutating func charge(_ bytes: Int) {
        memory += bytes
        if memory > JSONBudget.of(byteCount: bytesRead) { stop() }
    }
}
