#include "widgets/common/run_draft.h"

#include <QUrl>
#include <QUrlQuery>

namespace helicase {

namespace {

// "helicase:classify?model.path=/models/dnabert"; no path of a folder begins like this.
constexpr QLatin1String scheme("helicase");

} // namespace

QString RunDraft::argument() const
{
    QUrlQuery query;
    for (auto option = options.begin(); option != options.end(); ++option)
        query.addQueryItem(QString::fromUtf8(QUrl::toPercentEncoding(option.key())),
                           QString::fromUtf8(QUrl::toPercentEncoding(option.value())));
    QUrl url;
    url.setScheme(scheme);
    url.setPath(task);
    url.setQuery(query);
    return url.toString(QUrl::FullyEncoded);
}

std::optional<RunDraft> RunDraft::fromArgument(const QString &argument)
{
    const QUrl url(argument, QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != scheme || url.path().isEmpty())
        return std::nullopt;
    RunDraft draft{.task = url.path()};
    for (const auto &[name, value] : QUrlQuery(url).queryItems(QUrl::FullyDecoded))
        draft.options.insert(name, value);
    return draft;
}

} // namespace helicase
