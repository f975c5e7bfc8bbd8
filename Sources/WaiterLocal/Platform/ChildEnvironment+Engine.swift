internal import WaiterPlatform

extension ChildEnvironment {
    /// Returns the variables for an engine and its supervisor.
    ///
    /// The result includes variables for graphics cards, math libraries and llama.cpp. Variables that would deny this
    /// process access to the engine or hide the engine's output are not included.
    static func engine(_ environment: [String: String]) -> [String: String] {
        let own = environment.keys.filter { name in
            enginePrefixes.contains { name.hasPrefix($0) } && !names(aSecret: name) && !isOurs(name)
        }
        return basic(environment, adding: deviceVariables.union(own))
    }

    /// Returns the variables for pip. The result includes pip's own variables, and variables for proxies, certificates
    /// and Python version managers.
    static func pip(_ environment: [String: String]) -> [String: String] {
        let own = environment.keys.filter { $0.hasPrefix("PIP_") }
        return basic(environment, adding: networkVariables.union(own))
    }

    private static let enginePrefixes = [
        "LLAMA_", "GGML_", "CUDA_", "HIP_", "HSA_", "ROCR_", "ROCM_", "VK_", "MESA_", "ZE_", "SYCL_", "ONEAPI_", "OMP_",
        "GOMP_", "KMP_", "MKL_", "OPENBLAS_", "BLIS_",
    ]

    private static let deviceVariables: Set<String> = ["NVIDIA_VISIBLE_DEVICES", "NVIDIA_DRIVER_CAPABILITIES"]

    private static let networkVariables: Set<String> = [
        "http_proxy", "https_proxy", "all_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY",
        "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NETRC",
        "PYTHON_KEYRING_BACKEND", "DBUS_SESSION_BUS_ADDRESS",
        "PYENV_ROOT", "PYENV_VERSION", "ASDF_DIR", "ASDF_DATA_DIR", "MISE_DATA_DIR",
    ]

    /// Returns whether a variable overrides an engine flag or a setting that this module controls.
    private static func isOurs(_ name: String) -> Bool {
        let prefixes = ["LLAMA_LOG_", "LLAMA_ARG_LOG_", "LLAMA_ARG_SSL_", "LLAMA_ARG_CORS_"]
        return ours.contains(name) || prefixes.contains { name.hasPrefix($0) }
    }

    private static let ours: Set<String> = [
        "LLAMA_ARG_API_PREFIX", "LLAMA_ARG_HOST", "LLAMA_ARG_PORT", "LLAMA_ARG_REUSE_PORT", "LLAMA_ARG_HF_REPO",
        "LLAMA_ARG_MODEL_URL",
    ]

    /// Returns whether a name indicates a secret, such as `LLAMA_API_KEY`.
    private static func names(aSecret name: String) -> Bool {
        let words: Set<Substring> = ["KEY", "TOKEN", "SECRET", "PASSWORD", "CREDENTIALS"]
        return !words.isDisjoint(with: name.split(separator: "_"))
    }
}
