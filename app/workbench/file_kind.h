// What a dropped or opened path is, found by its content.
#pragma once

#include <QString>

namespace helicase {

// DataSet: rows of sequences with or without labels, in a file or as train, dev and test in a
// folder.
enum class FileKind {
    Missing,
    Project,
    Run,
    Model,
    Tokenizer,
    Embedding,
    Sequences,
    DataSet,
    Text,
    Unknown
};

FileKind kindOf(const QString &path);
// The first bytes of a file in readable form, for "not recognised".
QString firstBytes(const QString &path);

} // namespace helicase
