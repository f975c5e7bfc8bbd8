import Testing
import Waiter

@Suite("Finish reasons")
struct FinishReasonTests {
    @Test(
        "Each value used by servers has its meaning, ignoring case, with hyphens or underscores",
        arguments: [
            (
                FinishReason.Outcome.complete,
                [
                    "stop", "STOP", "Stop", "", "eos", "eos_token", "end_turn", "stop_sequence", "tool_calls",
                    "tool-calls",
                    "function_call", "tool_use", "completed",
                ]
            ),
            (.truncated, ["length", "max_tokens", "MAX_TOKENS", "model_length", "max_output_tokens", "max-tokens"]),
            (
                .filtered,
                [
                    "content_filter", "content-filter", "SAFETY", "RECITATION", "sensitive", "refusal", "BLOCKLIST",
                    "PROHIBITED_CONTENT",
                ]
            ),
            (
                .failed,
                ["error", "network_error", "insufficient_system_resource", "abort", "MALFORMED_FUNCTION_CALL"]
            ),
            (.unknown, ["new", "stopped", "lengthy", "errors", "FINISH_REASON_UNSPECIFIED"]),
        ]
    )
    func outcomes(outcome: FinishReason.Outcome, words: [String]) {
        for word in words { #expect(FinishReason(rawValue: word).outcome == outcome, "\(word)") }
    }
}
