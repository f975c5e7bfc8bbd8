import Foundation
import Testing
import WaiterPlatform

@Suite("Files are trusted only if no other user can have written them")
struct FileTrustTests {
    private static let isRoot = geteuid() == 0
    /// The user and the group `nobody`.
    private static let nobody: uid_t = 65_534

    private let scratch: ScratchDirectory

    init() throws { scratch = try ScratchDirectory() }

    private func path(_ name: String) -> String { scratch.path + "/" + name }

    /// Creates a file, owned by nobody if requested.
    private func file(_ name: String, mode: mode_t = 0o600, isForeign: Bool = false) throws {
        try PrivateFile.replace(path(name), with: Array("content".utf8))
        try #require(chmod(path(name), mode) == 0)
        if isForeign { try #require(chown(path(name), Self.nobody, Self.nobody) == 0) }
    }

    private func directory(_ name: String, mode: mode_t = 0o700, owner: uid_t? = nil, group: gid_t? = nil) throws {
        try PrivateFile.createDirectory(path(name))
        try #require(chmod(path(name), mode) == 0)
        guard owner != nil || group != nil else { return }
        try #require(chown(path(name), owner ?? geteuid(), group ?? getegid()) == 0)
    }

    private func distrust(_ body: () throws -> Void) -> FileSystemError? {
        do {
            try body()
            return nil
        } catch {
            let error = error as? FileSystemError
            return error?.distrust == nil ? nil : error
        }
    }

    @Test("A world-writable directory is rejected with the chmod command that fixes it")
    func openDirectory() throws {
        try directory("home", mode: 0o777)
        try file("home/keys.json")
        let error = try #require(distrust { try PrivateFile.createDirectory(path("home")) })
        #expect(error.description == "other users can modify \(path("home"))")
        #expect(error.remedy == "run: chmod go-w \(path("home"))")
        #expect(distrust { _ = try PrivateFile.read(path("home/keys.json")) } == error)
        #expect(distrust { _ = try PrivateFile.read(path("home/missing")) } == error)
        #expect(distrust { _ = try FileLock.tryAcquire(path("home/lock")) } == error)
        chmod(path("home"), 0o755)
        #expect(try PrivateFile.read(path("home/keys.json")) == Array("content".utf8))
    }

    @Test("A world-writable file is rejected, or made private if its content does not matter")
    func openFile() throws {
        try file("file", mode: 0o666)
        let error = try #require(distrust { _ = try PrivateFile.read(path("file")) })
        #expect(error.remedy == "run: chmod go-w \(path("file"))")
        #expect(scratch.mode("file") == 0o666)
        _ = try #require(try FileLock.tryAcquire(path("file")))
        #expect(scratch.mode("file") == 0o600)
    }

    @Test("A directory with the sticky bit, such as /tmp, may be world-writable")
    func sticky() throws {
        try directory("tmp", mode: 0o1777)
        try file("tmp/file")
        #expect(try PrivateFile.read(path("tmp/file")) == Array("content".utf8))
        try PrivateFile.createDirectory(path("tmp/home"))
        #expect(scratch.mode("tmp/home") == 0o700)
    }

    @Test("A link created by the user is followed, in the last component and before it")
    func ownLinks() throws {
        try directory("real")
        try file("real/file")
        try #require(symlink("real", path("home")) == 0)
        try #require(symlink(path("home/file"), path("link")) == 0)
        #expect(try PrivateFile.checkDirectory(path("home")))
        #expect(try PrivateFile.read(path("home/file")) == Array("content".utf8))
        #expect(try PrivateFile.read(path("link")) == Array("content".utf8))
        #expect(try PrivateFile.resolve(path("link")) == path("home/file"))
        try #require(symlink(path("loop"), path("loop")) == 0)
        #expect(throws: FileSystemError("open", path("loop"), number: ELOOP)) { try PrivateFile.resolve(path("loop")) }
    }

    @Test("The user's own group may have write access", .enabled(if: Self.isRoot))
    func groups() throws {
        try directory("private", mode: 0o775, group: 0)
        #expect(try PrivateFile.checkDirectory(path("private")))
        try directory("shared", mode: 0o775, group: Self.nobody)
        #expect(distrust { try PrivateFile.checkDirectory(path("shared")) } != nil)
    }

    @Test("Directories, files and links of another user are rejected", .enabled(if: Self.isRoot))
    func foreign() throws {
        try directory("theirs", owner: Self.nobody)
        let error = try #require(distrust { try PrivateFile.createDirectory(path("theirs")) })
        #expect(error.reason.hasPrefix("\(path("theirs")) belongs to "))
        #expect(error.reason.hasSuffix("(uid 65534), not to you") || error.reason.hasSuffix("uid 65534, not to you"))
        #expect(error.remedy == "if you trust its contents, run: chown root \(path("theirs"))")
        // A file of ours in their directory could be replaced at any time.
        try file("theirs/file")
        #expect(distrust { _ = try PrivateFile.read(path("theirs/file")) } == error)

        try file("file", isForeign: true)
        #expect(distrust { _ = try PrivateFile.read(path("file")) }?.path == path("file"))
        #expect(distrust { _ = try PrivateFile.open(path("file"), O_RDWR, loose: .tightened) } != nil)
        #expect(distrust { _ = try FileLock.tryAcquire(path("file")) } != nil)
        #expect(distrust { _ = try PrivateFile.prepareForOpening(path("file")) } != nil)

        try file("victim")
        try #require(symlink(path("victim"), path("link")) == 0)
        try #require(lchown(path("link"), Self.nobody, Self.nobody) == 0)
        let link = try #require(distrust { _ = try PrivateFile.open(path("link"), O_RDWR | O_CREAT) })
        #expect(link.remedy == "remove the link: rm \(path("link"))")
        try directory("real")
        try #require(symlink(path("real"), path("home")) == 0)
        try #require(lchown(path("home"), Self.nobody, Self.nobody) == 0)
        #expect(distrust { try PrivateFile.createDirectory(path("home")) }?.path == path("home"))
    }

    @Test("A device, such as /dev/null, keeps its permissions")
    func device() throws {
        try #require(symlink("/dev/null", path("history")) == 0)
        let descriptor = try #require(try PrivateFile.open(path("history"), O_RDWR | O_CREAT, loose: .tightened))
        close(descriptor)
        var status = stat()
        #expect(stat("/dev/null", &status) == 0 && status.st_mode & 0o777 == 0o666)
    }
}
