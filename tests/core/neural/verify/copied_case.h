// Reference cases that are changed.
#pragma once

#include "core/neural/tensor/tensor_file.h"
#include "core/neural/verify/verify.h"
#include "tests/support/test_data.h"

#include <QTemporaryDir>

#include <algorithm>
#include <fstream>

namespace helicase::test {

inline VerifyResult verifyFolder(const std::filesystem::path &folder, VerifyRequest request = {})
{
    request.folders = {folder};
    SilentProgress progress;
    return verify(request, progress, {});
}

inline void writeText(const std::filesystem::path &file, const std::string &text)
{
    std::ofstream(file, std::ios::trunc) << text;
}

// A case of the shared data in a folder of its own, to be changed.
class CopiedCase {
public:
    explicit CopiedCase(const std::string &name)
        : folder(std::filesystem::path(root_.path().toStdString()) / name),
          original_(dataFolder() / "reference_models" / name)
    {
        std::filesystem::create_directories(folder.parent_path());
        std::filesystem::copy(original_, folder, std::filesystem::copy_options::recursive);
        for (const auto &entry : std::filesystem::recursive_directory_iterator(folder))
            std::filesystem::permissions(entry.path(), std::filesystem::perms::owner_write,
                                         std::filesystem::perm_options::add);
    }

    NamedTensors tensors(const std::string &file) const { return readTensors(folder / file); }
    void write(const std::string &file, const NamedTensors &tensors) const
    {
        writeTensors(folder / file, tensors);
    }
    void restore(const std::string &file) const
    {
        std::filesystem::copy_file(original_ / file, folder / file,
                                   std::filesystem::copy_options::overwrite_existing);
    }

    CaseResult check(VerifyRequest request = {}) const
    {
        return verifyFolder(folder, std::move(request)).cases.front();
    }

private:
    QTemporaryDir root_;

public:
    std::filesystem::path folder;

private:
    std::filesystem::path original_;
};

// The tensor with one value in its middle changed by `change`, a whole number by 1.
inline torch::Tensor withOneChanged(const torch::Tensor &tensor, double change)
{
    torch::Tensor changed = tensor.clone();
    torch::Tensor value = changed.view(-1)[changed.numel() / 2];
    if (changed.is_floating_point())
        value.add_(change);
    else
        value.add_(1);
    return changed;
}

inline bool anyNames(const std::vector<std::string> &problems, const std::string &name)
{
    return std::ranges::any_of(
        problems, [&](const std::string &problem) { return problem.find(name) != problem.npos; });
}

} // namespace helicase::test
