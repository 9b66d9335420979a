#include "core/run/recipe.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <yaml-cpp/yaml.h>

namespace helicase {

namespace {

constexpr size_t largestRecipe = 1 << 20;
constexpr int deepestNesting = 16;

std::string textOf(const YAML::Node &value)
{
    if (value.IsNull())
        return {};
    if (value.IsScalar())
        return value.as<std::string>();
    std::string text;
    for (const YAML::Node &item : value)
        text += (text.empty() ? "" : ",") + item.as<std::string>();
    return text;
}

class RecipeReader {
public:
    explicit RecipeReader(const std::filesystem::path &file) : file_(file) {}

    std::vector<RecipeEntry> read(const YAML::Node &root)
    {
        read(root, "", 0);
        return std::move(entries_);
    }

private:
    void read(const YAML::Node &node, const std::string &prefix, int depth)
    {
        if (depth > deepestNesting)
            throw InputError("is nested deeper than 16 levels",
                             {.file = file_, .line = node.Mark().line + 1});
        for (const auto &entry : node) {
            const std::string name = prefix + entry.first.as<std::string>();
            if (entry.second.IsMap())
                read(entry.second, name + ".", depth + 1);
            else
                entries_.push_back({name, textOf(entry.second), entry.first.Mark().line + 1});
        }
    }

    const std::filesystem::path &file_;
    std::vector<RecipeEntry> entries_;
};

bool hasAlias(std::string_view text)
{
    // An alias or anchor stands at the start of a value; recipes need neither.
    return text.find(": *") != std::string_view::npos || text.find("- *") != std::string_view::npos;
}

} // namespace

std::vector<RecipeEntry> readRecipe(const std::filesystem::path &file)
{
    const std::string text = readFile(file, largestRecipe);
    if (hasAlias(text))
        throw InputError("YAML aliases are not accepted in recipes", {.file = file}, "write the value out");
    try {
        const YAML::Node root = YAML::Load(text);
        if (!root.IsMap())
            throw InputError("is not a map of options", {.file = file, .line = 1},
                             "write one option per line: name: value");
        return RecipeReader(file).read(root);
    } catch (const YAML::Exception &error) {
        throw InputError(error.msg, {.file = file, .line = error.mark.line + 1}, "check the YAML syntax");
    }
}

void applyRecipe(const std::filesystem::path &file, OptionValues &values)
{
    for (RecipeEntry &entry : readRecipe(file)) {
        try {
            const Option &option = values.table().at(entry.name);
            if (option.kind == OptionKind::Path && !entry.text.empty() && entry.text.front() != '/')
                entry.text = (file.parent_path() / entry.text).lexically_normal().string();
            values.set(entry.name, entry.text);
        } catch (const OptionError &error) {
            throw InputError(error.what(), {.file = file, .line = entry.line}, error.hint());
        }
    }
}

std::string toYaml(const OptionValues &values)
{
    YAML::Node root;
    for (const Option &option : values.table().options()) {
        const std::string &text = values.text(option.name);
        const size_t dot = option.name.rfind('.');
        if (dot == std::string::npos)
            root[option.name] = text;
        else
            root[option.name.substr(0, dot)][option.name.substr(dot + 1)] = text;
    }
    YAML::Emitter emitter;
    emitter << root;
    return std::string(emitter.c_str()) + "\n";
}

} // namespace helicase
