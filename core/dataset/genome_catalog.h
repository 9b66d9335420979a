// Which sequences there are to cut training pairs from, and of which genome and species each is.
// The sequences themselves stay in their files. Functions without state.
#pragma once

#include "core/base/progress.h"

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace helicase {

struct GenomeRecord {
    std::string id;
    std::string species;
    std::string genome; // what must not be divided between training and validation
    std::string use;    // of genomes.tsv; else empty
    size_t file = 0;
    int64_t position = 0; // in its file, from 0
    int64_t length = 0;   // bases
};

struct GenomeCatalog {
    std::vector<std::filesystem::path> files;
    std::vector<GenomeRecord> records; // by file and position
    bool hasSpecies = true;            // false: each record is a species of its own
    int64_t withoutLabel = 0; // sequences that the labels do not name; not among the records
};

// An input is a folder with genomes.tsv (core/dataset/genome_table.h), or that table; a folder with
// a folder per species, each FASTA file in it a genome; or a FASTA file. The sequences of FASTA
// files get their species from the labels (core/dataset/label_table.h) and are, species by species,
// one genome; without labels each sequence is a species and a genome of its own. Reads all files
// once. Throws InputError for empty folders, repeated names in a file, records that the table names
// and its file lacks, and what SequenceReader refuses; Stopped.
GenomeCatalog readGenomeCatalog(std::span<const std::filesystem::path> inputs,
                                const std::filesystem::path &labels, Progress &progress,
                                const std::stop_token &stop);

} // namespace helicase
