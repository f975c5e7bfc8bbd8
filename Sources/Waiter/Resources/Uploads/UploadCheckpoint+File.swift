internal import WaiterPlatform

extension UploadCheckpoint {
    /// Returns whether the file at a path is the file that was being uploaded and has not changed since the upload
    /// began.
    ///
    /// This method compares the size, the inode and the modification time. The content is not read.
    public func matchesFile(at path: String) -> Bool {
        (try? FileChunkReader.identity(of: path))?.text == fileIdentity
    }
}
