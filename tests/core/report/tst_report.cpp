#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_file.h"
#include "core/report/evaluation_report.h"
#include "core/report/html_document.h"
#include "core/report/report.h"
#include "core/run/event.h"
#include "core/run/run_folder.h"

#include <nlohmann/json.hpp>

#include <QTemporaryDir>
#include <QtTest>

using namespace helicase;

class TestReport : public QObject {
    Q_OBJECT

    static std::filesystem::path makeProject(const QTemporaryDir &folder)
    {
        const std::filesystem::path root = folder.path().toStdString();
        const RunFolder run(root / "runs/contrastive-01");
        writeJsonFile(run.description(), {{"task", "contrastive"}, {"process", 0}, {"total_steps", 2}, {"command_line", "helicase train contrastive"}});
        EventWriter writer(run.events());
        writer.append({.kind = "metrics", .step = 1, .metrics = {{"train/loss", 2.0}, {"validation/loss", 2.5}}});
        writer.append({.kind = "metrics", .step = 2, .metrics = {{"train/loss", 1.0}, {"validation/loss", 1.25}, {"learning_rate", 1e-3}}});
        writer.append({.kind = "state", .step = 2, .text = "done"});
        const auto evaluation = root / "evaluations/binning-01";
        writeJsonFile(evaluation / "metrics.json",
                      {{"task", "binning"}, {"notes", {"5 contigs below 2,500 bp are left out"}},
                       {"difference", {{"sentence", "The model is 0.031 ARI below the best baseline (TNF)."}}},
                       {"definitions", {{"ari", "agreement of pairs"}}}, {"provenance", {{"seeds", {0, 1}}}}});
        writeFileAtomically(evaluation / "summary.tsv", "candidate\tari\nmodel\t0.6\ntnf\t0.631\n");
        writeFileAtomically(evaluation / "recovered.tsv", "completeness\tmodel\ttnf\n50 %\t3\t4\n");
        writeFileAtomically(evaluation / "assignments.tsv", "id\tspecies\tlength\tmodel\nc1\tE. coli\t5000\t1\nc2\tV. cholerae\t5000\t-1\n");
        writeFileAtomically(root / "projections/tnf.tsv", "id\tx\ty\tz\nc1\t0\t0\t1\nc2\t1\t2\t0\n");
        writeJsonFile(root / "projections/tnf.json", {{"explained_variance", {0.5, 0.25, 0.1}}});
        writeFileAtomically(root / "data/labels.tsv", "id\tlabel\nc1\tE. coli\nc2\tV. cholerae\n");
        return root;
    }

private Q_SLOTS:
    void projectReportHoldsEveryPart()
    {
        const QTemporaryDir folder;
        const std::vector<std::filesystem::path> paths{makeProject(folder)};
        ReportPage page("Report");
        addToReport(page, paths[0]);
        const std::string html = htmlDocument(page);
        for (const char *part : {"below the best baseline", "0.631", "5 contigs below 2,500 bp", "Run contrastive-01",
                                 "validation/loss, first", "2.5", "Variance 50, 25, 10 %", "Bins recovered", "agreement of pairs"})
            QVERIFY2(html.find(part) != std::string::npos, part);
        QVERIFY(std::filesystem::exists(paths[0] / "evaluations/binning-01/figures/bins_recovered.svg"));
        QVERIFY(std::filesystem::exists(paths[0] / "evaluations/binning-01/figures/species_bins_model.svg"));
    }

    void evaluationsStandInTheOrderTheyWereFinished()
    {
        const QTemporaryDir folder;
        const std::filesystem::path root = folder.path().toStdString();
        writeJsonFile(root / "evaluations/a/metrics.json", {{"task", "binding"}, {"finished", 200}});
        writeJsonFile(root / "evaluations/b/metrics.json", {{"task", "binning"}, {"finished", 100}});
        ReportPage page("Report");
        addToReport(page, root);
        const std::string html = htmlDocument(page);
        QVERIFY(html.find("Binning (b)") < html.find("TF binding (a)"));
        QVERIFY(html.find("TF binding (a)") != std::string::npos);
    }

    void wideTablesAreTurnedAndSharesArePercentages()
    {
        const QTemporaryDir folder;
        const std::filesystem::path evaluation = folder.path().toStdString();
        writeJsonFile(evaluation / "metrics.json", {{"task", "binning"}});
        writeFileAtomically(evaluation / "summary.tsv", "name\ta\tb\tc\td\te\tf\tg\th\ti\tj\nmodel\t1\t2\t3\t4\t5\t6\t7\t8\t9\t10\n");
        writeFileAtomically(evaluation / "bins.tsv", "bin\tcompleteness\n1\t0.762454\n");
        writeEvaluationReport(evaluation);
        const std::string html = readFile(evaluation / "report.html");
        QVERIFY(html.find(">j</td><td class=\"number\">10</td>") != std::string::npos);
        QVERIFY(html.find("completeness (%)") != std::string::npos);
        QVERIFY(html.find(">76.2</td>") != std::string::npos);
    }

    void foreignFolderIsRefused()
    {
        const QTemporaryDir folder;
        ReportPage page("Report");
        QVERIFY_THROWS_EXCEPTION(InputError, addToReport(page, folder.path().toStdString()));
        QVERIFY(page.blocks().empty());
    }
};

QTEST_GUILESS_MAIN(TestReport)
#include "tst_report.moc"
