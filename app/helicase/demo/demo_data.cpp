#include "app/helicase/demo/demo_data.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/resources.h"
#include "core/base/tsv.h"
#include "core/dataset/fragment_pairs.h"
#include "core/dataset/genome_table.h"
#include "core/sequence/line_reader.h"

namespace helicase {

namespace {

// Assembled contigs come from either strand, and so do all fragments here.
constexpr FragmentPairSettings trainingPairs{.pairsPerLabel = 600, .shortest = 1500, .longest = 3000,
                                             .strand = FragmentStrand::Either};
constexpr FragmentPairSettings validationPairs{.pairsPerLabel = 20, .shortest = 2500, .longest = 3500,
                                               .strand = FragmentStrand::Either};
constexpr ContigSettings testContigs{.contigsPerLabel = 40, .strand = FragmentStrand::Either};

// The embedded pieces of one use: "train", "validation", "evaluation".
std::vector<LabelledSequence> piecesFor(const std::string &use)
{
    return readGenomes(resourceFolder() / "demo" / "genomes", use);
}

void writePairFile(const std::filesystem::path &file, const std::string &use, const FragmentPairSettings &settings,
                   uint64_t seed)
{
    if (std::filesystem::exists(file))
        return;
    RandomStream random(seed, "demo pairs for " + use);
    writePairs(file, cutFragmentPairs(piecesFor(use), settings, random));
}

void writeContigs(const DemoLayout &layout, uint64_t seed)
{
    const auto file = layout.data("contigs.fa"), labelFile = layout.data("labels.tsv");
    if (std::filesystem::exists(file) && std::filesystem::exists(labelFile))
        return;
    RandomStream random(seed, "demo contigs");
    TsvTable labels{.columns = {"id", "label"}, .rows = {}};
    std::string fasta;
    for (const Contig &contig : cutContigs(piecesFor("evaluation"), testContigs, random)) {
        fasta += ">" + contig.sequence.id + " " + contig.sequence.description + "\n" + contig.sequence.bases + "\n";
        labels.rows.push_back({contig.sequence.id, contig.label});
    }
    writeFileAtomically(file, fasta);
    writeTsv(labelFile, labels);
}

void writeUnpacked(const std::filesystem::path &packed, const std::filesystem::path &file)
{
    if (std::filesystem::exists(file))
        return;
    LineReader lines(packed);
    AtomicFile plain(file);
    while (const auto line = lines.next()) {
        plain.write(*line);
        plain.write("\n");
    }
    plain.commit();
}

void copyTokenizer(const DemoLayout &layout)
{
    if (std::filesystem::exists(layout.tokenizer()))
        return;
    const std::filesystem::path draft = layout.root / "tokenizer.part";
    std::error_code error;
    std::filesystem::remove_all(draft, error);
    std::filesystem::copy(resourceFolder() / "demo" / "tokenizer", draft, std::filesystem::copy_options::recursive, error);
    if (!error)
        std::filesystem::rename(draft, layout.tokenizer(), error);
    if (error)
        throw DiskError("copy the tokenizer to", layout.tokenizer(), error.value());
}

constexpr std::string_view notes =
    R"(Species are told apart on pieces of real genomes (resources/demo/PROVENANCE.md).
Pairs: two fragments of one species, of either strand; 1,500 to 3,000 bases for training, 2,500 to 3,500 for validation.
Contigs: 2,500 to 10,000 bases, of other strains and other places of the genomes than the pairs.
Binding scores: matches to the published CRP consensus, scanned on the E. coli genome; not an experiment.
)";

} // namespace

void writeDemoData(const DemoLayout &layout, uint64_t seed)
{
    copyTokenizer(layout);
    writePairFile(layout.data("train_pairs.csv"), "train", trainingPairs, seed);
    writePairFile(layout.data("validation_pairs.csv"), "validation", validationPairs, seed);
    writeContigs(layout, seed);
    const std::filesystem::path binding = resourceFolder() / "demo" / "binding";
    for (const char *name : {"binding_sequences.tsv", "binding_scores.tsv"})
        writeUnpacked(binding / (std::string(name) + ".gz"), layout.data(name));
    writeFileAtomically(layout.data("notes.txt"), notes);
}

} // namespace helicase
