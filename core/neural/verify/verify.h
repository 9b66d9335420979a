// Recomputes reference cases with this build and compares: how a user sees that it computes what
// the published implementations compute. No LibTorch type.
#pragma once

#include "core/base/progress.h"

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace helicase {

// What becomes of a case whose kind this build does not know.
enum class UnknownKind { NotChecked, Fails };

struct VerifyRequest {
    std::vector<std::filesystem::path> folders; // searched with all that lies below
    std::vector<std::string> kinds;             // empty: all
    double toleranceScale = 1;
    UnknownKind unknownKind = UnknownKind::NotChecked;
};

enum class Verdict { Passed, Failed, NotChecked };

struct CaseResult {
    std::string name;
    std::string kind;
    int64_t compared = 0;  // tensors
    double difference = 0; // the largest, relative to max(1, max|reference|) of its tensor
    double tolerance = 0;  // scaled
    Verdict verdict = Verdict::NotChecked;
    std::string worstTensor;           // the one with that difference; empty for none
    std::vector<std::string> problems; // why it failed or was not checked: tensor, place, values
};

struct VerifyResult {
    std::vector<CaseResult> cases;

    int64_t count(Verdict verdict) const;
    // At least one case was checked and none failed.
    bool holds() const;
};

// A case whose files are missing or malformed fails like one whose numbers differ. Throws
// InputError when a folder holds no case or a malformed case.json, and when no case is of the kinds
// asked for; Stopped when asked to stop.
VerifyResult verify(const VerifyRequest &request, Progress &progress, const std::stop_token &stop);

// Columns for a terminal, the problems below, a line that sums up.
std::string tableText(const VerifyResult &result);

// A list of objects: case, kind, compared, difference, tolerance, passed (null: not checked),
// worst_tensor, problems. An infinite difference is the text "Infinity".
nlohmann::json toJson(const VerifyResult &result);

} // namespace helicase
