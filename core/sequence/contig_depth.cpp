#include "core/sequence/contig_depth.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/sequence/table_line.h"

#include <algorithm>
#include <htslib/hts.h>
#include <htslib/sam.h>
#include <limits>
#include <memory>
#include <unordered_map>
#include <unordered_set>
#include <utility>

namespace helicase {

namespace {

constexpr size_t longestLine = size_t{1} << 24;
constexpr int64_t alignmentsPerUpdate = 1 << 16;

struct FileCloser {
    void operator()(samFile *file) const { sam_close(file); }
};
struct HeaderCloser {
    void operator()(sam_hdr_t *header) const { sam_hdr_destroy(header); }
};
struct AlignmentCloser {
    void operator()(bam1_t *alignment) const { bam_destroy1(alignment); }
};

class AlignmentReader {
public:
    explicit AlignmentReader(const std::filesystem::path &file) : path_(file)
    {
        hts_set_log_level(HTS_LOG_OFF); // Our own error says it once.
        file_.reset(sam_open(file.c_str(), "r"));
        if (!file_)
            fail("cannot be opened");
        const htsExactFormat format = hts_get_format(file_.get())->format;
        if (format != bam && format != sam)
            fail("holds no alignments (expected BAM or SAM)",
                 format == cram ? "convert it: samtools view -b" : "");
        if (format == bam && hts_check_EOF(file_.get()) == 0)
            fail("BAM file without its end-of-file block: the file is cut off",
                 "copy it again, or make it again");
        header_.reset(sam_hdr_read(file_.get()));
        if (!header_ || header_->n_targets == 0)
            fail("has no header with the names of contigs", "samtools view -h keeps it");
    }

    const sam_hdr_t &header() const { return *header_; }

    // The next alignment, or null at the end.
    const bam1_t *next()
    {
        const int status = sam_read1(file_.get(), header_.get(), alignment_.get());
        if (status < -1)
            fail("damaged or cut off after " + std::to_string(count_) + " alignments");
        count_ += status >= 0 ? 1 : 0;
        return status >= 0 ? alignment_.get() : nullptr;
    }

    int64_t count() const { return count_; }

private:
    [[noreturn]] void fail(const std::string &message, std::string hint = {}) const
    {
        throw InputError(message, {.file = path_}, std::move(hint));
    }

    std::filesystem::path path_;
    std::unique_ptr<samFile, FileCloser> file_;
    std::unique_ptr<sam_hdr_t, HeaderCloser> header_;
    std::unique_ptr<bam1_t, AlignmentCloser> alignment_{bam_init1()};
    int64_t count_ = 0;
};

bool counts(const bam1_t &alignment)
{
    return alignment.core.tid >= 0 &&
           (alignment.core.flag & (BAM_FUNMAP | BAM_FSECONDARY | BAM_FQCFAIL | BAM_FDUP)) == 0;
}

int64_t alignedBases(const bam1_t &alignment)
{
    const uint32_t *operations = bam_get_cigar(&alignment);
    int64_t bases = 0;
    for (uint32_t i = 0; i < alignment.core.n_cigar; ++i) {
        const int operation = bam_cigar_op(operations[i]);
        if (operation == BAM_CMATCH || operation == BAM_CEQUAL || operation == BAM_CDIFF)
            bases += bam_cigar_oplen(operations[i]);
    }
    return bases;
}

// Which columns of a table hold what.
struct TableShape {
    size_t name = 0;
    std::optional<size_t> length;
    std::vector<size_t> depths;
    std::vector<std::string> samples;

