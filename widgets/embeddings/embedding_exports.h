// Files that the panel writes: figures, coordinates, the selection, bins, labels, the table. Each
// has beside it a .json that tells how it was made. Owns their actions. GUI thread.
#pragma once

#include <QObject>
#include <QSize>

#include <array>
#include <functional>

class QAction;

namespace helicase {

class ActionRegistry;
class CloudModel;
class CloudPane;
class ContigTablePane;
class Panel;

class EmbeddingExports final : public QObject {
    Q_OBJECT

public:
    struct Parts {
        Panel *panel;
        ActionRegistry &actions;
        CloudModel &model;
        std::array<CloudPane *, 2> clouds;
        std::function<QString()> folder; // where files are suggested
        std::function<void(const QString &)> toast;
        std::function<void(const QString &headline, const QString &text)> tellMistake;
    };

    explicit EmbeddingExports(const Parts &parts);

    QAction *exportView() const { return exportView_; }
    QAction *exportTableAction() const { return exportTable_; }
    QAction *saveFasta() const { return saveFasta_; }
    QAction *saveSelection() const { return saveSelection_; }
    QAction *exportBins() const { return exportBins_; }
    QAction *exportLabels() const { return exportLabels_; }
    void setTable(ContigTablePane *table) { table_ = table; }

    // What the dialogs call, by the file's ending. Throw InputError or DiskError.
    enum class PictureUse { Screen, Print };
    // png, svg, pdf. For print a PNG has 300 pixels an inch of the size that the clouds have on the
    // screen, and its points are drawn by OpenGL where that is there.
    void writePicture(const QString &file, PictureUse use = PictureUse::Screen);
    void writeCoordinates(const QString &file, bool onlyVisible);
    void writeSelection(const QString &file); // fa, csv, tsv, npz
    void writeBins(const QString &folder);
    void writeBinTable(const QString &file); // CAMI
    void writeLabels(const QString &file);

private:
    void refresh();
    const CloudPane *focused() const;
    // A file that the user chooses among kinds of endings; nothing when it is given up.
    void save(const QString &title, const QString &suggestion, const QString &kinds,
              const std::function<void(const QString &file, const QString &kind)> &write);
    void attempt(const std::function<void()> &function);
    void writeProvenance(const QString &file, const QString &what, qint64 contigs);

    Parts parts_;
    ContigTablePane *table_ = nullptr;
    QAction *exportView_ = nullptr;
    QAction *exportTable_ = nullptr;
    QAction *saveFasta_ = nullptr;
    QAction *saveSelection_ = nullptr;
    QAction *exportBins_ = nullptr;
    QAction *exportLabels_ = nullptr;
};

} // namespace helicase
