// The settings of UMAP or t-SNE before the job starts: a form made from the options of `helicase
// project`, the command line, and a button that runs it. Not modal. GUI thread.
#pragma once

#include <QDialog>

#include <functional>

class QPushButton;

namespace helicase {

class CommandPreview;
class OptionForm;

class ProjectionForm final : public QDialog {
    Q_OBJECT

public:
    // words: the whole command for the changed settings.
    using Words = std::function<QStringList(const QStringList &settings)>;

    // method: as the option --method takes it.
    ProjectionForm(const QString &method, const QString &embedding, Words words,
                   QWidget *parent = nullptr);

    OptionForm *form() const { return form_; }
    // The method's settings that differ from their defaults.
    QStringList settings() const;

Q_SIGNALS:
    void runRequested(const QString &method, const QStringList &settings);

private:
    void refresh();

    QString method_;
    Words words_;
    OptionForm *form_ = nullptr;
    CommandPreview *preview_ = nullptr;
    QPushButton *run_ = nullptr;
};

} // namespace helicase
