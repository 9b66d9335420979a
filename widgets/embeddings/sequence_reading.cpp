#include "widgets/embeddings/sequence_reading.h"

#include "core/base/error.h"
#include "core/base/progress.h"
#include "core/base/text.h"
#include "core/sequence/indexed_fasta.h"
#include "core/sequence/sequence_reader.h"
#include "widgets/common/format.h"

#include <algorithm>
#include <array>
#include <map>

namespace helicase {

namespace {

using Path = std::filesystem::path;

// A packed file and one of reads are read through; others are looked up in.
bool canBeIndexed(const Path &file)
{
    constexpr std::array endings{".fa", ".fasta", ".fna"};
    return std::ranges::find(endings, file.extension().string()) != endings.end();
}

double gcOf(std::string_view bases)
{
    int64_t strong = 0;
    int64_t weak = 0;
    for (const char base : bases) {
        const char letter = static_cast<char>(base & ~0x20); // upper case
        strong += letter == 'G' || letter == 'C';
        weak += letter == 'A' || letter == 'T' || letter == 'U';
    }
    return strong + weak > 0 ? static_cast<double>(strong) / static_cast<double>(strong + weak)
                             : -1;
}

} // namespace

// What one contig leaves for the next one: the files with their indices.
struct SequenceReading::Kept {
    std::map<Path, std::pair<std::filesystem::file_time_type, IndexedFasta>> open;

    IndexedFasta &indexed(const Path &file, const std::stop_token &stop)
    {
        const auto time = std::filesystem::last_write_time(file);
        const auto known = open.find(file);
        if (known != open.end() && known->second.first == time)
            return known->second.second;
        open.erase(file);
        return open.try_emplace(file, time, IndexedFasta(file, stop)).first->second.second;
    }

    std::optional<ContigSequence> findIn(const Path &file, const std::string &id,
                                         const std::stop_token &stop)
    {
        if (!canBeIndexed(file))
            return findByReading(file, id, stop);
        IndexedFasta &fasta = indexed(file, stop);
        const FastaIndexEntry *entry = fasta.index().find(id);
        if (entry == nullptr)
            return std::nullopt;
        ContigSequence found{.id = id, .bases = {}, .length = entry->length, .file = file};
        if (entry->length > 0)
            found.bases =
                fasta.read({.name = id, .last = std::min(entry->length, mostBases)}).bases;
        return found;
    }

    static std::optional<ContigSequence> findByReading(const Path &file, const std::string &id,
                                                       const std::stop_token &stop)
    {
        SequenceReader reader(file);
        while (const auto record = reader.nextView()) {
            throwIfStopped(stop);
            if (record->id == id)
                return ContigSequence{.id = id,
                                      .bases = std::string(record->bases.substr(0, mostBases)),
                                      .length = static_cast<int64_t>(record->bases.size()),
                                      .file = file};
        }
        return std::nullopt;
    }

    ContigSequence find(const std::vector<Path> &files, const std::string &id,
                        const std::stop_token &stop)
    {
        if (files.empty())
            throw InputError("nothing tells which sequences this embedding was made of", {},
                             "put them into the project's folder as data/contigs.fa");
        bool isAnyThere = false;
        for (const Path &file : files) {
            if (!std::filesystem::is_regular_file(file))
                continue;
            isAnyThere = true;
            if (std::optional<ContigSequence> found = findIn(file, id, stop)) {
                found->gc = gcOf(found->bases);
                return std::move(*found);
            }
        }
        if (isAnyThere)
            throw InputError("there is no sequence of " + printable(id), {.file = files.front()});
        throw InputError("the sequences are not where they were embedded", {.file = files.front()},
                         "move the file back, or put it into the project's folder as "
                         "data/contigs.fa");
    }
};

SequenceReading::SequenceReading(QObject *parent) : QObject(parent), kept_(std::make_shared<Kept>())
{
    pool_.setMaxThreadCount(1);
}

SequenceReading::~SequenceReading()
{
    forget();
    pool_.waitForDone(); // what runs posts to this object
}

void SequenceReading::forget()
{
    ++newestRequest_;
    isRunning_ = false;
    stop_.request_stop();
    pool_.clear();
}

void SequenceReading::read(std::vector<Path> files, const std::string &id)
{
    forget();
    stop_ = {};
    isRunning_ = true;
    pool_.start([this, request = newestRequest_, kept = kept_, files = std::move(files), id,
                 stop = stop_.get_token()] {
        std::shared_ptr<const ContigSequence> sequence;
        QString mistake;
        try {
            sequence = std::make_shared<const ContigSequence>(kept->find(files, id, stop));
        } catch (const std::exception &error) {
            mistake = lineOf(error);
        }
        QMetaObject::invokeMethod(
            this,
            [this, request, sequence, mistake] {
                if (request != newestRequest_)
                    return;
                isRunning_ = false;
                if (sequence)
                    Q_EMIT done(sequence);
                else
                    Q_EMIT failed(mistake);
            },
            Qt::QueuedConnection);
    });
}

} // namespace helicase
