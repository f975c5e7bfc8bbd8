/// A growable, reusable buffer of tokens.
struct TokenBuffer {
    private(set) var count = 0
    private var capacity = 1 << 10
    private var memory = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 << 10)

    func deallocate() {
        memory.deallocate()
    }

    @inline(__always)
    mutating func append(_ id: UInt32) {
        if count == capacity { grow(by: 1) }
        memory[count] = id
        count &+= 1
    }

    @inline(__always)
    mutating func append(_ ids: UnsafePointer<UInt32>, count added: Int) {
        if count &+ added > capacity { grow(by: added) }
        (memory + count).update(from: ids, count: added)
        count &+= added
    }

    @inline(never)
    private mutating func grow(by added: Int) {
        capacity = max(2 * capacity, count + added)
        let larger = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
        larger.update(from: memory, count: count)
        memory.deallocate()
        memory = larger
    }

    /// Returns the tokens as an array and empties the buffer.
    mutating func take() -> [UInt32] {
        let tokens = Array(UnsafeBufferPointer(start: memory, count: count))
        count = 0
        if capacity > 1 << 16 {
            memory.deallocate()
            self = TokenBuffer()
        }
        return tokens
    }
}
