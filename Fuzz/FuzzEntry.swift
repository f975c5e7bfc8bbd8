// The entry point that libFuzzer calls with each generated input; `Fuzz/run` compiles it for one target at a time.

private func complaint(about bytes: [UInt8]) -> String? {
    #if FUZZ_EVENT_STREAM
        FuzzTarget.eventStream.complaint(about: bytes)
    #elseif FUZZ_ANSWER
        FuzzTarget.answer.complaint(about: bytes)
    #elseif FUZZ_ZIP_IMPORT
        ZipImportFuzzing.complaint(about: bytes)
    #else
        FuzzTarget.json.complaint(about: bytes)
    #endif
}

@_cdecl("LLVMFuzzerTestOneInput")
public func checkOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    if let complaint = complaint(about: Array(UnsafeBufferPointer(start: start, count: count))) {
        fatalError(complaint)
    }
    return 0
}
