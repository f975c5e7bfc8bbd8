/// The results of a batch, keyed by request ID.
///
///     for id in ids { print(try results[id]?.get().text ?? "not processed") }
public struct BatchResults<Output: Sendable>: Sendable {
    /// The results, keyed by request ID. Values come from the output file. Errors come from the output file or the
    /// error file.
    public private(set) var byID: [String: Result<Output, OpenAIError>] = [:]
    /// The results whose IDs were not expected or had already occurred.
    public private(set) var unexpected: [BatchResultLine] = []
    /// The numbers of the lines that are not valid results, keyed by file ID. Line numbers start at 1.
    public private(set) var unreadableLines: [String: [Int]] = [:]
    private let expected: Set<String>?

    init(expecting ids: [String]?) {
        expected = ids.map { Set($0) }
    }

    /// The result of a request, or `nil` if there is no result for the request, for example because the batch expired.
    public subscript(id: String) -> Result<Output, OpenAIError>? { byID[id] }

    /// The expected IDs without a result, in alphabetical order. The array is empty if no expected IDs were given.
    public var missing: [String] { (expected ?? []).filter { byID[$0] == nil }.sorted() }

    /// Adds the lines of a file.
    mutating func add(
        _ content: [UInt8],
        of file: String,
        _ result: (BatchResultLine) -> Result<Output, OpenAIError>
    ) {
        for (number, bytes) in content.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            guard bytes.contains(where: { $0 > 0x20 }) else { continue }
            guard let json = try? JSONValue(parsingForeign: Array(bytes)),
                let line = try? JSONBodyDecoder.decode(BatchResultLine.self, from: json)
            else {
                unreadableLines[file, default: []].append(number + 1)
                continue
            }
            guard expected?.contains(line.customID) != false, byID[line.customID] == nil else {
                unexpected.append(line)
                continue
            }
            byID[line.customID] = result(line)
        }
    }
}
