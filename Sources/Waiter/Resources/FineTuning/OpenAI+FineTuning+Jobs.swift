extension OpenAI.FineTuning {
    /// The `/fine_tuning/jobs` endpoints, which train models on examples.
    public struct Jobs: Sendable {
        let client: OpenAI

        /// The events of fine-tuning jobs.
        public var events: Events { Events(client: client) }

        /// The model checkpoints saved during fine-tuning jobs.
        public var checkpoints: Checkpoints { Checkpoints(client: client) }

        /// Creates a job, which the server runs in the background.
        ///
        ///     let job = try await client.fineTuning.jobs.create(request)
        ///     for try await event in client.fineTuning.jobs.events.follow(job.id) { print(event.message) }
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func create(
            _ request: FineTuningJobRequest,
            options: RequestOptions = RequestOptions()
        ) async throws -> FineTuningJob {
            try await client.send(.fineTuningJob(request), options: options).value
        }

        /// Returns a job.
        ///
        /// - Throws: `OpenAIError`, with code `.notFound` if the job does not exist, or `CancellationError` if the task
        ///   is cancelled.
        public func retrieve(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FineTuningJob {
            try await client.send(.fineTuningJob(id), options: options).value
        }

        /// Returns a page of jobs, newest first.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            _ query: FineTuningJobListQuery = FineTuningJobListQuery(),
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<FineTuningJob> {
            try await client.send(.fineTuningJobList(query), options: options).value
        }

        /// Returns all jobs, newest first. Pages are requested as they are needed.
        ///
        /// - Parameters:
        ///   - query: The query for the first page.
        ///   - options: The options for each request.
        /// - Returns: A sequence of the jobs. Its `pages` property is a sequence of the pages.
        public func all(
            _ query: FineTuningJobListQuery = FineTuningJobListQuery(),
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<FineTuningJob>> {
            ListSequence { after in
                var query = query
                query.after = after ?? query.after
                return try await list(query, options: options)
            }
        }

        /// Cancels a job.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        @discardableResult
        public func cancel(_ id: String, options: RequestOptions = RequestOptions()) async throws -> FineTuningJob {
            try await client.send(.fineTuningJobCancellation(id), options: options).value
        }

        /// Waits until a job succeeds, fails or is cancelled.
        ///
        /// Cancelling the task ends the wait, but does not cancel the job.
        ///
        /// - Parameters:
        ///   - id: The ID of the job.
        ///   - policy: The polling intervals and the deadline.
        ///   - options: The options for each request.
        ///   - onProgress: A closure called with the job after each request.
        /// - Returns: The finished job, regardless of its final status.
        /// - Throws: `OpenAIError`, with code `.timeout` if the policy's deadline passes, or `CancellationError` if the
        ///   task is cancelled.
        nonisolated(nonsending) public func wait(
            for id: String,
            policy: PollingPolicy = PollingPolicy(interval: .seconds(5), maxInterval: .seconds(60)),
            options: RequestOptions = RequestOptions(),
            onProgress: (FineTuningJob) -> Void = { _ in }
        ) async throws -> FineTuningJob {
            try await client.poll(policy, "fine-tuning job \(id)") {
                try await retrieve(id, options: options)
            } isFinished: { job in
                onProgress(job)
                return job.status.isFinal
            }
        }
    }
}

extension OpenAI.FineTuning.Jobs {
    /// The `/fine_tuning/jobs/{id}/events` endpoint.
    public struct Events: Sendable {
        let client: OpenAI

        /// Returns a page of a job's events, newest first.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            of jobID: String,
            after: String? = nil,
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<FineTuningEvent> {
            try await client.send(.fineTuningEventList(of: jobID, after: after, limit: limit), options: options).value
        }

        /// Returns all of a job's events so far, newest first. Pages are requested as they are needed.
        public func all(
            of jobID: String,
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<FineTuningEvent>> {
            ListSequence { try await list(of: jobID, after: $0, limit: limit, options: options) }
        }

        /// Returns the events of a job, oldest first. The sequence ends when the job ends.
        ///
        ///     for try await event in client.fineTuning.jobs.events.follow(job.id) { print(event.message) }
        ///
        /// - Parameters:
        ///   - jobID: The ID of the job.
        ///   - policy: The polling intervals and the deadline. When new events arrive, the interval is reset to its
        ///     initial value.
        ///   - options: The options for each request.
        /// - Returns: The events.
        public func follow(
            _ jobID: String,
            policy: PollingPolicy = PollingPolicy(interval: .seconds(2), maxInterval: .seconds(60)),
            options: RequestOptions = RequestOptions()
        ) -> FineTuningEvents {
            FineTuningEvents(jobs: OpenAI.FineTuning.Jobs(client: client), id: jobID, policy: policy, options: options)
        }
    }

    /// The `/fine_tuning/jobs/{id}/checkpoints` endpoint.
    public struct Checkpoints: Sendable {
        let client: OpenAI

        /// Returns a page of a job's checkpoints.
        ///
        /// - Throws: `OpenAIError`, or `CancellationError` if the task is cancelled.
        public func list(
            of jobID: String,
            after: String? = nil,
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) async throws -> ListPage<FineTuningCheckpoint> {
            try await client.send(.fineTuningCheckpointList(of: jobID, after: after, limit: limit), options: options)
                .value
        }

        /// Returns all of a job's checkpoints. Pages are requested as they are needed.
        public func all(
            of jobID: String,
            limit: Int? = nil,
            options: RequestOptions = RequestOptions()
        ) -> ListSequence<ListPage<FineTuningCheckpoint>> {
            ListSequence { try await list(of: jobID, after: $0, limit: limit, options: options) }
        }
    }
}
