import Testing
import Waiter

@Suite("Causes in server messages")
struct ServerWordingTests {
    private func causes(_ body: String) throws -> Set<ServerWording.Cause> {
        let server = try #require(ServerErrorBody.parse(JSONValue(jsonText: body)))
        return Set(ServerWording.Cause.allCases.filter { ServerWording.reports($0, server) })
    }

    private func error(_ message: String) -> String {
        JSONValue.object(["error": ["message": .string(message)]]).jsonText
    }

    @Test("Each wording in the table is recognized with anything around and between its parts")
    func table() throws {
        for wording in ServerWording.table {
            let message = "Error: " + wording.parts.joined(separator: " 'x' 12 ").uppercased() + " - see above"
            #expect(try causes(error(message)).contains(wording.cause), "\(message)")
        }
    }

    @Test(
        "Observed server messages are classified correctly",
        arguments: [
            (ServerWording.Cause.contextOverflow, "`inputs` tokens + `max_new_tokens` must be <= 8192. Given: 9001"),
            (.contextOverflow, "invalid params, context window exceeds limit (2013)"),
            (.contextOverflow, "Range of input length should be [1, 129024]"),
            (.contextOverflow, "Input length 131393 exceeds the maximum allowed input length of 131040 tokens"),
            (.unknownModel, "The model `x` does not exist or you do not have access to it."),
            (.unknownModel, "No endpoints found for x/y."),
            (.unknownModel, "Unable to access model x. Please visit https://api.together.ai/models"),
            (.unknownModel, "models/x is not found for API version v1main, or is not supported for generateContent."),
            (.otherKindOfModel, "This is not a chat model and thus not supported in the v1/chat/completions endpoint."),
            (.otherKindOfModel, "This model is only supported in v1/responses and not in v1/chat/completions."),
            (.streamingRefused, "Your organization must be verified to stream this model. Please go to the settings."),
            (
                .completionTokensWanted,
                "'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead."
            ),
            (.systemRoleRefused, "Unsupported value: 'messages[0].role' does not support 'system' with this model."),
            (.systemRoleRefused, "Developer instruction is not enabled for models/gemma-3-27b-it"),
            (.developerRoleRefused, "'developer' is not one of ['system', 'assistant', 'user', 'tool', 'function']"),
            (.imagesRefused, "image input is not supported - hint: you may need to provide the mmproj"),
            (.regionRefused, "User location is not supported for the API use."),
        ]
    )
    func seen(cause: ServerWording.Cause, message: String) throws {
        #expect(try causes(error(message)).contains(cause))
    }

    @Test(
        "Codes and types are recognized without a message",
        arguments: [
            (
                ServerWording.Cause.contextOverflow,
                #"{"error":{"message":"m","code":"model_max_prompt_tokens_exceeded"}}"#
            ),
            (.unknownModel, #"{"error":{"message":"m","code":"DeploymentNotFound"}}"#),
            (.unknownModel, #"{"object":"error","message":"m","type":"invalid_model","code":"1500"}"#),
            (.regionRefused, #"{"error":{"message":"m","code":"unsupported_country_region_territory"}}"#),
        ]
    )
    func codes(cause: ServerWording.Cause, body: String) throws {
        #expect(try causes(body) == [cause])
    }

    @Test(
        "Other errors match none of them",
        arguments: [
            "Rate limit reached for model `x` on tokens per minute (TPM): Limit 6000.", "Insufficient Balance",
            "temperature must be between 0 and 2", "Invalid value: 'x'.", "You exceeded your current quota",
            "max_tokens must be positive",
        ]
    )
    func others(message: String) throws {
        #expect(try causes(error(message)).isEmpty)
    }
}
