extension Conversation {
    /// The conversation without the data of its images, sounds and files, each of which becomes a reference.
    ///
    ///     let light = try conversation.lightened { attachment in try store.keep(attachment.bytes) }
    ///     let options = Conversation.Options(attachment: { name in try store.bytes(name) })
    ///
    /// A light conversation is small in memory and when it is written. It can be carried on as it is, with
    /// `Options.attachment`, which is asked for the bytes when they are sent. Data of less than 512 characters stays.
    ///
    /// - Parameter keep: Keeps the bytes, and answers with the name by which it finds them again.
    /// - Throws: What `keep` throws.
    public func lightened(_ keep: (MessageAttachment) throws -> String) rethrows -> Conversation {
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

    /// The conversation with all data in its place again.
    ///
    /// - Parameter bytes: The bytes that were kept by a name.
    /// - Throws: `ConversationError` with code `.missingAttachment` when there are none; what `bytes` throws.
    public func restored(_ bytes: (_ name: String) throws -> [UInt8]?) throws -> Conversation {
        var whole = self
        try withoutActuallyEscaping(bytes) { bytes in
            var attachments = AttachmentResolver()
            for place in whole.nodes.indices { try attachments.restore(&whole.nodes[place].message, bytes) }
        }
        return whole
    }

    /// The names of the attachments that are held by reference, on all branches.
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
