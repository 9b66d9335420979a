// The Embeddings panel with a small project, for the tests of this folder.
#pragma once

#include "tests/widgets/embeddings/large_cloud.h"
#include "tests/widgets/embeddings/small_project.h"
#include "tests/widgets/panel_services.h"
#include "widgets/common/band.h"
#include "widgets/embeddings/cloud_pane.h"
#include "widgets/embeddings/embeddings_panel.h"

#include <memory>

namespace helicase::test {

class EmbeddingsFixture {
protected:
    void openPanel()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        root_ = writeSmallProject(*folder_);
        services_ = std::make_unique<PanelServices>(folder_->path(), OpenProject::None);
        services_->theme.setMode(ThemeMode::Light);
        services_->theme.apply();
        services_->project.open(folder_->path());
        panel_ = std::make_unique<EmbeddingsPanel>(services_->context);
        panel_->resize(1364, 842);
        panel_->show();
        QVERIFY(QTest::qWaitForWindowExposed(panel_.get()));
    }

    void closePanel()
    {
        panel_.reset();
        services_.reset();
    }

    void load()
    {
        panel_->showDemo(folder_->path());
        QTRY_VERIFY(panel_->contentReady());
    }

    // With the vectors that its first projection was made of; more: further entries of its
    // description, each behind a comma.
    void loadWithVectors(const std::string &more = {})
    {
        const auto cloud = loadCloud(findCloudSources(root_));
        writeEmbeddings(root_ / "embeddings" / "model-01.safetensors", vectorsOf(*cloud));
        writeFileAtomically(root_ / "projections" / "model-01.json",
                            R"({"method": "pca", "source": "embeddings/model-01.safetensors")" +
                                more + "}");
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
        return services_->actions.find(QStringLiteral("embeddings.") + QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::filesystem::path root_;
    std::unique_ptr<PanelServices> services_;
    std::unique_ptr<EmbeddingsPanel> panel_;
};

} // namespace helicase::test
