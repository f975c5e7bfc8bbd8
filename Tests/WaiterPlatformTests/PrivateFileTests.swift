import Testing
import WaiterPlatform

@Suite("Private files")
struct PrivateFileTests {
    @Test("Directories and their missing parents are created with mode 0700")
    func directories() throws {
        let scratch = try ScratchDirectory()
        try PrivateFile.createDirectory(scratch.path + "/a/b/c")
        #expect(scratch.mode("a") == 0o700)
        #expect(scratch.mode("a/b") == 0o700)
        #expect(scratch.mode("a/b/c") == 0o700)
    }

    @Test("A directory below a file is an error with the path")
    func belowFile() throws {
        let scratch = try ScratchDirectory()
        try PrivateFile.replace(scratch.path + "/file", with: [])
        let error = #expect(throws: FileSystemError.self) { try PrivateFile.createDirectory(scratch.path + "/file/x") }
        #expect(error?.number == ENOTDIR)
        #expect(error?.description.hasPrefix("cannot create \(scratch.path)/file/x: ") == true)
    }

    @Test("A replaced file has the new bytes and mode 0600, and nothing is left behind")
    func replace() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/file"
        try PrivateFile.replace(path, with: Array("old".utf8))
        chmod(path, 0o644)
        try PrivateFile.replace(path, with: Array("new".utf8))
        #expect(scratch.text("file") == "new")
        #expect(scratch.mode("file") == 0o600)
        #expect(scratch.names == ["file"])
    }

    @Test("A leftover under the temporary name is replaced, and a link there is not followed")
    func temporaryName() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/file"
        try PrivateFile.replace(scratch.path + "/other", with: Array("other".utf8))
        try #require(symlink(scratch.path + "/other", path + ".new") == 0)
        try PrivateFile.replace(path, with: Array("new".utf8), temporary: path + ".new")
        #expect(scratch.text("file") == "new")
        #expect(scratch.text("other") == "other")
        #expect(scratch.names == ["file", "other"])
    }

    @Test("A file that cannot be replaced keeps its bytes, and the temporary file is removed")
    func failedReplacement() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/directory"
        try PrivateFile.createDirectory(path + "/full")
        let error = #expect(throws: FileSystemError.self) { try PrivateFile.replace(path, with: [1]) }
        #expect(error?.operation == "write")
        #expect(error?.path == path)
        #expect(scratch.names == ["directory"])
    }

    @Test("Concurrent replacements leave one of the contents, complete")
    func manyWriters() async throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/file"
        await withTaskGroup(of: Void.self) { group in
            for number in UInt8(0)..<16 {
                group.addTask { try? PrivateFile.replace(path, with: Array(repeating: number, count: 50_000)) }
            }
        }
        let bytes = try #require(FileSystem.read(path))
        #expect(bytes.count == 50_000)
        #expect(Set(bytes).count == 1)
        #expect(scratch.names == ["file"])
    }

    @Test("An existing file, or a link to one, is not created again")
    func exclusive() throws {
        let scratch = try ScratchDirectory()
        let path = scratch.path + "/file"
        close(try PrivateFile.create(path))
        #expect(scratch.mode("file") == 0o600)
        #expect(throws: FileSystemError("create", path, number: EEXIST)) { try PrivateFile.create(path) }
        try #require(symlink(scratch.path + "/nowhere", scratch.path + "/link") == 0)
        #expect(throws: FileSystemError("create", scratch.path + "/link", number: EEXIST)) {
            try PrivateFile.create(scratch.path + "/link")
        }
    }
}