    size_t last() const { return std::max({name, length.value_or(0), std::ranges::max(depths)}); }
};

std::optional<size_t> columnNamed(const TableLine &line, std::string_view name)
{
    for (size_t column = 0; column < line.size(); ++column)
        if (line[column] == name)
            return column;
    return std::nullopt;
}

void addSample(TableShape &shape, size_t column, std::string name)
{
    shape.depths.push_back(column);
    shape.samples.push_back(std::move(name));
}

// After the total, MetaBAT has depth and variance of each sample.
TableShape shapeOfMetabat(const TableLine &line, size_t name, size_t total)
{
    TableShape shape{.name = name, .length = columnNamed(line, "contigLen")};
    for (size_t column = total + 1; column < line.size(); ++column)
        if (!line[column].ends_with("-var"))
            addSample(shape, column, std::string(line[column]));
    if (shape.depths.empty())
        addSample(shape, total, "total");
    return shape;
}

// Contig, then one column per sample.
TableShape plainShape(const TableLine &line, bool isHeader)
{
    TableShape shape;
    for (size_t column = 1; column < line.size(); ++column)
        addSample(shape, column,
                  isHeader ? std::string(trim(line[column])) : "sample " + std::to_string(column));
    return shape;
}

// Nothing when the line is no header known.
std::optional<TableShape> shapeOfHeader(const TableLine &line)
{
    const auto samtools = columnNamed(line, "#rname"), mean = columnNamed(line, "meandepth");
    if (samtools && mean) {
        TableShape shape{.name = *samtools, .length = columnNamed(line, "endpos")};
        addSample(shape, *mean, "meandepth");
        return shape;
    }
    const auto metabat = columnNamed(line, "contigName");
    const auto total = columnNamed(line, "totalAvgDepth");
    if (metabat && total)
        return shapeOfMetabat(line, *metabat, *total);
    if (line.size() < 2 || line[0].starts_with('#'))
        return std::nullopt;
    for (size_t column = 1; column < line.size(); ++column)
        if (parseReal(line[column]))
            return std::nullopt;
    return plainShape(line, true);
}

// MetaBAT may write a length with a decimal point.
int64_t lengthOf(const TableLine &line, size_t column)
{
    constexpr double longest = 1e15;
    const double length = line.real(column, "length");
    if (length < 0 || length > longest)
        line.fail(column, "found " + printable(line[column]) + " as length");
    return static_cast<int64_t>(length);
}

ContigDepth parseDepth(const TableLine &line, const TableShape &shape)
{
    if (line.size() <= shape.last())
        line.fail(0, "found " + std::to_string(line.size()) + " columns, fewer than in the header");
    ContigDepth depth{.contig = std::string(line[shape.name])};
    if (depth.contig.empty())
        line.fail(shape.name, "contig without a name");
    if (shape.length)
        depth.length = lengthOf(line, *shape.length);
    for (const size_t column : shape.depths) {
        depth.depths.push_back(line.real(column, "depth"));
        if (depth.depths.back() < 0)
            line.fail(column, "negative depth");
    }
    return depth;
}

// By their first bytes: alignments are packed in blocks, or SAM begins with its header.
bool holdsAlignments(const std::filesystem::path &file)
{
    const std::unique_ptr<samFile, FileCloser> opened(sam_open(file.c_str(), "r"));
    if (!opened)
        return false;
    const htsExactFormat format = hts_get_format(opened.get())->format;
    return format == bam || format == sam || format == cram;
}

} // namespace

DepthTable depthsFromAlignments(const std::filesystem::path &file, Progress &progress,
                                const std::stop_token &stop)
{
    AlignmentReader reader(file);
    std::vector<int64_t> bases(static_cast<size_t>(reader.header().n_targets));
    while (const bam1_t *alignment = reader.next()) {
        if (counts(*alignment))
            bases[static_cast<size_t>(alignment->core.tid)] += alignedBases(*alignment);
        if (reader.count() % alignmentsPerUpdate == 0) {
            throwIfStopped(stop);
            progress.update(reader.count(), 0, "reading alignments");
        }
    }
    DepthTable table{.samples = {file.stem().string()}};
    for (size_t contig = 0; contig < bases.size(); ++contig) {
        const int64_t length = sam_hdr_tid2len(&reader.header(), static_cast<int>(contig));
        const double depth =
            static_cast<double>(bases[contig]) / static_cast<double>(std::max<int64_t>(length, 1));
        table.contigs.push_back(
            {.contig = reader.header().target_name[contig], .length = length, .depths = {depth}});
    }
    return table;
}

DepthTable depthsFromTable(const std::filesystem::path &file)
{
    LineReader lines(file, longestLine);
    DepthTable table;
    std::unordered_set<std::string> contigs;
    std::optional<TableShape> shape;
    while (const auto text = lines.next()) {
        const TableLine line(lines, *text);
        if (!shape) {
            shape = shapeOfHeader(line);
            if (shape)
                continue;
        }
        if (trim(*text).empty() || text->starts_with('#'))
            continue;
        if (!shape && line.size() < 2)
            line.fail(0, "found a single column",
                      "expected contig and depths, or the table of samtools coverage, MetaBAT or "
                      "CoverM");
        if (!shape)
            shape = plainShape(line, false);
        table.contigs.push_back(parseDepth(line, *shape));
        if (!contigs.insert(table.contigs.back().contig).second)
            line.fail(shape->name,
                      "the contig " + printable(table.contigs.back().contig) + " occurs twice");
    }
    if (table.contigs.empty())
        throw InputError("holds no depths", {.file = file});
    table.samples = std::move(shape->samples);
    return table;
}

DepthTable readDepths(const std::vector<std::filesystem::path> &files, Progress &progress,
                      const std::stop_token &stop)
{
    hts_set_log_level(HTS_LOG_OFF);
    DepthTable all;
    std::unordered_map<std::string, size_t> placeOf;
    for (const std::filesystem::path &file : files) {
        const DepthTable table = holdsAlignments(file) ? depthsFromAlignments(file, progress, stop)
                                                       : depthsFromTable(file);
        const size_t before = all.samples.size();
        all.samples.insert(all.samples.end(), table.samples.begin(), table.samples.end());
        for (const ContigDepth &contig : table.contigs) {
            const auto [place, isNew] = placeOf.emplace(contig.contig, all.contigs.size());
            if (isNew)
                all.contigs.push_back({.contig = contig.contig, .length = contig.length});
            std::vector<double> &depths = all.contigs[place->second].depths;
            depths.resize(before, std::numeric_limits<double>::quiet_NaN());
            depths.insert(depths.end(), contig.depths.begin(), contig.depths.end());
        }
        for (ContigDepth &contig : all.contigs)
            contig.depths.resize(all.samples.size(), std::numeric_limits<double>::quiet_NaN());
    }
    return all;
}

} // namespace helicase
