internal import Waiter
internal import WaiterConversation
internal import WaiterLocal
internal import WaiterModels
internal import WaiterPlatform
internal import WaiterTerminal

/// The user's templates: the `*.md` files in a directory, each named after its file.
package struct TemplateStore: Sendable {
    package let directory: String

    package init(directory: String) {
        self.directory = directory
    }

    /// Returns the names of all templates, in sorted order. The list is empty if there is no directory.
    ///
    /// - Throws: `CommandFailure` if the directory cannot be read.
    package func names() throws -> [String] {
        let listed = try DirectoryListing(of: directory)?.names ?? []
        return listed.filter { name in
            guard name.hasSuffix(".md"), !name.hasPrefix("-"), name.count > 3 else { return false }
            var status = stat()
            return stat("\(directory)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFREG
        }.map { String($0.dropLast(3)) }.sorted()
    }

    /// Returns the template with the given name, or at the given path if the name contains a slash.
    ///
    /// - Throws: `CommandFailure` if the template does not exist or if its file is invalid. For an unknown template,
    ///   the failure suggests the closest name.
    package func template(named name: String) throws -> Template {
        let path = try file(name)
        guard let bytes = try bytes(of: name) else { throw try unknown(name) }
        return try Template(name: name, bytes: bytes, path: path)
    }

    /// Returns the contents of a template's file, or `nil` if the file does not exist.
    ///
    /// A path is used as given. A file that is found by name must belong to the user.
    package func bytes(of name: String) throws -> [UInt8]? {
        let path = try file(name)
        return try (name.contains("/") ? TextFile.read(path) : TextFile.readOwn(path))?.bytes
    }

    /// Returns the path of a template's file. A name that contains a slash is used as a path.
    ///
    /// - Throws: `CommandFailure` for an invalid name.
    package func file(_ name: String) throws -> String {
        name.contains("/") ? name : try path(of: name)
    }

    /// Returns the path of the file that stores a template.
    ///
    /// - Throws: `CommandFailure` for an invalid name.
    package func path(of name: String) throws -> String {
        let isPlain = !name.isEmpty && !name.hasPrefix(".") && !name.hasPrefix("-") && name.utf8.count <= 200
        let isPrintable = name.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F && $0 != "/" }
        guard isPlain, isPrintable else {
            throw CommandFailure.usage(
                "invalid template name '\(name)'",
                nextStep: "use letters, digits and dashes"
            )
        }
        return "\(directory)/\(name).md"
    }

    /// Saves a new template.
    ///
    /// - Returns: The path of its file.
    /// - Throws: `CommandFailure` if the name is taken or the file cannot be written.
    package func save(_ template: Template) throws -> String {
        let path = try path(of: template.name)
        func failure(_ number: Int32) -> CommandFailure {
            if number == EEXIST {
                return .usage(
                    "the template '\(template.name)' already exists",
                    nextStep: "change it with: waiter templates edit \(ShellWord.quoted(template.name))"
                )
            }
            return CommandFailure(.failure, "cannot write \(path)", place: systemMessage(number), kind: "file")
        }
        try makeDirectory()
        let descriptor: Int32
        do { descriptor = try PrivateFile.create(path) } catch { throw failure(error.number) }
        defer { close(descriptor) }
        do {
            try StandardStream(descriptor: descriptor).write(template.text.utf8)
        } catch {
            unlink(path)
            if case .failed(let number) = error { throw failure(number) }
            throw error
        }
        return path
    }

    /// Creates an empty file for a new template, readable only by its owner.
    ///
    /// An existing file is left unchanged.
    ///
    /// - Returns: Whether the file was created.
    /// - Throws: `CommandFailure` if it cannot be created.
    package func create(_ name: String) throws -> Bool {
        let path = try path(of: name)
        try makeDirectory()
        do {
            close(try PrivateFile.create(path))
            return true
        } catch {
            if error.number == EEXIST { return false }
            throw CommandFailure(.failure, "cannot write \(path)", place: systemMessage(error.number), kind: "file")
        }
    }

    /// Creates the directory if it does not exist.
    ///
    /// - Throws: `CommandFailure` if it cannot be created.
    package func makeDirectory() throws {
        do {
            try PrivateFile.createDirectory(directory)
        } catch {
            if error.distrust != nil { throw CommandFailure(error) }
            throw CommandFailure(
                .failure,
                "cannot create \(error.path)",
                place: systemMessage(error.number),
                nextStep: "set WAITER_HOME to a writable directory",
                kind: "file"
            )
        }
    }

    /// Removes a template.
    ///
    /// - Throws: `CommandFailure` if there is no template with that name.
    package func remove(_ name: String) throws {
        let path = try path(of: name)
        guard unlink(path) != 0 else { return }
        if errno == ENOENT { throw try unknown(name) }
        throw CommandFailure(.failure, "cannot remove \(path)", place: systemMessage(errno), kind: "file")
    }

    private func unknown(_ name: String) throws -> CommandFailure {
        if name.contains("/") { return .usage("no such template file: \(name)") }
        let nearest = try NearestName.find(name, in: names()).map { "did you mean '\($0)'? " } ?? ""
        return .usage(
            "unknown template '\(name)'",
            nextStep: "\(nearest)list them with: waiter templates; create one with: waiter --save-template \(name) ..."
        )
    }
}
