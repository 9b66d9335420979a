#include "widgets/data/data_preview.h"

#include "widgets/common/format.h"
#include "widgets/common/theme.h"
#include "widgets/common/widgets.h"
#include "widgets/data/class_balance_chart.h"
#include "widgets/data/data_words.h"
#include "widgets/data/duplicate_matrix.h"
#include "widgets/data/length_chart.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>
#include <QVBoxLayout>

namespace helicase {

namespace {

// Long enough that typing a path reads nothing halfway.
constexpr int delayMilliseconds = 250;

QLabel *partTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    setRole(label, "sectiontitle");
    return label;
}

} // namespace

DataPreview::DataPreview(const QString &objectName, QWidget *parent)
    : QWidget(parent), loader_(DataDetail::NumbersOnly)
{
    setObjectName(objectName);
    setAccessibleName(tr("Preview of the data"));
    build();
    delay_.setSingleShot(true);
    delay_.setInterval(delayMilliseconds);
    connect(&delay_, &QTimer::timeout, this, &DataPreview::load);
    connect(&loader_, &DataLoader::progressed, this, &DataPreview::showProgress);
    connect(&loader_, &DataLoader::loaded, this, &DataPreview::showData);
    connect(&loader_, &DataLoader::failed, this, &DataPreview::showFailure);
    showNothing(tr("Choose data to see classes, lengths and duplicates."));
}

void DataPreview::build()
{
    const auto name = [this](const char *part) {
        return objectName() + QLatin1Char('.') + QLatin1String(part);
    };
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    headline_ = mutedLabel({}, this);
    headline_->setObjectName(name("headline"));
    headline_->setWordWrap(true);
    layout->addWidget(headline_);

    progressRow_ = new QWidget(this);
    auto *row = new QHBoxLayout(progressRow_);
    row->setContentsMargins(0, 0, 0, 0);
    progressText_ = mutedLabel({}, progressRow_);
    progressText_->setMinimumWidth(0);
    progress_ = new QProgressBar(progressRow_);
    progress_->setTextVisible(false);
    progress_->setAccessibleName(tr("Reading the data"));
    QToolButton *cancelButton = linkButton(tr("Cancel"), name("cancel"), progressRow_);
    connect(cancelButton, &QToolButton::clicked, this, &DataPreview::cancel);
    row->addWidget(progressText_);
    row->addWidget(progress_, 1);
    row->addWidget(cancelButton);
    layout->addWidget(progressRow_);

    content_ = new QWidget(this);
    auto *parts = new QVBoxLayout(content_);
    parts->setContentsMargins(0, 0, 0, 0);
    parts->setSpacing(4);
    balance_ = new ClassBalanceChart(name("balance"), content_);
    lengthSummary_ = mutedLabel({}, content_);
    lengths_ = new LengthChart(name("lengths"), content_);
    duplicateSummary_ = mutedLabel({}, content_);
    duplicateSummary_->setWordWrap(true);
    duplicates_ = new DuplicateMatrix(name("duplicates"), content_);
    auto *lengthTitle = new QHBoxLayout;
    lengthTitle->addWidget(partTitle(tr("Length"), content_));
    lengthTitle->addStretch(1);
    lengthTitle->addWidget(lengthSummary_);
    parts->addWidget(partTitle(tr("Class balance, sequences"), content_));
    parts->addWidget(balance_);
    parts->addLayout(lengthTitle);
    parts->addWidget(lengths_);
    parts->addWidget(partTitle(tr("Duplicates, both strands"), content_));
    parts->addWidget(duplicates_);
    parts->addWidget(duplicateSummary_);
    layout->addWidget(content_);

    message_ = new QLabel(this);
    message_->setObjectName(name("message"));
    message_->setWordWrap(true);
    message_->setFont(secondaryFont());
    layout->addWidget(message_);
    details_ = linkButton(tr("All checks in Data"), name("details"), this);
    connect(details_, &QToolButton::clicked, this, [this] {
        Q_EMIT detailsRequested(choice_.path.isEmpty() ? choice_.train : choice_.path);
    });
    layout->addWidget(details_, 0, Qt::AlignLeft);
}

void DataPreview::setChoice(const DataChoice &choice)
{
    if (choice == choice_ && (loaded_ || isLoading()))
        return;
    choice_ = choice;
    if (choice.isEmpty()) {
        delay_.stop();
        loader_.cancel();
        showNothing(tr("Choose data to see classes, lengths and duplicates."));
        return;
    }
    delay_.start();
}

bool DataPreview::isLoading() const
{
    return delay_.isActive() || loader_.isLoading();
}

QString DataPreview::message() const
{
    return message_->text();
}

void DataPreview::load()
{
    loader_.load(choice_);
    progressText_->setText(tr("Reading …"));
    progress_->setRange(0, 0);
    progressRow_->show();
}

void DataPreview::cancel()
{
    loader_.cancel();
    showNothing(tr("Reading was cancelled."));
}

void DataPreview::showProgress(const QString &what, double fraction)
{
    progressText_->setText(what);
    progress_->setRange(0, fraction < 0 ? 0 : 1000);
    progress_->setValue(static_cast<int>(fraction * 1000));
}

void DataPreview::setContentShown(bool isShown)
{
    for (QWidget *part :
         {static_cast<QWidget *>(headline_), content_, static_cast<QWidget *>(details_)})
        part->setVisible(isShown);
    progressRow_->hide();
}

void DataPreview::showNothing(const QString &message)
{
    loaded_.reset();
    setContentShown(false);
    message_->setText(message);
    setRole(message_, "muted");
    Q_EMIT changed();
}

void DataPreview::showFailure(const QString &message)
{
    loaded_.reset();
    setContentShown(false);
    message_->setText(message);
    setRole(message_, "error");
    Q_EMIT changed();
}

void DataPreview::showData(std::shared_ptr<const LoadedData> loaded)
{
    loaded_ = std::move(loaded);
    headline_->setText(headlineOf(*loaded_));
    balance_->setSurvey(*loaded_->survey);
    lengths_->setData(*loaded_);
    lengthSummary_->setText(lengths_->summary());
    duplicates_->setSurvey(*loaded_->survey);
    duplicateSummary_->setText(duplicates_->summary());
    setContentShown(true);
    const QString doubts = doubtsOf(*loaded_);
    message_->setText(doubts.isEmpty() ? tr("No doubts about this data.") : doubts);
    setRole(message_, doubts.isEmpty() ? "success" : "warning");
    Q_EMIT changed();
}

} // namespace helicase
