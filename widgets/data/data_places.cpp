#include "widgets/data/data_places.h"

#include "core/base/error.h"
#include "core/base/resources.h"

#include <QDir>
#include <QFileInfo>

namespace helicase {

bool holdsTokenizer(const QString &path)
{
    const QDir folder(path);
    return folder.exists(QStringLiteral("dna_text_tokenizer_config.json")) ||
           folder.exists(QStringLiteral("tokenizer.json")) ||
           folder.exists(QStringLiteral("vocab.txt"));
}

bool holdsSplits(const QString &path)
{
    const QDir folder(path);
    return folder.exists(QStringLiteral("train.csv")) ||
           folder.exists(QStringLiteral("train.csv.gz")) ||
           folder.exists(QStringLiteral("train.tsv")) ||
           folder.exists(QStringLiteral("train.tsv.gz"));
}

QString tokenizerName(const QString &folder)
{
    const QFileInfo info(QDir::cleanPath(folder));
    return info.fileName() == QStringLiteral("tokenizer")
               ? info.dir().dirName() + QStringLiteral("/tokenizer")
               : info.fileName();
}

QString demoTokenizer()
{
    try {
        return QString::fromStdString((resourceFolder() / "demo/tokenizer").string());
    } catch (const Error &) {
        return {}; // an installation without the embedded files
    }
}

DataGroup likelyGroup(const QString &path)
{
    if (QFileInfo(path).isDir())
        return DataGroup::FineTuning;
    const bool isTable =
        path.contains(QStringLiteral(".csv")) || path.contains(QStringLiteral(".tsv"));
    return isTable ? DataGroup::Other : DataGroup::Sequences;
}

} // namespace helicase
