// Takes a picture of the whole window once the shown panel has its content. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <QTimer>

namespace helicase {

class MainWindow;

class Screenshot final : public QObject {
    Q_OBJECT
public:
    static constexpr int longestWaitSeconds = 300;

    Screenshot(MainWindow &window, QString file);

Q_SIGNALS:
    // Empty mistake: the picture is there.
    void finished(const QString &mistake);

private:
    void look();
    void take();

    MainWindow &window_;
    QString file_;
    QTimer timer_;
    int waitedMilliseconds_ = 0;
};

} // namespace helicase
