// A small preview of a fine-tuning set for forms: class balance, lengths with the limit, duplicates
// between the splits, and what is doubtful in one line. The files are read in the background
// shortly after the last change. GUI thread only.
#pragma once

#include "widgets/data/data_loader.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QProgressBar;
class QToolButton;

namespace helicase {

class ClassBalanceChart;
class DuplicateMatrix;
class LengthChart;

class DataPreview final : public QWidget {
    Q_OBJECT

public:
    // objectName: "train.preview"; its parts are called train.preview.balance and the like.
    explicit DataPreview(const QString &objectName, QWidget *parent = nullptr);

    // Nothing chosen shows nothing. The same choice again is read again only if a file changed.
    void setChoice(const DataChoice &choice);
    const DataChoice &choice() const { return choice_; }
    bool isLoading() const;
    // Null while nothing is read or it failed.
    std::shared_ptr<const LoadedData> loaded() const { return loaded_; }
    QString message() const; // the line of warnings or of what went wrong

Q_SIGNALS:
    // Loaded, failed or emptied.
    void changed();
    // "All checks" was pressed: the Data panel tells more.
    void detailsRequested(const QString &path);

private:
    void build();
    void load();
    void cancel();
    void showData(std::shared_ptr<const LoadedData> loaded);
    void showFailure(const QString &message);
    void showNothing(const QString &message);
    void showProgress(const QString &what, double fraction);
    void setContentShown(bool isShown);

    DataChoice choice_;
    std::shared_ptr<const LoadedData> loaded_;
    DataLoader loader_;
    QTimer delay_;
    QLabel *headline_ = nullptr;
    QWidget *progressRow_ = nullptr;
    QLabel *progressText_ = nullptr;
    QProgressBar *progress_ = nullptr;
    QWidget *content_ = nullptr;
    ClassBalanceChart *balance_ = nullptr;
    QLabel *lengthSummary_ = nullptr;
    LengthChart *lengths_ = nullptr;
    QLabel *duplicateSummary_ = nullptr;
    DuplicateMatrix *duplicates_ = nullptr;
    QLabel *message_ = nullptr;
    QToolButton *details_ = nullptr;
};

} // namespace helicase
