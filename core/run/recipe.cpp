#include "core/run/recipe.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"

#include <yaml-cpp/yaml.h>

namespace helicase {

namespace {

constexpr size_t largestRecipe = 1 << 20;
constexpr int deepestNesting = 16;

class RecipeReader {
public:
    RecipeReader(const std::filesystem::path &file, OptionValues &values) : file_(file), values_(values) {}

    void read(const YAML::Node &node, const std::string &prefix, int depth)
    {
        if (depth > deepestNesting)
            fail(node, "is nested deeper than 16 levels");
        for (const auto &entry : node) {
            const std::string name = prefix + entry.first.as<std::string>();
            if (entry.second.IsMap())
                read(entry.second, name + ".", depth + 1);
            else
                assign(name, entry.first, entry.second);
        }
    }

private:
    [[noreturn]] void fail(const YAML::Node &node, const std::string &message, const std::string &hint = {}) const
    {
        throw InputError(message, {.file = file_, .line = node.Mark().line + 1}, hint);
    }

    void assign(const std::string &name, const YAML::Node &key, const YAML::Node &value)
    {
        try {
            const Option &option = values_.table().at(name);
            std::string text = textOf(value);
            if (option.kind == OptionKind::Path && !text.empty() && text.front() != '/')
                text = (file_.parent_path() / text).lexically_normal().string();
            values_.set(name, text);
        } catch (const OptionError &error) {
            fail(key, error.what(), error.hint());
        }
    }

    std::string textOf(const YAML::Node &value) const
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

    const std::filesystem::path &file_;
    OptionValues &values_;
};

bool hasAlias(std::string_view text)
{
    // An alias or anchor stands at the start of a value; recipes need neither.
    return text.find(": *") != std::string_view::npos || text.find("- *") != std::string_view::npos;
}

} // namespace

void applyRecipe(const std::filesystem::path &file, OptionValues &values)
{
    const std::string text = readFile(file, largestRecipe);
    if (hasAlias(text))
        throw InputError("YAML aliases are not accepted in recipes", {.file = file}, "write the value out");
    try {
        const YAML::Node root = YAML::Load(text);
        if (!root.IsMap())
            throw InputError("is not a map of options", {.file = file, .line = 1},
                             "write one option per line: name: value");
        RecipeReader(file, values).read(root, "", 0);
    } catch (const YAML::Exception &error) {
        throw InputError(error.msg, {.file = file, .line = error.mark.line + 1}, "check the YAML syntax");
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
