// Uploads and downloads a file of several gigabytes and reports the peak memory of this process. The server is a
// separate process.

import Foundation
import Measuring
import Waiter
import WaiterTesting

let bytes = Int64(argument("--bytes", default: 2_000_000_000))
let timeouts = OpenAI.Timeouts(total: .seconds(3600))

if argument("--mode") == "serve" {
    let file = FaultServer.File(byteCount: bytes, etag: "\"v1\"")
    let server = try FaultServer(
        bodyReading: { _ in .count },
        script: { request, _ in
            if request.method == "GET" { return [file.response(to: request)] }
            let count = request.checksum.byteCount
            return [.response(#"{"id":"file-1","object":"file","bytes":\#(count),"purpose":"batch"}"#)]
        }
    )
    print(server.port)
    // The server runs until its standard input ends.
    fflush(nil)
    while readLine() != nil {}
} else if let address = argument("--server"), let path = argument("--file") {
    let configuration = try OpenAI.Configuration(apiKey: APIKey("sk-benchmark"), baseURL: BaseURL(address + "/v1"))
    let client = try OpenAI(configuration: configuration)
    let options = RequestOptions(timeouts: timeouts)
    let mode = argument("--mode") ?? "upload"
    let cost = try await Cost.of {
        if mode == "download" {
            let saved = try await client.files.content("file-1", to: path, options: options)
            precondition(Int64(saved.bytes) == bytes)
        } else {
            let file = try await client.files.create(FileUpload(.path(path), purpose: .batch), options: options)
            precondition(Int64(file.bytes ?? 0) > bytes)
        }
    }
    report("transfers.\(mode).peak.mib", Usage.peakMebibytes)
    report("transfers.\(mode).seconds", cost.seconds)
    report("transfers.\(mode).cpu.seconds", cost.cpuMicroseconds / 1e6)
}
