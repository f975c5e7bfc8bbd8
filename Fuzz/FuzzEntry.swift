// The entry point that libFuzzer calls with each generated input; `Fuzz/run` compiles it for one target at a time.

#if FUZZ_EVENT_STREAM
    private let target = FuzzTarget.eventStream
#else
    private let target = FuzzTarget.json
#endif

@_cdecl("LLVMFuzzerTestOneInput")
public func checkOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let complaint = target.complaint(about: Array(UnsafeBufferPointer(start: start, count: count)))
    if let complaint { fatalError(complaint) }
    return 0
}
