/// The names of the encodings. Each encoding's instance is created on first use.
enum EncodingName: String, CaseIterable {
    case o200kBase = "o200k_base"
    case o200kHarmony = "o200k_harmony"
    case cl100kBase = "cl100k_base"
    case p50kBase = "p50k_base"
    case p50kEdit = "p50k_edit"
    case r50kBase = "r50k_base"

    var encoding: TokenEncoding {
        switch self {
        case .o200kBase: .o200kBase
        case .o200kHarmony: .o200kHarmony
        case .cl100kBase: .cl100kBase
        case .p50kBase: .p50kBase
        case .p50kEdit: .p50kEdit
        case .r50kBase: .r50kBase
        }
    }
}
