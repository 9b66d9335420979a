// The form of a command that makes a model folder: its options, the command line, a button that
// runs it. Opens in place above the model that is shown; several can wait in the queue of jobs. GUI
// thread.
#pragma once

#include "core/run/option_table.h"

#include <QMap>
#include <QStringList>
#include <QWidget>

class QAction;
class QLabel;
class QVBoxLayout;

namespace helicase {

class CommandPreview;
class OptionForm;

struct ModelJobRequest {
    QString title;     // "Convert DNABERT-2-117M"
    QStringList words; // {"model", "convert"}
    QString input;     // model folder; empty: a file of `recipes`, by the option "recipe"
    QMap<QString, QString> recipes = {}; // files by name
    OptionTable options = OptionTable({});
    QMap<QString, QString> values = {}; // of options that are known already
    QString outputFolder = {};          // suggested
};

class ModelJobForm final : public QWidget {
    Q_OBJECT

public:
    static inline const QString recipeOption = QStringLiteral("recipe");
    static inline const QString outputOption = QStringLiteral("output");

    ModelJobForm(QAction *run, QAction *close, QWidget *parent = nullptr);

    // Takes the place of a form that is open.
    void open(const ModelJobRequest &request);
    void close();
    bool isOpen() const { return form_ != nullptr; }
    const QString &title() const { return request_.title; }
    // Of the command as shown.
    QStringList words() const;
    QString outputFolder() const;
    // Why it cannot run; empty: it can.
    QString obstacle() const;

private:
    void refresh();
    void keyPressEvent(QKeyEvent *event) override;

    QAction *run_;
    QAction *close_;
    ModelJobRequest request_;
    QLabel *title_ = nullptr;
    QLabel *obstacle_ = nullptr;
    QVBoxLayout *formPlace_ = nullptr;
    OptionForm *form_ = nullptr;
    CommandPreview *preview_ = nullptr;
};

} // namespace helicase
