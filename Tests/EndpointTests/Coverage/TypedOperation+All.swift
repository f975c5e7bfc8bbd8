@testable import Waiter

extension TypedOperation {
    /// Every operation that Waiter has types for, with every parameter.
    static let all: [TypedOperation] =
        chat + responses + conversations + models + files + uploads + batches + media + vectorStores + fineTuning

    private static let chat: [TypedOperation] = [
        .post("createChatCompletion") { (request: ChatCompletionRequest) in .chatCompletion(request) }
            .streaming(ChatCompletionChunk.self),
        .post("createEmbedding") { (request: EmbeddingRequest) in .embeddings(request) },
        .post("createModeration") { (request: ModerationRequest) in .moderation(request) },
    ]

    private static let include: [ResponseInclude] = [.encryptedReasoning, .logprobs]

    private static let items = ResponseItemListQuery(after: "a", limit: 2, order: .ascending, include: include)

    private static let responses: [TypedOperation] = [
        .post("createResponse") { (request: ResponsesRequest) in .response(request) }
            .streaming(ResponseStreamEvent.self),
        .call("getResponse", .storedResponse("r", include: include))
            .also(.storedResponseStream("r", startingAfter: 3, include: include, includesObfuscation: false)),
        .call("deleteResponse", .responseDeletion("r")),
        .call("cancelResponse", .responseCancellation("r")),
        .call("listInputItems", .responseInputItems("r", items)),
        .post("Getinputtokencounts") { (request: InputTokenCountRequest) in .inputTokenCount(request) },
        .post("Compactconversation") { (request: CompactionRequest) in .responseCompaction(request) },
    ]

    private static let conversations: [TypedOperation] = [
        .post("createConversation") { (request: ServerConversationRequest) in .conversationCreation(request) },
        .call("getConversation", .conversation("c")),
        .call("updateConversation", .conversationUpdate("c", metadata: ["1": "text"]))
            .request(ServerConversationRequest.self),
        .call("deleteConversation", .conversationDeletion("c")),
        .post("createConversationItems") { (request: ServerConversationRequest) in
            .conversationItemCreation(request.items ?? [], in: "c", include: include)
        },
        .call("listConversationItems", .conversationItems(of: "c", items)),
        .call("getConversationItem", .conversationItem("i", of: "c", include: include)),
        .call("deleteConversationItem", .conversationItemDeletion("i", of: "c")),
    ]

    private static let models: [TypedOperation] = [
        .call("listModels", .modelList()),
        .call("retrieveModel", .model("m")),
        .call("deleteModel", .modelDeletion("m")),
    ]

    private static var fileUpload: FileUpload {
        var upload = FileUpload(.bytes([1], name: "a.txt"), purpose: .batch)
        upload.expiresAfter = .seconds(3600)
        return upload
    }

    private static var fileQuery: FileListQuery {
        var query = FileListQuery()
        (query.after, query.limit, query.order, query.purpose) = ("a", 2, .ascending, .batch)
        return query
    }

    private static let files: [TypedOperation] = [
        .call("createFile", .fileUpload(fileUpload)),
        .call("retrieveFile", .file("f")),
        .call("listFiles", .fileList(fileQuery)),
        .call("deleteFile", .fileDeletion("f")),
        .bytes("downloadFile", .fileContent("f")),
    ]

    private static let uploads: [TypedOperation] = [
        .post("createUpload") { (request: UploadRequest) in .upload(request) },
        .call("addUploadPart", .uploadPart("u", .bytes([1], name: "a.txt"))),
        .post("completeUpload") { (request: UploadCompletion) in
            .uploadCompletion("u", partIDs: request.partIDs, md5: request.md5)
        },
        .call("cancelUpload", .uploadCancellation("u")),
    ]

    private static let batches: [TypedOperation] = [
        .post("createBatch") { (request: BatchRequest) in .batch(request) },
        .call("retrieveBatch", .batch("b")),
        .call("listBatches", .batchList(after: "a", limit: 2)),
        .call("cancelBatch", .batchCancellation("b")),
    ]

    private static var storeQuery: VectorStoreListQuery {
        var query = VectorStoreListQuery()
        (query.after, query.before, query.limit, query.order) = ("a", "b", 2, .ascending)
        return query
    }

    private static var storeFileQuery: VectorStoreFileListQuery {
        var query = VectorStoreFileListQuery()
        (query.after, query.before, query.limit, query.order) = ("a", "b", 2, .ascending)
        query.filter = .failed
        return query
    }

    private static let vectorStores: [TypedOperation] = [
        .post("createVectorStore") { (request: VectorStoreRequest) in .vectorStore(request) },
        .call("getVectorStore", .vectorStore("v")),
        .post("modifyVectorStore") { (update: VectorStoreUpdate) in .vectorStoreUpdate("v", update) },
        .call("listVectorStores", .vectorStoreList(storeQuery)),
        .call("deleteVectorStore", .vectorStoreDeletion("v")),
        .post("searchVectorStore") { (request: VectorStoreSearchRequest) in .vectorStoreSearch(request, in: "v") },
        .post("createVectorStoreFile") { (request: VectorStoreFileRequest) in .vectorStoreFile(request, in: "v") },
        .call("getVectorStoreFile", .vectorStoreFile("f", of: "v")),
        .call(
            "updateVectorStoreFileAttributes",
            .vectorStoreFileUpdate("f", of: "v", attributes: ["a": "b", "c": 1, "d": true]),
            .vectorStoreFileUpdate("f", of: "v", attributes: nil)
        ).request(VectorStoreFileUpdate.self),
        .call("listVectorStoreFiles", .vectorStoreFileList(of: "v", storeFileQuery)),
        .call("deleteVectorStoreFile", .vectorStoreFileDeletion("f", from: "v")),
        .call("retrieveVectorStoreFileContent", .vectorStoreFileContent("f", of: "v")),
        .post("createVectorStoreFileBatch") { (request: VectorStoreFileBatchRequest) in
            .vectorStoreFileBatch(request, in: "v")
        },
        .call("getVectorStoreFileBatch", .vectorStoreFileBatch("b", in: "v")),
        .call("cancelVectorStoreFileBatch", .vectorStoreFileBatchCancellation("b", in: "v")),
        .call("listFilesInVectorStoreBatch", .vectorStoreFileBatchList(of: "b", in: "v", storeFileQuery)),
    ]

    private static var jobQuery: FineTuningJobListQuery {
        var query = FineTuningJobListQuery()
        (query.after, query.limit, query.metadata) = ("a", 2, .value(["1": "text"]))
        return query
    }

    private static let fineTuning: [TypedOperation] = [
        .post("createFineTuningJob") { (request: FineTuningJobRequest) in .fineTuningJob(request) },
        .call("retrieveFineTuningJob", .fineTuningJob("j")),
        .call("listPaginatedFineTuningJobs", .fineTuningJobList(jobQuery)),
        .call("cancelFineTuningJob", .fineTuningJobCancellation("j")),
        .call("listFineTuningEvents", .fineTuningEventList(of: "j", after: "a", limit: 2)),
        .call("listFineTuningJobCheckpoints", .fineTuningCheckpointList(of: "j", after: "a", limit: 2)),
    ]
}
