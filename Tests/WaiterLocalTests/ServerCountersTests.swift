import Testing

@testable import WaiterLocal

@Suite("Server counters")
struct ServerCountersTests {
    private func metrics(decodes: Int, processing: Int = 0, uptime: Int = 0) -> String {
        """
        # HELP llamacpp:n_decode_total Total number of llama_decode() calls
        # TYPE llamacpp:n_decode_total counter
        llamacpp:n_decode_total \(decodes)
        llamacpp:prompt_tokens_total 31
        llamacpp:requests_processing \(processing)
        llamacpp:requests_deferred 0
        llamacpp:predicted_tokens_seconds \(uptime)
        """
    }

    @Test("Two samples of an unused server are equal")
    func unchanged() {
        let first = ServerCounters.sample(metrics: metrics(decodes: 3, uptime: 1), lease: 0)
        let second = ServerCounters.sample(metrics: metrics(decodes: 3, uptime: 2), lease: 0)
        #expect(first != nil && first == second)
    }

    @Test("Completed work and an active request are detected")
    func used() throws {
        let before = try #require(ServerCounters.sample(metrics: metrics(decodes: 3), lease: 0))
        let after = try #require(ServerCounters.sample(metrics: metrics(decodes: 4), lease: 0))
        #expect(before != after)
        #expect(!before.isBusy)
        #expect(try #require(ServerCounters.sample(metrics: metrics(decodes: 3, processing: 1), lease: 0)).isBusy)
    }

    @Test("A page without metrics is not a sample", arguments: ["", "<html></html>", "other:thing 1"])
    func notMetrics(text: String) {
        #expect(ServerCounters.sample(metrics: text, lease: 0) == nil)
    }

    @Test("Slots report work and an active request, too")
    func slots() {
        let idle = ServerCounters.sample(slots: #"[{"id":0,"is_processing":false,"id_task":1}]"#, lease: 0)
        let busy = ServerCounters.sample(slots: #"[{"id":0,"is_processing": true,"id_task":1}]"#, lease: 0)
        let later = ServerCounters.sample(slots: #"[{"id":0,"is_processing":false,"id_task":2}]"#, lease: 0)
        #expect(!idle.isBusy && busy.isBusy && idle != later)
    }
}
