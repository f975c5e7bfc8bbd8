extension Conversation {
    /// Replaces the data of images, audio and files with references.
    ///
    ///     let light = try conversation.withoutAttachmentData { attachment in try store.keep(attachment.bytes) }
    ///     let options = Conversation.Options(attachment: { name in try store.bytes(name) })
    ///
    /// The resulting conversation is small, both in memory and when encoded. To continue the conversation directly,
    /// set `Options.attachment` to a closure that loads the bytes when they are sent. Data shorter than 512
    /// characters is not replaced.
    ///
    /// - Parameter keep: A closure that stores the bytes and returns a name by which they can be loaded.
    /// - Returns: The conversation without attachment data.
    /// - Throws: Errors thrown by `keep`.
    public func withoutAttachmentData(_ keep: (MessageAttachment) throws -> String) rethrows -> Conversation {
        var light = self
        light.memory.lastFit = nil
        for place in light.nodes.indices {
            try light.nodes[place].message.changeData { text in
                guard let attachment = MessageAttachment(text) else { return nil }
                return AttachmentReference(name: try keep(attachment), prefix: attachment.prefix).text
            }
        }
        return light
    }

    /// Replaces all references to attachments with their data.
    ///
    /// - Parameter bytes: A closure that loads the bytes stored under a name.
    /// - Returns: The conversation with attachment data.
    /// - Throws: `ConversationError` with code `.missingAttachment` if an attachment is missing, or any error thrown by
    ///   `bytes`.
    public func restored(_ bytes: (_ name: String) throws -> [UInt8]?) throws -> Conversation {
        var whole = self
        try withoutActuallyEscaping(bytes) { bytes in
            var attachments = AttachmentResolver()
            for place in whole.nodes.indices { try attachments.restore(&whole.nodes[place].message, bytes) }
        }
        return whole
    }

    /// The names of all referenced attachments, on all branches.
    public var attachmentNames: Set<String> {
        var names: Set<String> = []
        for node in nodes {
            var message = node.message
            message.changeData { text in
                if let reference = AttachmentReference(text) { names.insert(reference.name) }
                return nil
            }
        }
        return names
    }
}
