#include "widgets/models/config_view.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/models/published_config.h"

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QTextBlock>
#include <QVBoxLayout>

#include <nlohmann/json.hpp>

namespace helicase {

namespace {

constexpr qsizetype mostMissingShown = 4;

// Which line of the indented text begins a key of the outermost object.
int lineOfKey(const QStringList &lines, const QString &key)
{
    const QString begin = QStringLiteral("  \"%1\":").arg(key);
    for (int line = 0; line < lines.size(); ++line)
        if (lines[line].startsWith(begin))
            return line;
    return -1;
}

QString differenceSummary(qsizetype different, const QStringList &missing)
{
    QString text = different == 0
                       ? ConfigView::tr("As the published DNABERT-2 in all that it says.")
                   : different == 1 ? ConfigView::tr("1 key differs from the published DNABERT-2.")
                                    : ConfigView::tr("%1 keys differ from the published DNABERT-2.")
                                          .arg(groupedNumber(different));
    if (missing.isEmpty())
        return text;
    QString list = missing.mid(0, mostMissingShown).join(QStringLiteral(", "));
    if (missing.size() > mostMissingShown)
        list = ConfigView::tr("%1 and %2 more").arg(list).arg(missing.size() - mostMissingShown);
    return text + QLatin1Char(' ') + ConfigView::tr("Not given: %1.").arg(list);
}

} // namespace

NotedText::NotedText(QWidget *parent) : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setLineWrapMode(QPlainTextEdit::NoWrap);
    setTabChangesFocus(true);
    setRole(this, "flat");
}

void NotedText::setNotedText(const QString &text, std::map<int, QString> notes)
{
    setFont(monospacedFont());
    notes_ = std::move(notes);
    setPlainText(text);
    markLines();
}

void NotedText::markLines()
{
    QList<QTextEdit::ExtraSelection> marks;
    for (const auto &[line, note] : notes_) {
        QTextEdit::ExtraSelection mark;
        mark.cursor = QTextCursor(document()->findBlockByNumber(line));
        mark.format.setBackground(shownColor(ColorRole::WarningBand));
        mark.format.setProperty(QTextFormat::FullWidthSelection, true);
        marks += mark;
    }
    setExtraSelections(marks);
}

void NotedText::paintEvent(QPaintEvent *event)
{
    QPlainTextEdit::paintEvent(event);
    QPainter painter(viewport());
    painter.setPen(shownColor(ColorRole::Warning));
    for (QTextBlock block = firstVisibleBlock(); block.isValid(); block = block.next()) {
        const QRectF area = blockBoundingGeometry(block).translated(contentOffset());
        if (area.top() > viewport()->height())
            break;
        const auto note = notes_.find(block.blockNumber());
        if (note == notes_.end())
            continue;
        const int left = int(area.left()) + fontMetrics().horizontalAdvance(block.text()) + 24;
        painter.drawText(QRectF(left, area.top(), viewport()->width() - left, area.height()),
                         Qt::AlignLeft | Qt::AlignVCenter, note->second);
    }
}

void NotedText::changeEvent(QEvent *event)
{
    QPlainTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        markLines();
}

ConfigView::ConfigView(QWidget *parent) : QWidget(parent)
{
    summary_ = mutedLabel({}, this);
    summary_->setObjectName(QStringLiteral("models.config.summary"));
    summary_->setWordWrap(true);
    summary_->setContentsMargins(12, 6, 12, 6);
    text_ = new NotedText(this);
    text_->setObjectName(QStringLiteral("models.config"));
    text_->setAccessibleName(tr("config.json"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(summary_);
    layout->addWidget(horizontalLine(this));
    layout->addWidget(text_, 1);
}

void ConfigView::setModel(const ModelPointer &model)
{
    if (!model) {
        summary_->clear();
        text_->setNotedText({}, {});
        return;
    }
    const nlohmann::json &config = *model->description.config;
    const std::string text = config.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
    const QString shown = QString::fromStdString(text);
    const QStringList lines = shown.split(u'\n');
    std::map<int, QString> notes;
    qsizetype different = 0;
    if (model->keys.isKnown)
        for (const ConfigDifference &difference : differencesFromPublished(config)) {
            ++different;
            if (const int line = lineOfKey(lines, difference.key); line >= 0)
                notes.emplace(line, tr("← published: %1").arg(difference.published));
        }
    summary_->setText(model->keys.isKnown
                          ? differenceSummary(different, missingPublishedKeys(config))
                          : tr("%1 keys").arg(groupedNumber(qint64(config.size()))));
    text_->setNotedText(shown, std::move(notes));
    text_->setAccessibleDescription(summary_->text());
}

} // namespace helicase
