#include "core/dataset/data_survey.h"

#include "core/base/parallel.h"
#include "core/dataset/classification_set.h"
#include "core/sequence/alphabet.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <unordered_map>

namespace helicase {

namespace {

constexpr size_t mostRows = size_t{1} << 31; // rows are numbered in 32 bits
// What is read before the threads look at it.
constexpr size_t blockRows = 8192;
constexpr size_t blockLetters = size_t{1} << 24;

enum class LetterKind : uint8_t { Other, Upper, Lower, Blank };

constexpr std::array<LetterKind, 256> makeLetterKinds()
{
    std::array<LetterKind, 256> kinds{};
    for (const char letter : std::string_view("ACGT"))
        kinds[static_cast<unsigned char>(letter)] = LetterKind::Upper;
    for (const char letter : std::string_view("acgt"))
        kinds[static_cast<unsigned char>(letter)] = LetterKind::Lower;
    kinds[' '] = LetterKind::Blank; // between the k-mers of published files
    return kinds;
}

constexpr std::array<LetterKind, 256> letterKinds = makeLetterKinds();

// Upper case, U as T.
std::string plainBases(std::string_view sequence)
{
    std::string bases(sequence);
    for (char &letter : bases) {
        if (letter >= 'a' && letter <= 'z')
            letter = static_cast<char>(letter - ('a' - 'A'));
        if (letter == 'U')
            letter = 'T';
    }
    return bases;
}

// What a thread finds out about one row.
struct RowFindings {
    SurveyRow row;
    std::map<unsigned char, int64_t> otherLetters;
};

void countLetters(std::string_view sequence, RowFindings &findings, int64_t &strong)
{
    for (const char letter : sequence) {
        const auto byte = static_cast<unsigned char>(letter);
        const LetterKind kind = letterKinds[byte];
        findings.row.bases += kind != LetterKind::Blank;
        strong += (byte & 0xDF) == 'G' || (byte & 0xDF) == 'C';
        if (kind == LetterKind::Lower)
            findings.row.hasLowerCase = true;
        else if (kind == LetterKind::Other)
            ++findings.otherLetters[byte];
    }
}

void giveKey(const DataRow &data, bool isPaired, SurveyRow &row)
{
    std::string forward = plainBases(data.first);
    std::string reverse = reverseComplement(forward);
    if (isPaired) {
        const std::string second = plainBases(data.second);
        forward += '|' + second;
        reverse += '|' + reverseComplement(second);
    }
    const std::hash<std::string_view> hash;
    const uint64_t own = hash(forward);
    const uint64_t other = hash(reverse);
    row.key = {std::min(own, other), std::max(own, other)};
    row.isReversed = own > other;
}

RowFindings look(const DataRow &data, bool isPaired, const TokenCounter &countTokens)
{
    RowFindings findings;
    SurveyRow &row = findings.row;
    row.line = data.line;
    row.hasEmptySequence = data.first.empty() || (isPaired && data.second.empty());
    int64_t strong = 0;
    countLetters(data.first, findings, strong);
    countLetters(data.second, findings, strong);
    row.hasOtherLetters = !findings.otherLetters.empty();
    row.gcShare = row.bases == 0 ? 0 : static_cast<float>(strong) / static_cast<float>(row.bases);
    if (!row.hasEmptySequence) {
        giveKey(data, isPaired, row);
        if (countTokens)
            row.tokens = countTokens(data.first, data.second);
    }
    return findings;
}

// Bytes of all files, to tell how far the pass is; 0 when one is compressed.
int64_t totalBytes(std::span<const DataFile> files)
{
    int64_t total = 0;
    for (const DataFile &file : files) {
        std::error_code ignored;
        if (file.path.extension() == ".gz")
            return 0;
        total += static_cast<int64_t>(std::filesystem::file_size(file.path, ignored));
    }
    return total;
}

} // namespace

// Reads block after block; the rows of a block are looked at on several threads.
class Surveyor {
public:
    Surveyor(const SurveyRequest &request, Progress &progress, std::stop_token stop)
        : request_(request), progress_(progress), stop_(std::move(stop)),
          threads_(request.threads > 0 ? request.threads : physicalCores()),
          totalBytes_(totalBytes(request.files))
    {
        survey_.hasTokens = static_cast<bool>(request.countTokens);
    }

