#include "core/neural/verify/case_folder.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <set>

namespace helicase {

namespace {

constexpr const char *caseHint =
    R"(a reference case is a folder with case.json: {"kind": "encoder", "tolerance": 1e-5})";

CaseFolder readCase(const std::filesystem::path &folder, const std::filesystem::path &root)
{
    const std::filesystem::path file = folder / "case.json";
    const nlohmann::json description = readJsonFile(file);
    if (!description.is_object())
        throw InputError("is no JSON object", {.file = file}, caseHint);
    const auto kind = description.find("kind");
    if (kind == description.end() || !kind->is_string() || kind->get<std::string>().empty())
        throw InputError("does not tell the kind of the case", {.file = file}, caseHint);
    const auto tolerance = description.find("tolerance");
    if (tolerance == description.end() || !tolerance->is_number() ||
        !(tolerance->get<double>() >= 0) || !std::isfinite(tolerance->get<double>()))
        throw InputError("does not tell the tolerance, a number of 0 or more", {.file = file},
                         caseHint);
    CaseFolder result;
    result.path = folder;
    result.name = folder.lexically_relative(root).generic_string();
    if (result.name == ".")
        result.name = std::filesystem::canonical(folder).filename().string();
    result.kind = *kind;
    result.tolerance = *tolerance;
    return result;
}

// Collects in the order of the names, so that the result does not depend on the disk's.
void collect(const std::filesystem::path &folder, const std::filesystem::path &root,
             std::set<std::filesystem::path> &visited, std::vector<CaseFolder> &cases)
{
    if (!visited.insert(std::filesystem::canonical(folder)).second)
        return;
    if (std::filesystem::exists(folder / "case.json"))
        cases.push_back(readCase(folder, root));
    std::vector<std::filesystem::path> children;
    for (const auto &entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory())
            children.push_back(entry.path());
    std::ranges::sort(children);
    for (const std::filesystem::path &child : children)
        collect(child, root, visited, cases);
}

} // namespace

std::vector<CaseFolder> findCases(const std::filesystem::path &root)
{
    if (!std::filesystem::is_directory(root))
        throw InputError("there is no such folder", {.file = root}, caseHint);
    std::set<std::filesystem::path> visited;
    std::vector<CaseFolder> cases;
    try {
        collect(root, root, visited, cases);
    } catch (const std::filesystem::filesystem_error &error) {
        throw InputError("cannot be read: " + error.code().message(), {.file = error.path1()});
    }
    if (cases.empty())
        throw InputError("there is no reference case in this folder", {.file = root}, caseHint);
    return cases;
}

} // namespace helicase
