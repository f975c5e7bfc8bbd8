import HTTPTypes
import Testing
import Waiter
import WaiterTestSupport

@Suite("Fine-tuning jobs")
struct FineTuningTests {
    @Test("A request has all its members, for every method")
    func request() throws {
        var request = FineTuningJobRequest(model: "m", trainingFile: "t")
        (request.validationFile, request.suffix, request.seed, request.metadata) = ("v", "s", 7, ["k": "v"])
        request.integrations = [.init(wandb: .init(project: "p", name: "n", entity: "e", tags: ["x"]))]
        var hyperparameters = FineTuningHyperparameters(batchSize: .auto, learningRateMultiplier: 0.5, epochs: 3)
        hyperparameters.beta = 0.1
        request.method = .dpo(hyperparameters)
        #expect(
            try JSONValue(jsonText: encoded(request)) == [
                "model": "m", "training_file": "t", "validation_file": "v", "suffix": "s", "seed": 7,
                "metadata": ["k": "v"],
                "integrations": [
                    ["type": "wandb", "wandb": ["project": "p", "name": "n", "entity": "e", "tags": ["x"]]]
                ],
                "method": [
                    "type": "dpo",
                    "dpo": [
                        "hyperparameters": [
                            "batch_size": "auto", "learning_rate_multiplier": 0.5, "n_epochs": 3, "beta": 0.1,
                        ]
                    ],
                ],
            ]
        )
        #expect(try roundTrip(request) == request)
        #expect(
            try encoded(FineTuningMethod.supervised(.init(epochs: 1)))
                == #"{"type":"supervised","supervised":{"hyperparameters":{"n_epochs":1}}}"#
        )
        let grader: JSONValue = ["type": "python", "name": "g", "source": "..."]
        #expect(
            try JSONValue(jsonText: encoded(FineTuningMethod.reinforcement(grader: grader)))
                == ["type": "reinforcement", "reinforcement": ["grader": grader]]
        )
    }

    @Test("A job has all its fields, and malformed ones beside its state are dropped")
    func job() throws {
        let job = try decoded(FineTuningJob.self, Self.every)
        #expect(job.status == .succeeded && job.status.isFinal && job.fineTunedModel == "ft:m")
        #expect(job.hyperparameters?.epochs == 4 && job.hyperparameters?.batchSize == .auto)
        #expect(job.method?.reinforcement?.hyperparameters?.evaluationInterval == 2)
        #expect(job.method?.reinforcement?.grader?["type"] == "multi")
        #expect(job.integrations.first?.wandb?.project == "p" && job.resultFiles == ["r"])
        #expect(try roundTrip(job) == job)
        let text = #"{"id":"j","status":"thinking","method":7,"error":{},"integrations":null,"hyperparameters":"?"}"#
        let bare = try decoded(FineTuningJob.self, text)
        #expect(bare.status == "thinking" && !bare.status.isFinal && bare.method == nil && bare.resultFiles.isEmpty)
    }

    @Test("Calls have their method, path and query")
    func calls() async throws {
        let transport = ScriptedTransport(answering: { request in
            request.line.contains("limit=")
                ? #"{"data":[{"id":"x","status":"queued","metrics":{"step":3,"train_loss":0.5}}],"has_more":false}"#
                : #"{"id":"x","status":"queued"}"#
        })
        let jobs = try transport.client().fineTuning.jobs
        var query = FineTuningJobListQuery()
        (query.after, query.limit, query.metadata) = ("a", 2, .value(["k 1": "v&"]))
        #expect(try await jobs.create(.init(model: "m", trainingFile: "t")).id == "x")
        #expect(try await jobs.retrieve("j").status == .queued)
        #expect(try await jobs.cancel("j").id == "x")
        #expect(try await jobs.list(query).count == 1)
        query.metadata = .null
        #expect(try await jobs.list(query).count == 1)
        #expect(try await jobs.events.list(of: "j", after: "a", limit: 2).first?.id == "x")
        let checkpoint = try await jobs.checkpoints.list(of: "j", after: "a", limit: 2)[0]
        #expect(checkpoint.metrics?.step == 3 && checkpoint.metrics?.trainLoss == 0.5)
        #expect(
            transport.requests.map(\.line) == [
                "POST /v1/fine_tuning/jobs", "GET /v1/fine_tuning/jobs/j", "POST /v1/fine_tuning/jobs/j/cancel",
                "GET /v1/fine_tuning/jobs?after=a&limit=2&metadata%5Bk%201%5D=v%26",
                "GET /v1/fine_tuning/jobs?after=a&limit=2&metadata=null",
                "GET /v1/fine_tuning/jobs/j/events?after=a&limit=2",
                "GET /v1/fine_tuning/jobs/j/checkpoints?after=a&limit=2",
            ]
        )
    }

    @Test("Following a job returns each event once, oldest first, and ends with the job")
    func follow() async throws {
        let transport = ScriptedTransport(
            Self.job("queued"),
            Self.events("b", "a"),
            Self.job("running"),
            Self.events("b", "a"),
            Self.job("running"),
            Self.events("d", more: true),
            Self.events("c", "b", more: true),
            Self.job("succeeded"),
            Self.events("e", "d")
        )
        var ids: [String] = []
        for try await event in try transport.client().fineTuning.jobs.events.follow("j") { ids.append(event.id) }
        #expect(ids == ["a", "b", "c", "d", "e"])
        #expect(transport.requests.count == 9)
        #expect(transport.requests[6].line == "GET /v1/fine_tuning/jobs/j/events?after=d&limit=100")
    }

    @Test("A job that has ended returns its events without waiting, and an idle one is followed until the deadline")
    func followedEnds() async throws {
        let ended = ScriptedTransport(Self.job("failed"), Self.events("a"))
        var ids: [String] = []
        for try await event in try ended.client().fineTuning.jobs.events.follow("j") { ids.append(event.id) }
        #expect(ids == ["a"] && ended.requests.count == 2)
        let idle = ScriptedTransport(answering: { request in
            request.line.contains("events") ? #"{"data":[],"has_more":false}"# : #"{"id":"j","status":"running"}"#
        })
        let policy = PollingPolicy(interval: .seconds(1), deadline: .seconds(4))
        let error = await #expect(throws: OpenAIError.self) {
            for try await _ in try idle.client().fineTuning.jobs.events.follow("j", policy: policy) {}
        }
        #expect(error?.code == .timeout && idle.requests.count == 6)
    }

    @Test("Waiting ends with any final state")
    func waiting() async throws {
        for final in ["succeeded", "failed", "cancelled"] {
            let transport = ScriptedTransport(Self.job("validating_files"), Self.job("running"), Self.job(final))
            var states: [String] = []
            let job = try await transport.client().fineTuning.jobs.wait(for: "j") { states.append($0.status.rawValue) }
            #expect(states == ["validating_files", "running", final] && job.status.rawValue == final)
        }
    }

    private static func job(_ status: String) -> ScriptedTransport.Step {
        .json(#"{"id":"j","object":"fine_tuning.job","status":"\#(status)"}"#)
    }

    private static func events(_ ids: String..., more: Bool = false) -> ScriptedTransport.Step {
        let data = ids.map { #"{"id":"\#($0)","level":"info","message":"step","data":null}"# }.joined(separator: ",")
        return .json(#"{"object":"list","data":[\#(data)],"has_more":\#(more)}"#)
    }

    private static let every = #"""
        {"object":"fine_tuning.job","id":"j","model":"m","created_at":1,"finished_at":2,"fine_tuned_model":"ft:m",
        "organization_id":"o","result_files":["r"],"status":"succeeded","validation_file":"v","training_file":"t",
        "hyperparameters":{"n_epochs":4,"batch_size":"auto","learning_rate_multiplier":1.5},"trained_tokens":5,
        "integrations":[{"type":"wandb","wandb":{"project":"p"}}],"seed":6,"estimated_finish":7,
        "error":{"code":"c","message":"m","param":null},
        "method":{"type":"reinforcement","reinforcement":{"grader":{"type":"multi"},"hyperparameters":{
        "eval_interval":2,"eval_samples":"auto","compute_multiplier":1.5,"reasoning_effort":"default"}}},
        "metadata":{"k":"v"}}
        """#
}
