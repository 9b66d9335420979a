// The Embeddings panel with a small project, for the tests of this folder.
#pragma once

#include "tests/widgets/embeddings/large_cloud.h"
#include "tests/widgets/embeddings/small_project.h"
#include "widgets/common/action_registry.h"
#include "widgets/common/band.h"
#include "widgets/common/job_runner.h"
#include "widgets/common/journal.h"
#include "widgets/common/project.h"
#include "widgets/common/theme.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/embeddings_panel.h"

#include <memory>

namespace helicase::test {

class EmbeddingsFixture {
protected:
    void applyTheme()
    {
        theme_ = std::make_unique<Theme>();
        theme_->setMode(ThemeMode::Light);
        theme_->apply();
    }

    void openPanel()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = writeSmallProject(*folder_);
        project_ = std::make_unique<Project>();
        project_->open(folder_->path());
        jobs_ = std::make_unique<JobRunner>(folder_->filePath("jobs"));
        actions_ = std::make_unique<ActionRegistry>();
        journal_ = std::make_unique<Journal>();
        toasts_.clear();
        context_.reset(new PanelContext{*project_, *jobs_, *actions_, *theme_, *journal_,
                                        [this](const QString &text) { toasts_.append(text); },
                                        [](const QString &, const QString &) {}});
        panel_ = std::make_unique<EmbeddingsPanel>(*context_);
        panel_->resize(1364, 842);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    void closePanel()
    {
        panel_.reset();
        context_.reset();
        jobs_.reset();
        project_.reset();
    }

    void load()
    {
        panel_->showDemo(folder_->path());
        QTRY_VERIFY(panel_->contentReady());
    }

    // With the vectors that its first projection was made of.
    void loadWithVectors()
    {
        const auto cloud = loadCloud(findCloudSources(root_));
        writeEmbeddings(root_ / "embeddings" / "model-01.safetensors", vectorsOf(*cloud));
        writeFileAtomically(root_ / "projections" / "model-01.json",
                            R"({"method": "pca", "source": "embeddings/model-01.safetensors"})");
        load();
    }

    template <typename Widget>
    Widget *find(const char *name) const
    {
        return panel_->findChild<Widget *>(QLatin1String(name));
    }

    const CloudPane *paneOf(const char *view) const
    {
        return qobject_cast<CloudPane *>(find<CloudView>(view)->parentWidget());
    }

    QAction *action(const char *name) const
    {
        return actions_->find(QStringLiteral("embeddings.") + QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::unique_ptr<Theme> theme_;
    std::unique_ptr<Project> project_;
    std::unique_ptr<JobRunner> jobs_;
    std::unique_ptr<ActionRegistry> actions_;
    std::unique_ptr<Journal> journal_;
    std::unique_ptr<PanelContext> context_;
    std::unique_ptr<EmbeddingsPanel> panel_;
    QStringList toasts_;
};

} // namespace helicase::test
