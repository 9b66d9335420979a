// One cloud with what it shows in words above it: title, counts, pooling, explained variance. GUI
// thread.
#pragma once

#include <QWidget>

class QLabel;
class QToolButton;

namespace helicase {

class CloudModel;
class CloudView;
struct CloudProjection;

class CloudPane final : public QWidget {
    Q_OBJECT

public:
    CloudPane(CloudModel &model, const QString &viewName, QWidget *parent = nullptr);

    CloudView *view() const { return view_; }
    void setProjection(int projection);
    QString title() const;
    QString subtitle() const;

    static QString titleOf(const CloudProjection &projection);
    // The embedding without the method: "Baseline: TNF".
    static QString nameOf(const CloudProjection &projection);
    // Other clouds to show here, offered at the right of the title.
    void offerProjections();

Q_SIGNALS:
    void projectionChosen(int projection);

private:
    void refresh();

    CloudModel &model_;
    CloudView *view_ = nullptr;
    QLabel *title_ = nullptr;
    QLabel *subtitle_ = nullptr;
    QToolButton *chooser_ = nullptr;
};

} // namespace helicase