    DataSurvey survey()
    {
        for (const DataFile &file : request_.files)
            readFile(file);
        sortLabels();
        survey_.findDuplicates();
        return std::move(survey_);
    }

private:
    void readFile(const DataFile &file)
    {
        const auto source = openDataRows(file.path);
        if (survey_.splits.empty())
            survey_.kind = source->kind();
        else if (source->kind() != survey_.kind)
            throw InputError("holds another kind of rows than " +
                                 survey_.splits.front().file.path.filename().string(),
                             {.file = file.path},
                             "all splits must have the same number of columns");
        SurveySplit split{
            .file = file, .firstRow = static_cast<int64_t>(survey_.rows.size()), .labelRows = {}};
        survey_.splits.push_back(split);
        while (readBlock(*source))
            takeBlock();
        SurveySplit &read = survey_.splits.back();
        read.rows = static_cast<int64_t>(survey_.rows.size()) - read.firstRow;
        if (read.rows == 0)
            throw InputError("holds a header only (expected rows of sequences and labels)",
                             {.file = file.path});
    }

    bool readBlock(DataRows &source)
    {
        throwIfStopped(stop_);
        block_.clear();
        size_t letters = 0;
        while (block_.size() < blockRows && letters < blockLetters) {
            auto row = source.next();
            if (!row)
                break;
            letters += row->first.size() + row->second.size();
            bytesRead_ += static_cast<int64_t>(row->name.size() + row->first.size() +
                                               row->second.size() + row->label.size() + 2);
            block_.push_back(std::move(*row));
        }
        if (survey_.rows.size() + block_.size() > mostRows)
            throw InputError("holds more than 2,147,483,648 rows",
                             {.file = survey_.splits.back().file.path});
        return !block_.empty();
    }

    void takeBlock()
    {
        const bool isPaired = hasPairs(survey_.kind);
        std::vector<RowFindings> findings(block_.size());
        const size_t parts = std::min(static_cast<size_t>(threads_), block_.size());
        runInParallel(parts, [&](size_t part) {
            for (size_t i = part; i < block_.size(); i += parts) {
                if (stop_.stop_requested())
                    return;
                findings[i] = look(block_[i], isPaired, request_.countTokens);
            }
        });
        throwIfStopped(stop_);
        for (size_t i = 0; i < block_.size(); ++i)
            takeRow(block_[i], findings[i]);
        const std::string what = "reading " + survey_.splits.back().file.path.filename().string();
        const int64_t done = totalBytes_ > 0 ? std::min(bytesRead_, totalBytes_)
                                             : static_cast<int64_t>(survey_.rows.size());
        progress_.update(done, totalBytes_, what);
    }

    void takeRow(const DataRow &data, RowFindings &findings)
    {
        SurveyRow &row = findings.row;
        SurveySplit &split = survey_.splits.back();
        row.split = static_cast<uint8_t>(survey_.splits.size() - 1);
        split.bases += row.bases;
        for (const auto &[letter, count] : findings.otherLetters)
            survey_.otherLetters[letter] += count;
        if (data.label.empty()) {
            ++split.unlabelledRows;
        } else {
            const auto next = static_cast<int32_t>(labelNumbers_.size());
            row.label = labelNumbers_.try_emplace(data.label, next).first->second;
        }
        keepText(data, row);
        survey_.rows.push_back(row);
    }

    void keepText(const DataRow &data, SurveyRow &row)
    {
        if (request_.keptLetters == 0)
            return;
        const auto keep = [&](std::string_view text, size_t most) {
            const std::string_view kept = text.substr(0, most);
            survey_.text_ += kept;
            return static_cast<int32_t>(kept.size());
        };
        constexpr size_t longestName = 200;
        row.textBegin = static_cast<int64_t>(survey_.text_.size());
        row.nameLength = keep(data.name, longestName);
        row.firstLength = keep(data.first, static_cast<size_t>(request_.keptLetters));
        row.secondLength = keep(data.second, static_cast<size_t>(request_.keptLetters));
    }

    // Labels got their numbers as they came.
    void sortLabels()
    {
        for (const auto &[label, number] : labelNumbers_)
            survey_.labels.push_back(label);
        sortClassNames(survey_.labels);
        std::vector<int32_t> sorted(survey_.labels.size());
        for (size_t i = 0; i < survey_.labels.size(); ++i)
            sorted[static_cast<size_t>(labelNumbers_.at(survey_.labels[i]))] =
                static_cast<int32_t>(i);
        for (SurveySplit &split : survey_.splits)
            split.labelRows.assign(survey_.labels.size(), 0);
        for (SurveyRow &row : survey_.rows) {
            if (row.label < 0)
                continue;
            row.label = sorted[static_cast<size_t>(row.label)];
            ++survey_.splits[row.split].labelRows[static_cast<size_t>(row.label)];
        }
    }

