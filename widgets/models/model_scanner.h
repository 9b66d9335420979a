// Finds the models and tokenizers that the panel lists: opened folders, checkpoints of the
// project's runs, tokenizers of the project and beside opened models. Headers are read on a thread
// of its own. Lives on the GUI thread.
#pragma once

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include <vector>

namespace helicase {

enum class ModelEntryKind { Opened, Run, Tokenizer };

struct ModelEntry {
    ModelEntryKind kind = ModelEntryKind::Opened;
    QString folder;
    QString label;     // "contrastive-07, best"
    QString note = {}; // "117 M" parameters, "468 MB", "4,096" tokens
    bool isMissing = false;
    bool operator==(const ModelEntry &) const = default;
};

class ModelScanner final : public QObject {
    Q_OBJECT

public:
    explicit ModelScanner(QObject *parent = nullptr);
    ~ModelScanner() override;

    // projectFolder empty: none.
    void scan(const QString &projectFolder, const QStringList &openedFolders);
    bool isBusy() const { return pending_ > 0; }

Q_SIGNALS:
    void scanned(const std::vector<helicase::ModelEntry> &entries);

private:
    QThreadPool pool_;
    int pending_ = 0;
};

// Never throws; what cannot be read is listed without a note.
std::vector<ModelEntry> findModels(const QString &projectFolder, const QStringList &openedFolders);
// The best checkpoint of a run folder, else its newest; empty without one.
QString checkpointOfRun(const QString &runFolder);

} // namespace helicase
