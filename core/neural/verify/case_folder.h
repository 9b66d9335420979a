// The reference cases below a folder: each is a folder with case.json (kind, tolerance) beside what
// a published implementation was given and computed. Functions without state; thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace helicase {

struct CaseFolder {
    std::filesystem::path path;
    std::string name;     // relative to the folder it was looked for in: "kmeans/pca"
    std::string kind;     // "encoder", ...
    double tolerance = 0; // of each tensor, relative to max(1, max|reference|)

    std::filesystem::path file(const char *fileName) const { return path / fileName; }
};

// By name; a folder that holds a case may hold more of them. Links to folders are followed, each
// folder is visited once. Throws InputError when there is no such folder or no case in it, and for
// a case.json that is malformed.
std::vector<CaseFolder> findCases(const std::filesystem::path &root);

} // namespace helicase
