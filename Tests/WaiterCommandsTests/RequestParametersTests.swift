import Testing
import Waiter
import WaiterCommands

@Suite("Request options")
struct RequestParametersTests {
    @Test(
        "A value gets the type of its name",
        arguments: [
            ("temperature=0.5", "temperature", .number(0.5)), ("temperature=1", "temperature", .integer(1)),
            ("max_tokens=10", "max_tokens", .integer(10)), ("top-k=-1", "top_k", .integer(-1)),
            ("store=true", "store", .bool(true)), ("user=007", "user", .string("007")),
            ("verbosity=low", "verbosity", .string("low")), ("stop=END", "stop", .string("END")),
            ("stop=[\"a\",\"b\"]", "stop", .array([.string("a"), .string("b")])),
            ("tool_choice=none", "tool_choice", .string("none")),
            ("+anything=1.5", "anything", .number(1.5)), ("+anything=a b", "anything", .string("a b")),
            ("+with-dash={}", "with-dash", .object([:])), ("user=", "user", .string("")),
            ("user=a=b", "user", .string("a=b")),
        ] as [(String, String, JSONValue)]
    )
    func values(text: String, name: String, value: JSONValue) throws {
        let parsed = try RequestParameters.parse(text)
        #expect(parsed.name == name)
        #expect(parsed.value == value)
    }

    @Test(
        "A value of the wrong type or out of range is rejected",
        arguments: [
            "temperature=hot", "temperature=2.1", "temperature=nan", "temperature=1e999", "temperature=",
            "temperature=\"1\"", "max_tokens=0", "max_tokens=1.5", "max_tokens=99999999999999999999", "n=129",
            "store=1", "stop={broken", "metadata=[", "seed=x", "=1", "temperature", "", "+=1", "Temperature=1",
        ]
    )
    func wrongValues(text: String) {
        let error = #expect(throws: CommandFailure.self) { try RequestParameters.parse(text) }
        #expect(error?.status == .usage)
        #expect(error?.nextStep?.isEmpty == false)
    }

    @Test("The error for an invalid value describes the expected one")
    func words() throws {
        func remedy(_ text: String) -> String? {
            do {
                _ = try RequestParameters.parse(text)
                return nil
            } catch {
                return (error as? CommandFailure)?.nextStep
            }
        }
        #expect(remedy("frequency_penalty=3") == "expected a number from -2 to 2")
        #expect(remedy("max_tokens=x") == "expected an integer of at least 1")
        #expect(remedy("top_logprobs=21") == "expected an integer from 0 to 20")
        #expect(remedy("seed=x") == "expected an integer")
        #expect(remedy("metadata={") == "expected JSON")
    }

    @Test("The command line overrides the profile, and later options override earlier ones")
    func fields() {
        var question = Question(prompt: "Hi", system: nil, parameters: [("temperature", 1), ("seed", 1), ("seed", 2)])
        let defaults: JSONObject = ["temperature": 0.2, "top_p": 0.9]
        let fields = question.fields(over: defaults, limitName: "max_tokens")
        #expect(fields == ["temperature": 1, "top_p": 0.9, "seed": 2])
        question.parameters = []
        #expect(question.fields(over: defaults, limitName: "max_tokens") == defaults)
    }

    @Test("There is one token limit, whatever its name")
    func oneLimit() {
        var question = Question(prompt: "Hi", system: nil, parameters: [("max_completion_tokens", 7)])
        let defaults: JSONObject = ["max_tokens": 512]
        #expect(question.fields(over: defaults, limitName: "max_tokens") == ["max_completion_tokens": 7])
        question.maxTokens = 9
        #expect(question.fields(over: defaults, limitName: "max_tokens") == ["max_tokens": 9])
        #expect(question.fields(over: [:], limitName: "max_completion_tokens") == ["max_completion_tokens": 9])
    }

    @Test("An empty system prompt is omitted")
    func messages() {
        #expect(Question(prompt: "Hi", system: "", parameters: []).messages == [.user("Hi")])
        #expect(Question(prompt: "Hi", system: "S", parameters: []).messages == [.system("S"), .user("Hi")])
    }
}
