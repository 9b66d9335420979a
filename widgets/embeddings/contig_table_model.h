// The contigs as a table: all visible ones or the selected ones, filtered by a text, sorted by one
// column or by several one after the other, and optionally in groups with a heading row each. Reads
// the cloud's data in place. GUI thread.
#pragma once

#include "widgets/embeddings/cloud_model.h"

#include <QAbstractTableModel>

namespace helicase {

enum class ContigScope { All, Selected };

class ContigTableModel final : public QAbstractTableModel {
    Q_OBJECT

public:
    static constexpr int Contig = 0; // the first column; the others are the model's attributes

    explicit ContigTableModel(CloudModel &model, QObject *parent = nullptr);

    void setScope(ContigScope scope);
    ContigScope scope() const { return scope_; }
    // Only contigs whose id, species, bin or label holds the text, in any case.
    void setFilter(const QString &text);
    // The key of a category; empty: no groups.
    void setGrouping(const QString &key);
    const QString &grouping() const { return grouping_; }
    int matchCount() const { return matchCount_; } // contigs that are listed or in folded groups

    int rowCount(const QModelIndex &parent = {}) const override;
    int columnCount(const QModelIndex &parent = {}) const override;
    QVariant data(const QModelIndex &index, int role = Qt::DisplayRole) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    Qt::ItemFlags flags(const QModelIndex &index) const override;
    void sort(int column, Qt::SortOrder order) override;

    struct SortKey {
        QString attribute; // empty: by id
        Qt::SortOrder order = Qt::AscendingOrder;
    };
    // By this one alone, also by an attribute that comes with the data.
    void sortBy(const QString &attribute, Qt::SortOrder order);
    // Among equal ones by this, too; one that is there already turns round.
    void addSortKey(const QString &attribute);
    const std::vector<SortKey> &sortKeys() const { return sortKeys_; }
    QString attributeOf(int column) const; // its key; empty for the id

    // The column of an attribute, or -1.
    int columnOf(const QString &key) const;
    bool isHeading(int row) const { return rows_[static_cast<size_t>(row)] < 0; }
    int contigAt(int row) const { return rows_[static_cast<size_t>(row)]; } // of no heading
    int rowOf(int contig) const; // -1 when it is not listed
    void toggleGroup(int headingRow);
    // Every contig that is listed or in a folded group, in the order shown.
    std::vector<int> listedContigs() const;
    std::vector<int> headingRows() const;

private:
    struct Group {
        int classIndex = -1;
        std::vector<int> contigs;
        int64_t bases = 0;
        bool isFolded = false;
    };

    void takeAttributes();
    // Whether what stands where follows from what an edit of bins or labels changes.
    bool dependsOnEdits() const;
    void rebuild();
    std::vector<int> contigsInScope() const;
    void sortContigs(std::vector<int> &contigs, const SortKey &key) const;
    void fillGroups(const std::vector<int> &contigs);
    void listRows();
    QString headerToolTip(int section) const;
    QString headingText(const Group &group) const;
    QVariant cell(int contig, int column, int role) const;

    CloudModel &model_;
    std::vector<AttributeInfo> columns_; // behind the first one
    ContigScope scope_ = ContigScope::All;
    QString filter_;
    QString grouping_;
    std::vector<SortKey> sortKeys_ = {{attribute_key::length, Qt::DescendingOrder}};
    std::vector<Group> groups_; // one without a heading where there is no grouping
    std::vector<int> folded_;   // classes
    std::vector<int> rows_;     // contig, or -1 - group for a heading
    std::vector<int> rowOfContig_;
    int matchCount_ = 0;
};

} // namespace helicase
