#include "app/workbench/tour.h"

#include "app/workbench/panel_registry.h"

#include <QFile>
#include <QTextBrowser>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

// Outside any namespace, as the macro demands; the text lives in a static library.
static void initialiseTourResource()
{
    Q_INIT_RESOURCE(tour);
}

namespace helicase {

QString tourText()
{
    initialiseTourResource();
    QFile file(QStringLiteral(":/tour/README.md"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QString text = QString::fromUtf8(file.readAll());
    const QString section = text.section(QStringLiteral("\n## A five-minute tour\n"), 1)
                                .section(QStringLiteral("\n## "), 0, 0);
    const qsizetype begin = section.indexOf(QStringLiteral("\n1. "));
    QStringList steps;
    for (const QString &line : section.mid(std::max(begin, qsizetype{0})).trimmed().split(u'\n')) {
        if (line.isEmpty())
            break;
        steps += line;
    }
    QString tour = steps.join(u'\n');
    for (const PanelEntry &panel : availablePanels())
        tour.replace(QStringLiteral("**%1.**").arg(panel.label),
                     QStringLiteral("**[%1](panel:%2).**").arg(panel.label, panel.id));
    return tour;
}

Tour::Tour(const std::function<void(const QString &panelId)> &showPanel, QWidget *parent)
    : QDialog(parent)
{
    setAttribute(Qt::WA_DeleteOnClose);
    setObjectName(QStringLiteral("help.tour.dialog"));
    setWindowTitle(tr("Five-minute tour"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *browser = new QTextBrowser(this);
    browser->setObjectName(QStringLiteral("help.tour.text"));
    browser->setAccessibleName(windowTitle());
    browser->setFrameShape(QFrame::NoFrame);
    browser->setOpenLinks(false);
    browser->document()->setDocumentMargin(16);
    browser->setMarkdown(tourText());
    connect(browser, &QTextBrowser::anchorClicked, this,
            [showPanel](const QUrl &link) { showPanel(link.path()); });
    layout->addWidget(browser);
    resize(560, 480);
}

} // namespace helicase
