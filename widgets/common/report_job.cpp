#include "widgets/common/report_job.h"

#include "widgets/common/panel_context.h"
#include "widgets/common/panel_jobs.h"
#include "widgets/common/widgets.h"

#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QToolButton>

namespace helicase {

QToolButton *reportButton(QAction *page, QAction *pdf, QWidget *parent)
{
    QToolButton *button = toolButton(page, ButtonText::WhileRoom, parent);
    button->setPopupMode(QToolButton::MenuButtonPopup);
    button->setMenu(new QMenu(button));
    button->menu()->addAction(pdf);
    return button;
}

void startReport(const ReportRequest &request, PanelJobs &jobs, const PanelContext &context)
{
    const QString messageId = QStringLiteral("report");
    const QString folder = QFileInfo(request.file).absolutePath();
    QDir().mkpath(folder);
    QStringList words{QStringLiteral("report")};
    words += request.about;
    words += request.options;
    words << QStringLiteral("--output") << request.file;
    jobs.start({.words = words, .folder = folder, .title = request.title}, messageId,
               [&jobs, &context, messageId, file = request.file](const Job &job) {
                   if (job.state == JobState::Failed)
                       jobs.postFailure(job, messageId,
                                        PanelJobs::tr("The report was not written."));
                   if (job.state != JobState::Done)
                       return;
                   context.toast(PanelJobs::tr("%1 is written.").arg(QFileInfo(file).fileName()));
                   openInSystem(file);
               });
}

} // namespace helicase
