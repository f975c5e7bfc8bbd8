import Foundation
import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Files")
struct FileTests {
    @Test("A file is decoded without the fields that servers omit, and unknown purposes are preserved")
    func decoding() throws {
        let file = try JSONBodyDecoder.decode(
            FileObject.self,
            from: JSONValue(jsonText: #"{"id":"f","bytes":"many","purpose":"new","created_at":5,"expires_at":null}"#)
        )
        #expect(file.id == "f" && file.bytes == nil && file.createdAt == 5 && file.expiresAt == nil)
        #expect(file.purpose.rawValue == "new")
        #expect(
            try JSONBodyDecoder.decode(FileObject.self, from: JSONValue(parsing: JSONBodyEncoder.encode(file))) == file
        )
        #expect(throws: DecodingError.self) {
            try JSONBodyDecoder.decode(FileObject.self, from: JSONValue(jsonText: #"{"bytes":1}"#))
        }
    }

    @Test("A page is requested with a query, and reports whether there are more")
    func list() async throws {
        let harness = try Harness(.json(#"{"object":"list","data":[{"id":"a","purpose":"batch"}],"has_more":true}"#))
        var query = FileListQuery()
        query.after = "x&y"
        query.limit = 2
        query.order = .ascending
        query.purpose = .fineTune
        let page = try await harness.client.files.list(query)
        #expect(page.map(\.id) == ["a"] && page.hasMore)
        #expect(harness.transport.requests[0].head.path == "/v1/files?after=x%26y&limit=2&order=asc&purpose=fine-tune")
    }

    @Test("A file is retrieved and deleted, and its content is read")
    func calls() async throws {
        let harness = try Harness(
            .json(#"{"id":"f 1","purpose":"batch"}"#),
            .json(#"{"id":"f 1","object":"file","deleted":true}"#),
            .json("line\n")
        )
        #expect(try await harness.client.files.retrieve("f 1").id == "f 1")
        #expect(try await harness.client.files.delete("f 1") == FileDeletion(id: "f 1", deleted: true))
        #expect(try await harness.client.files.content("f 1") == Array("line\n".utf8))
        let heads = harness.transport.requests.map(\.head)
        #expect(heads.map(\.method.rawValue) == ["GET", "DELETE", "GET"])
        #expect(heads.map(\.path) == ["/v1/files/f%201", "/v1/files/f%201", "/v1/files/f%201/content"])
    }
}
