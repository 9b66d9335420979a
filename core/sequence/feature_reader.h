// Reads annotated features, GFF3, GFF2 and GTF, plain, gzip or BGZF, from a file or standard input
// ("-"), line by line (Sequence Ontology, GFF3 1.26; GTF 2.2).
#pragma once

#include "core/sequence/line_reader.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace helicase {

enum class FeatureStrand { Forward, Reverse, None, Unknown };

struct FeatureAttribute {
    std::string key;
    std::vector<std::string> values; // none for a key that stands alone
};

struct Feature {
    std::string sequence;
    std::string source;
    std::string type;
    int64_t start = 1; // 1-based
    int64_t end = 1;   // included
    std::optional<double> score;
    FeatureStrand strand = FeatureStrand::None;
    std::optional<int> phase; // 0, 1 or 2
    std::vector<FeatureAttribute> attributes;

    // The values of a key, such as ID, Parent or gene_id; none when it is absent.
    std::span<const std::string> values(std::string_view key) const;
    // The first of them, or an empty text.
    std::string_view value(std::string_view key) const;
};

class FeatureReader {
public:
    // Throws InputError when the file cannot be opened.
    explicit FeatureReader(std::filesystem::path file);

    // The next feature, or nothing at the end of the file or of its part before "##FASTA". Escapes
    // of GFF3 (%3B) are resolved; a GTF attribute given more than once has several values.
    // Relations between features are not checked. Throws InputError with line and byte for a
    // malformed line.
    std::optional<Feature> next();

    // Of the feature given last.
    Place place() const { return lines_.place(); }

private:
    LineReader lines_;
    bool isAtEnd_ = false;
};

} // namespace helicase
