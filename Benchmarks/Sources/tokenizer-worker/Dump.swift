import Foundation
import WaiterTokenizer

/// Encodes texts, each preceded by its length in four bytes.
///
/// For each text, writes the number of tokens, the result of `count`, the result of the streamed count, whether
/// decoding returned the original text, and the IDs.
func dump(_ arguments: [String]) throws {
    let encoding = try TokenEncoding.named(arguments[2])
    let input = try Data(contentsOf: URL(fileURLWithPath: arguments[3]), options: .alwaysMapped)
    var output = Data()
    func append(_ number: Int) { withUnsafeBytes(of: UInt32(number).littleEndian) { output.append(contentsOf: $0) } }
    try input.withUnsafeBytes { bytes in
        var at = 0
        var step = 1
        while at < bytes.count {
            let length = Int(bytes.loadUnaligned(fromByteOffset: at, as: UInt32.self))
            let text = UnsafeRawBufferPointer(rebasing: bytes[at + 4..<at + 4 + length])
            at += 4 + length
            let ids = try encoding.encode(utf8: text)
            append(ids.count)
            append(try encoding.count(utf8: text))
            append(try streamedCount(text, encoding, step: step))
            step = step % 37 + 1
            append(try encoding.decode(ids).elementsEqual(text) ? 1 : 0)
            ids.withUnsafeBytes { output.append(contentsOf: $0) }
        }
    }
    try output.write(to: URL(fileURLWithPath: arguments[4]))
}

private func streamedCount(_ text: UnsafeRawBufferPointer, _ encoding: TokenEncoding, step: Int) throws -> Int {
    var stream = TokenCounterStream(encoding)
    var at = 0
    while at < text.count {
        let end = min(text.count, at + step * max(1, text.count / 512))
        try stream.append(UnsafeRawBufferPointer(rebasing: text[at..<end]))
        at = end
    }
    return try stream.finish()
}
