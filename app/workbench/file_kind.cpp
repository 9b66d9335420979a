#include "app/workbench/file_kind.h"

#include "core/dataset/weights_file.h"
#include "widgets/data/data_places.h"

#include <QByteArray>
#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <algorithm>

namespace helicase {

namespace {

constexpr qint64 headBytes = 4096;

QByteArray headOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(headBytes) : QByteArray();
}

FileKind kindOfFolder(const QString &path)
{
    const QDir folder(path);
    if (folder.exists(QStringLiteral("run.json")))
        return FileKind::Run;
    // Before tokenizers: a model's folder holds its tokenizer too.
    if (folder.exists(QStringLiteral("config.json")) && hasWeights(path.toStdString()))
        return FileKind::Model;
    if (folder.exists(QStringLiteral("tokenizer.json")) ||
        folder.exists(QStringLiteral("vocab.txt")) ||
        folder.exists(QStringLiteral("dna_text_tokenizer_config.json")))
        return FileKind::Tokenizer;
    const QStringList parts{QStringLiteral("runs"), QStringLiteral("embeddings"),
                            QStringLiteral("projections"), QStringLiteral("evaluations"),
                            QStringLiteral("demo.json")};
    const bool isProject =
        std::ranges::any_of(parts, [&](const QString &part) { return folder.exists(part); }) ||
        !folder.entryList({QStringLiteral("*.helicase")}, QDir::Files).isEmpty();
    if (isProject)
        return FileKind::Project;
    return holdsSplits(path) ? FileKind::DataSet : FileKind::Unknown;
}

// Rows of two or three fields in a file that is called a table.
bool isTable(const QString &path, const QByteArray &head)
{
    QString name = path.toLower();
    const bool isCompressed = name.endsWith(QStringLiteral(".gz"));
    if (isCompressed)
        name.chop(3);
    const bool isTabbed = name.endsWith(QStringLiteral(".tsv"));
    if (!isTabbed && !name.endsWith(QStringLiteral(".csv")))
        return false;
    const auto separators = head.left(head.indexOf('\n')).count(isTabbed ? '\t' : ',');
    return isCompressed || separators == 1 || separators == 2;
}

// Eight bytes of header length, then a JSON object.
bool isSafetensors(const QByteArray &head)
{
    return head.size() > 9 && head[8] == '{' && head[6] == '\0' && head[7] == '\0';
}

bool isPlainText(const QByteArray &head)
{
    return !head.isEmpty() && !head.contains('\0') &&
           std::ranges::none_of(head, [](char c) { return static_cast<unsigned char>(c) < 9; });
}

bool isGzip(const QByteArray &head)
{
    return head.startsWith("\x1f\x8b");
}

bool namesSequences(const QString &path)
{
    const QString name = path.toLower();
    return std::ranges::any_of(QStringList{".fa.gz", ".fasta.gz", ".fna.gz", ".fq.gz", ".fastq.gz"},
                               [&](const QString &ending) { return name.endsWith(ending); });
}

} // namespace

FileKind kindOf(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists())
        return FileKind::Missing;
    if (info.isDir())
        return kindOfFolder(path);
    const QByteArray head = headOf(path);
    if (path.endsWith(QStringLiteral(".helicase")) && head.trimmed().startsWith('{'))
        return FileKind::Project;
    if (isSafetensors(head))
        return FileKind::Embedding;
    if (head.startsWith('>') || (head.startsWith('@') && head.contains("\n+")))
        return FileKind::Sequences;
    if (isGzip(head))
        return namesSequences(path)  ? FileKind::Sequences
               : isTable(path, head) ? FileKind::DataSet
                                     : FileKind::Unknown;
    if (isPlainText(head) && isTable(path, head))
        return FileKind::DataSet;
    return isPlainText(head) ? FileKind::Text : FileKind::Unknown;
}

QString firstBytes(const QString &path)
{
    return QString::fromLatin1(headOf(path).left(8).toHex(' '));
}

} // namespace helicase
