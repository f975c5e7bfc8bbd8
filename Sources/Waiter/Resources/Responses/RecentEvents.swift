/// The latest numbered events in a stream, used to detect events that arrive twice.
///
/// A server may restart its numbering for each item, or give all events the same number. An event therefore counts as a
/// repetition only if two conditions are met. First, its position and text match those of the recent event with the
/// same number. Second, the events received so far do not all have the same number.
struct RecentEvents: Sendable {
    private struct Entry {
        var number: Int
        var outputIndex: Int?
        var contentIndex: Int?
        var delta: String?
        var type: ResponseStreamEvent.EventType
    }

    private static let capacity = 64

    private var entries: [Entry] = []
    private var lowest = Int.max
    /// The highest number so far, or `nil` before the first numbered event.
    private(set) var highest: Int?

    /// Records an event and returns whether it repeats a recent event.
    mutating func isRepeated(_ event: ResponseStreamEvent) -> Bool {
        guard let number = event.sequenceNumber, number >= 0 else { return false }
        let place = number % Self.capacity
        if let highest, number <= highest, highest > lowest, entries.indices.contains(place) {
            let entry = entries[place]
            if entry.number == number, entry.outputIndex == event.outputIndex,
                entry.contentIndex == event.contentIndex, entry.delta == event.delta, entry.type == event.type
            {
                return true
            }
        }
        lowest = min(lowest, number)
        highest = max(highest ?? number, number)
        store(event, number, at: place)
        return false
    }

    private mutating func store(_ event: ResponseStreamEvent, _ number: Int, at place: Int) {
        if entries.isEmpty { entries.reserveCapacity(Self.capacity) }
        while entries.count <= place { entries.append(Entry(number: -1, type: "")) }
        entries[place] = Entry(
            number: number,
            outputIndex: event.outputIndex,
            contentIndex: event.contentIndex,
            delta: event.delta,
            type: event.type
        )
    }
}
