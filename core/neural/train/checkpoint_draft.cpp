#include "core/neural/train/checkpoint_draft.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/base/sha256.h"

#include <cerrno>
#include <fcntl.h>
#include <nlohmann/json.hpp>
#include <unistd.h>

namespace helicase {

namespace {

constexpr std::string_view draftSuffix = ".partial";
constexpr std::string_view replacedSuffix = ".replaced";

void flushFile(const std::filesystem::path &file)
{
    const int descriptor = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (descriptor < 0)
        throw DiskError("open", file, errno);
    const bool flushed = ::fsync(descriptor) == 0;
    const int reason = errno;
    ::close(descriptor);
    if (!flushed)
        throw DiskError("flush", file, reason);
}

void renameFolder(const std::filesystem::path &from, const std::filesystem::path &to)
{
    if (std::rename(from.c_str(), to.c_str()) != 0)
        throw DiskError("rename", from, errno);
}

} // namespace

CheckpointDraft::CheckpointDraft(const RunFolder &run, int64_t step)
    : step_(step), final_(run.checkpoint(step)), draft_(final_.string() + std::string(draftSuffix))
{
    std::error_code reason;
    std::filesystem::remove_all(draft_, reason);
    if (!reason)
        std::filesystem::create_directories(draft_, reason);
    if (reason)
        throw DiskError("create", draft_, reason.value());
}

CheckpointDraft::~CheckpointDraft()
{
    std::error_code ignored;
    std::filesystem::remove_all(draft_, ignored);
}

void CheckpointDraft::commit()
{
    nlohmann::json files = nlohmann::json::object();
    for (const auto &entry : std::filesystem::recursive_directory_iterator(draft_)) {
        if (!entry.is_regular_file())
            continue;
        flushFile(entry.path());
        files[entry.path().lexically_relative(draft_).string()] = sha256OfFile(entry.path());
    }
    writeJsonFile(draft_ / "manifest.json", {{"step", step_}, {"files", std::move(files)}});
    flushFolder(draft_);
    const std::filesystem::path replaced = final_.string() + std::string(replacedSuffix);
    if (std::filesystem::exists(final_))
        renameFolder(final_, replaced);
    renameFolder(draft_, final_);
    flushFolder(final_.parent_path());
    std::error_code ignored;
    std::filesystem::remove_all(replaced, ignored);
}

void removeDrafts(const RunFolder &run)
{
    std::error_code missing;
    std::vector<std::filesystem::path> leftovers;
    for (const auto &entry : std::filesystem::directory_iterator(run.checkpoints(), missing)) {
        const std::string name = entry.path().filename().string();
        if (name.ends_with(draftSuffix) || name.ends_with(replacedSuffix))
            leftovers.push_back(entry.path());
    }
    for (const std::filesystem::path &leftover : leftovers)
        std::filesystem::remove_all(leftover, missing);
}

} // namespace helicase
