/// The state machine of `BodyChannel`. Its methods return the action to perform.
struct BodyChannelState {
    typealias Reader = CheckedContinuation<[UInt8]?, any Error>
    typealias Producer = CheckedContinuation<Void, any Error>

    enum Action {
        case none
        case deliver(Reader, [UInt8]?)
        case fail(Reader, any Error)
        case demand((@Sendable () -> Void)?, Producer?)
        case refuse(Producer)
        case stop(Reader?, any Error, Producer?, (@Sendable () -> Void)?)
    }

    /// The number of buffered bytes at which the producer is asked to pause.
    static let highWater = 32 << 10

    private enum Phase {
        case open
        case draining(left: Int)
        case finished((any Error)?)
        case cancelled(any Error)
    }

    private var phase = Phase.open
    private var pieces: [[UInt8]] = []
    private var firstPiece = 0
    private var waitingBytes = 0
    private var reader: Reader?
    private var producer: Producer?
    private var producerIsPaused = false
    private var cancelHandler: (@Sendable () -> Void)?
    var demandHandler: (@Sendable () -> Void)?

    var isAwaited: Bool { reader != nil }

    /// Whether the producer can send more data.
    var isOpen: Bool {
        switch phase {
        case .open, .draining: true
        case .finished, .cancelled: false
        }
    }

    mutating func push(_ bytes: [UInt8]) -> (Action, isRoom: Bool) {
        switch phase {
        case .open:
            if let reader {
                self.reader = nil
                return (.deliver(reader, bytes), true)
            }
            pieces.append(bytes)
            waitingBytes += bytes.count
            producerIsPaused = waitingBytes >= Self.highWater
            return (.none, !producerIsPaused)
        case .draining(let left):
            if bytes.count > left { return (stop(CancellationError()), true) }
            phase = .draining(left: left - bytes.count)
            return (.none, true)
        case .finished, .cancelled:
            return (.none, true)
        }
    }

    mutating func finish(_ error: (any Error)?) -> Action {
        switch phase {
        case .open, .draining: break
        case .finished, .cancelled: return .none
        }
        phase = .finished(error)
        releaseHandlers()
        guard let reader else { return .none }
        self.reader = nil
        return error.map { .fail(reader, $0) } ?? .deliver(reader, nil)
    }

    /// Sets the cancellation handler and returns `true` if the caller must call it immediately.
    mutating func setCancelHandler(_ handler: @escaping @Sendable () -> Void) -> Bool {
        switch phase {
        case .open, .draining: cancelHandler = handler
        case .finished: break
        case .cancelled: return true
        }
        return false
    }

    mutating func waitForDemand(_ continuation: Producer) -> Action {
        switch phase {
        case .cancelled: return .refuse(continuation)
        case .open where producerIsPaused:
            producer = continuation
            return .none
        default: return .demand(nil, continuation)
        }
    }

    mutating func abandonDemand() -> Action {
        guard let producer else { return .none }
        self.producer = nil
        return .refuse(producer)
    }

    mutating func nextBuffered() -> ([UInt8]?, Action?) {
        guard firstPiece < pieces.count else { return (nil, nil) }
        if case .cancelled = phase { return (nil, nil) }
        let piece = pieces[firstPiece]
        pieces[firstPiece] = []
        firstPiece += 1
        waitingBytes -= piece.count
        if firstPiece == pieces.count {
            pieces.removeAll(keepingCapacity: true)
            firstPiece = 0
        }
        guard producerIsPaused, waitingBytes < Self.highWater / 2 else { return (piece, nil) }
        return (piece, resumeProducer())
    }

    private mutating func resumeProducer() -> Action {
        producerIsPaused = false
        defer { producer = nil }
        return .demand(demandHandler, producer)
    }

    /// Waits for a chunk. This method first checks for a buffered chunk, because a chunk may have been received after
    /// the caller last called `nextBuffered`. The producer may also have paused in the meantime.
    mutating func wait(_ continuation: Reader) -> (Action, Action) {
        let (piece, resume) = nextBuffered()
        if let piece { return (.deliver(continuation, piece), resume ?? .none) }
        switch phase {
        case .open:
            guard reader == nil else {
                let error = OpenAIError(.invalidRequest, "a body was read by two tasks concurrently")
                return (.fail(continuation, error), .none)
            }
            reader = continuation
            return (.none, .none)
        case .draining, .finished(nil): return (.deliver(continuation, nil), .none)
        case .finished(let error?): return (.fail(continuation, error), .none)
        case .cancelled(let error): return (.fail(continuation, error), .none)
        }
    }

    /// Cancels an open body. A body that is being drained is not cancelled, because its reader is already gone.
    mutating func cancel(_ error: any Error) -> Action {
        guard case .open = phase else { return .none }
        return stop(error)
    }

    /// Stops draining the body.
    mutating func cancelDraining() -> Action {
        guard case .draining = phase else { return .none }
        return stop(CancellationError())
    }

    private mutating func stop(_ error: any Error) -> Action {
        phase = .cancelled(error)
        pieces = []
        firstPiece = 0
        let action = Action.stop(reader, error, producer, cancelHandler)
        reader = nil
        producer = nil
        releaseHandlers()
        return action
    }

    mutating func drain(_ limit: Int) -> Action {
        guard case .open = phase else { return .none }
        pieces = []
        firstPiece = 0
        if waitingBytes > limit { return stop(CancellationError()) }
        phase = .draining(left: limit - waitingBytes)
        return producerIsPaused ? resumeProducer() : .none
    }

    /// Releases the handlers. The handlers usually retain the producer, which in turn retains the channel.
    private mutating func releaseHandlers() {
        cancelHandler = nil
        demandHandler = nil
    }
}
