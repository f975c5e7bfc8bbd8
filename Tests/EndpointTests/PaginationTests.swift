import Testing
import Waiter
import WaiterTestSupport

@Suite("Pagination")
struct PaginationTests {
    @Test("All files are read page by page, each page after the last file of the one before")
    func items() async throws {
        let transport = ScriptedTransport(Self.page("a", "b", more: true), Self.page("c", more: false))
        var query = FileListQuery()
        query.limit = 2
        let files = try transport.client().files.all(query)
        var ids: [String] = []
        for try await file in files { ids.append(file.id) }
        #expect(ids == ["a", "b", "c"])
        #expect(transport.requests.map(\.line) == ["GET /v1/files?limit=2", "GET /v1/files?after=b&limit=2"])
    }

    @Test("The next page is not requested before it is read")
    func lazy() async throws {
        let transport = ScriptedTransport(Self.page("a", "b", more: true))
        for try await file in try transport.client().files.all() where file.id == "b" { break }
        #expect(transport.requests.count == 1)
    }

    @Test("Pages are returned as they arrive, and an empty list has one empty page")
    func pages() async throws {
        let transport = ScriptedTransport(Self.page("a", "b", more: true), Self.page("c", more: false))
        #expect(try await Self.pages(transport) == [["a", "b"], ["c"]])
        #expect(try await Self.pages(ScriptedTransport(Self.page(more: false))) == [[]])
    }

    @Test("A list that goes in circles ends, without returning an element twice")
    func circles() async throws {
        let ignoring = ScriptedTransport(Self.page("a", "b", more: true))
        #expect(try await Self.pages(ignoring) == [["a", "b"]])
        #expect(ignoring.requests.count == 2)
        let circle = ScriptedTransport(
            Self.page("a", more: true),
            Self.page("b", more: true),
            Self.page("a", more: true)
        )
        #expect(try await Self.pages(circle) == [["a"], ["b"]])
        let overlapping = ScriptedTransport(Self.page("a", "b", more: true), Self.page("b", "c", more: false))
        #expect(try await Self.pages(overlapping) == [["a", "b"], ["c"]])
    }

    @Test("An empty page ends the list, whatever it says about more")
    func empty() async throws {
        let transport = ScriptedTransport(Self.page("a", more: true), Self.page(more: true))
        #expect(try await Self.pages(transport) == [["a"]])
        #expect(transport.requests.count == 2)
    }

    @Test("An error of a later page is thrown after the files of the earlier ones")
    func failure() async throws {
        let transport = ScriptedTransport(Self.page("a", more: true), .json("{}", status: 404))
        var ids: [String] = []
        let error = await #expect(throws: OpenAIError.self) {
            for try await file in try transport.client().files.all() { ids.append(file.id) }
        }
        #expect(error?.code == .notFound && ids == ["a"])
    }

    private static func pages(_ transport: ScriptedTransport) async throws -> [[String]] {
        var pages: [[String]] = []
        for try await page in try transport.client().files.all().pages { pages.append(page.map(\.id)) }
        return pages
    }

    private static func page(_ ids: String..., more: Bool) -> ScriptedTransport.Step {
        let data = ids.map { #"{"id":"\#($0)","purpose":"batch"}"# }.joined(separator: ",")
        return .json(#"{"object":"list","data":[\#(data)],"has_more":\#(more)}"#)
    }
}
