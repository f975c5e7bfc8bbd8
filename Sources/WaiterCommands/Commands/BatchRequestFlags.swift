package import ArgumentParser
internal import Waiter

/// Flags that determine the requests of a batch.
package struct BatchRequestFlags: ParsableArguments {
    @Option(name: .shortAndLong, help: "The model for prompts and for requests that do not specify one.")
    package var model: String?

    @Option(
        name: .shortAndLong,
        parsing: .unconditional,
        help: ArgumentHelp("The system prompt; @PATH reads it from a file.", valueName: "text")
    )
    package var system: String?

    @Option(
        name: .shortAndLong,
        help: "Fill in this template from the columns of each row. The template is given by name or path."
    )
    package var template: String?

    @Option(
        name: [.customShort("p"), .customLong("param")],
        help: ArgumentHelp("Set a template variable that is not a column (repeatable).", valueName: "name value")
    )
    package var values: [String] = []

    @Option(
        name: .customLong("option"),
        help: ArgumentHelp(
            "Set a request option, such as --option temperature 0 (repeatable).",
            valueName: "name value"
        )
    )
    package var options: [String] = []

    @Option(
        name: .customLong("max-tokens"),
        parsing: .unconditional,
        help: "Limit each answer to this many tokens."
    )
    package var maxTokens: Int?

    @OptionGroup
    package var schemas: SchemaFlags

    @Option(help: "The input format; auto detects it from the file name or the first line.")
    package var format: BatchFormat = .auto

    package init() {}

    package func validate() throws {
        if let maxTokens, maxTokens < 1 { throw ValidationError("--max-tokens must be at least 1") }
        if !values.isEmpty, template == nil { throw ValidationError("-p requires a template; choose one with -t") }
    }

    /// Returns an object that creates the requests.
    ///
    /// - Throws: `CommandFailure` for invalid values, options or schemas.
    func maker(
        _ template: Template?,
        _ session: AskSession,
        _ baseURL: BaseURL,
        model: String?
    ) throws -> BatchRequestMaker {
        let parameters = try (template?.parameters ?? []) + options.map(RequestParameters.parse)
        var question = Question(prompt: "", system: nil, parameters: parameters)
        question.maxTokens = maxTokens ?? template?.maxTokens
        var answer = AnswerOptions()
        answer.schema = try schemas.compiled()
        answer.writesJSON = true
        var maker = BatchRequestMaker()
        maker.model = self.model == nil ? template?.model ?? model : model
        maker.system = try SystemPrompt.text(system, file: nil) ?? session.settings.profile.system
        maker.template = template
        maker.values = try values.map(InputFlags.nameAndValue)
        maker.fields = try session.fields(of: question, answer, baseURL: baseURL)
        maker.schema = answer.schema
        maker.host = baseURL.host
        return maker
    }

    /// Returns a text representation of the options that determine the requests. The text is stored so that later
    /// changes can be detected.
    func fingerprint(_ maker: BatchRequestMaker, shard: BatchShard?) throws -> String {
        let values = maker.values.map { JSONValue.array([.string($0.name), .string($0.value)]) }
        let options: JSONObject = [
            "model": maker.model.map(JSONValue.string) ?? .null, "system": maker.system.map(JSONValue.string) ?? .null,
            "template": maker.template.map { .string($0.text) } ?? .null, "values": .array(values),
            "fields": .object(maker.fields), "format": .string(format.rawValue),
            "shard": shard.map { .string($0.defaultValueDescription) } ?? .null,
        ]
        return JSONValue.object(options).jsonText
    }
}
