// A run that a panel proposes to Train: its task and some values of the form there. It crosses
// panels as the argument of PanelContext::openPanel:
//     context().openPanel("train", RunDraft{"classify", {{"model.path", folder}}}.argument());
// Train shows the form with these values; nothing is started. Any thread.
#pragma once

#include <QMap>
#include <QString>
#include <optional>

namespace helicase {

struct RunDraft {
    QString task;
    QMap<QString, QString> options; // by option name: "model.path", "data.train"

    QString argument() const;
    // Nothing for what is no draft: a run folder, an id.
    static std::optional<RunDraft> fromArgument(const QString &argument);
};

} // namespace helicase
