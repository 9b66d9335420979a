#include "core/run/run_notes.h"

#include "core/base/error.h"
#include "core/base/json_file.h"

#include <nlohmann/json.hpp>

namespace helicase {

RunNotes readRunNotes(const RunFolder &run)
{
    std::error_code absent;
    if (!std::filesystem::exists(run.notes(), absent))
        return {};
    const nlohmann::json notes = readJsonFile(run.notes());
    try {
        RunNotes read;
        read.name = notes.value("name", "");
        read.note = notes.value("note", "");
        return read;
    } catch (const nlohmann::json::type_error &) {
        throw InputError(
            "holds no notes on a run (expected an object with the texts name and note)",
            {.file = run.notes()});
    }
}

void writeRunNotes(const RunFolder &run, const RunNotes &notes)
{
    if (notes != RunNotes())
        return writeJsonFile(run.notes(), {{"name", notes.name}, {"note", notes.note}});
    std::error_code reason;
    std::filesystem::remove(run.notes(), reason);
    if (reason)
        throw DiskError("remove", run.notes(), reason.value());
}

} // namespace helicase
