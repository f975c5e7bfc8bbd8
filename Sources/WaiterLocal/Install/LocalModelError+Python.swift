extension LocalModelError {
    static func pythonMissing(minimum: PythonFinder.Version, found: PythonFinder.Python?) -> Self {
        let have = found.map { " (found \($0.version) at \($0.path))" } ?? ""
        return Self(
            .pythonMissing,
            "Python \(minimum) or newer not found on the PATH\(have)",
            next: "install it (Debian, Ubuntu: `apt install python3 python3-venv`; Fedora: `dnf install python3`; "
                + "macOS: `brew install python`), or use your own `llama-server` on the PATH with --model-file"
        )
    }

    static func venvMissing(_ python: PythonFinder.Python) -> Self {
        Self(
            .venvMissing,
            "Python \(python.version) (\(python.path)) lacks the venv and ensurepip modules",
            next:
                "install them (Debian, Ubuntu: `apt install python3-venv`, or `python\(python.version)-venv` for just "
                + "that version), then run `waiter local install` again"
        )
    }
}