    const SurveyRequest &request_;
    Progress &progress_;
    std::stop_token stop_;
    int64_t threads_;
    int64_t totalBytes_;
    int64_t bytesRead_ = 0;
    DataSurvey survey_;
    std::vector<DataRow> block_;
    std::unordered_map<std::string, int32_t> labelNumbers_;
};

DataSurvey surveyData(const SurveyRequest &request, Progress &progress, const std::stop_token &stop)
{
    return Surveyor(request, progress, stop).survey();
}

void DataSurvey::findDuplicates()
{
    byKey_.clear();
    for (size_t row = 0; row < rows.size(); ++row)
        if (!rows[row].hasEmptySequence)
            byKey_.push_back(static_cast<uint32_t>(row));
    std::ranges::sort(byKey_, [this](uint32_t a, uint32_t b) {
        return std::tie(rows[a].key, a) < std::tie(rows[b].key, b);
    });
    duplicates_.assign(splits.size() * splits.size(), {});
    std::vector<std::array<bool, 2>> seen; // per split: on each strand
    forEachGroup([&](std::span<const uint32_t> group) {
        seen.assign(splits.size(), {});
        for (const uint32_t index : group) {
            const SurveyRow &row = rows[index];
            const size_t strand = row.isReversed ? 1 : 0;
            for (size_t split = 0; split <= row.split; ++split) {
                const bool isThere = seen[split][0] || seen[split][1];
                DuplicateCount &count = duplicates_[split * splits.size() + row.split];
                count.rows += isThere;
                count.otherStrand += isThere && !seen[split][strand];
            }
            seen[row.split][strand] = true;
        }
    });
}

void DataSurvey::forEachGroup(const std::function<void(std::span<const uint32_t>)> &visit) const
{
    for (size_t first = 0; first < byKey_.size();) {
        size_t end = first + 1;
        while (end < byKey_.size() && rows[byKey_[end]].key == rows[byKey_[first]].key)
            ++end;
        if (end - first > 1)
            visit(std::span(byKey_).subspan(first, end - first));
        first = end;
    }
}

std::span<const uint32_t> DataSurvey::sameSequence(size_t row) const
{
    if (rows[row].hasEmptySequence)
        return {};
    const auto found = std::ranges::equal_range(byKey_, rows[row].key, {},
                                                [this](uint32_t other) { return rows[other].key; });
    return {found.begin(), found.end()};
}

DataSurvey::RowText DataSurvey::text(size_t row) const
{
    const SurveyRow &kept = rows[row];
    const std::string_view all = text_;
    auto begin = static_cast<size_t>(kept.textBegin);
    const auto take = [&](int32_t length) {
        const std::string_view part = all.substr(begin, static_cast<size_t>(length));
        begin += part.size();
        return part;
    };
    RowText text;
    text.name = take(kept.nameLength);
    text.first = take(kept.firstLength);
    text.second = take(kept.secondLength);
    return text;
}

int64_t DataSurvey::bases() const
{
    return std::transform_reduce(splits.begin(), splits.end(), int64_t{0}, std::plus(),
                                 [](const SurveySplit &split) { return split.bases; });
}

int DataSurvey::splitNamed(std::string_view name) const
{
    const auto found = std::ranges::find(
        splits, name, [](const SurveySplit &split) { return std::string_view(split.file.split); });
    return found == splits.end() ? -1 : static_cast<int>(found - splits.begin());
}

namespace {

int64_t lengthOf(const SurveyRow &row, LengthUnit unit)
{
    return unit == LengthUnit::Bases ? row.bases : row.tokens;
}

// The smallest of 1, 2, 5, 10, 20, ... that needs no more bars than these.
int64_t roundWidth(int64_t span, int64_t mostBars)
{
    for (int64_t power = 1;; power *= 10)
        for (const int64_t factor : {1, 2, 5})
            if (span / (factor * power) < mostBars)
                return factor * power;
}

} // namespace

LengthDistribution lengthDistribution(const DataSurvey &survey, LengthUnit unit, int64_t mostBars)
{
    std::vector<int64_t> lengths;
    for (const SurveyRow &row : survey.rows)
        if (!row.hasEmptySequence && lengthOf(row, unit) >= 0)
            lengths.push_back(lengthOf(row, unit));
    LengthDistribution histogram;
    if (lengths.empty())
        return histogram;
    const auto [shortest, longest] = std::ranges::minmax(lengths);
    // One bar more than the span divided, since the first begins at a multiple of the width.
    histogram.width = roundWidth(longest - shortest, mostBars - 1);
    histogram.from = shortest / histogram.width * histogram.width;
    histogram.largest = longest;
    histogram.bars.assign(static_cast<size_t>((longest - histogram.from) / histogram.width) + 1, 0);
    for (const int64_t length : lengths)
        ++histogram.bars[static_cast<size_t>((length - histogram.from) / histogram.width)];
    const auto middle = lengths.begin() + std::ssize(lengths) / 2;
    std::ranges::nth_element(lengths, middle);
    histogram.median = *middle;
    return histogram;
}

int64_t rowsAbove(const DataSurvey &survey, LengthUnit unit, int64_t limit)
{
    return std::ranges::count_if(survey.rows,
                                 [&](const SurveyRow &row) { return lengthOf(row, unit) > limit; });
}

} // namespace helicase
