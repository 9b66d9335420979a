// helicase tokenizer unify, make, base-table, gene-tokens and add-tokens: vocabularies that are put
// together, not learned.
#include "app/helicase/core_commands/commands.h"
#include "app/helicase/core_commands/data_output.h"
#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/dataset/safetensors.h"
#include "core/dataset/torch_writer.h"
#include "core/tokenizer/base_table.h"
#include "core/tokenizer/fixed_vocabularies.h"
#include "core/tokenizer/token_list.h"
#include "core/tokenizer/unified_tokenizer.h"

#include <algorithm>
#include <iostream>

namespace helicase {

namespace {

std::filesystem::path tokenizerJsonOf(const std::filesystem::path &path)
{
    std::error_code ignored;
    return std::filesystem::is_directory(path, ignored) ? path / "tokenizer.json" : path;
}

const std::string &onlyInput(const CommandLine &line, const std::string &name)
{
    if (line.inputs.size() != 1)
        throw OptionError(name, "expected one, found " + std::to_string(line.inputs.size()));
    return line.inputs.front();
}

} // namespace

ExitStatus runTokenizerUnify(const CommandLine &line)
{
    line.options.requireComplete();
    const auto text = loadTokenizer(line.options.path("text"));
    const auto dna = loadTokenizer(line.options.path("dna"));
    const auto given = static_cast<TokenId>(line.options.integer("dna-offset"));
    const TokenId offset = given > 0 ? given : UnifiedTokenizer::offsetFor(*text);
    if (offset < text->vocabularySize())
        throw OptionError("dna-offset", std::to_string(offset) + " is below the " +
                                            std::to_string(text->vocabularySize()) +
                                            " ids of the text vocabulary");
    const UnifiedTokenizer unified(text, dna, offset);
    unified.save(line.options.path("output"));
    std::cerr << line.options.text("output") << ": DNA ids from " << offset << ", "
              << unified.vocabularySize() << " ids in all\n";
    return ExitStatus::Done;
}

ExitStatus runTokenizerMake(const CommandLine &line)
{
    line.options.requireComplete();
    const std::string &kind = onlyInput(line, "KIND");
    const std::vector<std::string> kinds{"3mer", "4mer", "5mer", "6mer", "bases", "genome"};
    if (std::ranges::find(kinds, kind) == kinds.end())
        throw OptionError("KIND",
                          "found " + printable(kind) + ", expected one of " + join(kinds, ", "));
    const bool isKmer = kind.ends_with("mer");
    const TokenizerDefinition definition =
        isKmer ? kmerTokenizer(static_cast<size_t>(kind.front() - '0'))
               : characterTokenizer(kind == "bases" ? baseAlphabet() : genomeAlphabet());
    writeTokenizer(definition, line.options.path("output"));
    return ExitStatus::Done;
}

ExitStatus runTokenizerBaseTable(const CommandLine &line)
{
    line.options.requireComplete();
    const std::filesystem::path file = line.options.path("output");
    const auto tokenizer = loadTokenizer(onlyInput(line, "TOKENIZER"));
    const BaseTable table = baseTable(*tokenizer);
    const std::vector<int64_t> shape{table.tokens, table.width};
    const TensorToWrite tensor{"init_base_ids", "I64", shape, std::as_bytes(std::span(table.bases))};
    if (file.extension() == ".pth")
        writeTorchTensor(file, tensor);
    else if (file.extension() == ".safetensors")
        writeSafetensors(file, {tensor});
    else
        throw OptionError("output", "found " + printable(file.extension().string()) +
                                        ", expected a name that ends with .pth or .safetensors");
    std::cerr << file.string() << ": " << table.tokens << " tokens of up to " << table.width
              << " bases\n";
    return ExitStatus::Done;
}

ExitStatus runTokenizerGeneTokens(const CommandLine &line)
{
    DataOutput output(line.options.path("output"));
    for (const std::string &token : geneTokens())
        output.write(token + "\n");
    output.finish();
    return ExitStatus::Done;
}

ExitStatus runTokenizerAddTokens(const CommandLine &line)
{
    if (line.inputs.size() != 2)
        throw OptionError("LIST TOKENIZER",
                          "expected two files, found " + std::to_string(line.inputs.size()));
    const std::filesystem::path file = tokenizerJsonOf(line.inputs[1]);
    const ExtendedTokenizer extended = extendTokenizer(file, readTokenList(line.inputs[0]));
    const bool isDryRun = line.options.flag("dry-run");
    if (isDryRun) {
        DataOutput output("-");
        for (const std::string &token : extended.added)
            output.write(token + "\n");
        output.finish();
    } else {
        const std::filesystem::path given = line.options.path("output");
        writeFileAtomically(given.empty() ? file : tokenizerJsonOf(given), extended.document);
    }
    std::cerr << file.string() << ": " << extended.added.size()
              << (isDryRun ? " tokens would be added" : " tokens added");
    if (!extended.added.empty())
        std::cerr << ", ids " << extended.firstId << " to "
                  << extended.firstId + std::ssize(extended.added) - 1;
    std::cerr << "\n";
    return ExitStatus::Done;
}

} // namespace helicase
