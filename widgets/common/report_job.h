// A report about runs, results or embeddings, written by `helicase report` as a job of a panel and
// then opened. GUI thread only.
#pragma once

#include <QString>
#include <QStringList>

class QAction;
class QToolButton;
class QWidget;

namespace helicase {

class PanelJobs;
struct PanelContext;

struct ReportRequest {
    QStringList about;   // run and evaluation folders, embedding files
    QString file;        // .html or .pdf; its folder is made
    QString title;       // of the job: "Report of contrastive-03"
    QStringList options; // further words of the command
};

// The button of a tool bar: the page at once, the PDF from its menu.
QToolButton *reportButton(QAction *page, QAction *pdf, QWidget *parent);

void startReport(const ReportRequest &request, PanelJobs &jobs, const PanelContext &context);

} // namespace helicase
