#include "widgets/embeddings/contig_table_model.h"

#include "widgets/common/format.h"
#include "widgets/common/marker_icon.h"
#include "widgets/common/table_columns.h"

#include <QApplication>
#include <QFont>

#include <algorithm>
#include <cmath>
#include <limits>
#include <ranges>

namespace helicase {

ContigTableModel::ContigTableModel(CloudModel &model, QObject *parent)
    : QAbstractTableModel(parent), model_(model)
{
    connect(&model_, &CloudModel::dataChanged, this, [this] {
        columns_.clear(); // whatever is the same, the contigs are others
        takeAttributes();
    });
    connect(&model_, &CloudModel::attributesChanged, this, &ContigTableModel::takeAttributes);
    connect(&model_, &CloudModel::visibilityChanged, this, &ContigTableModel::rebuild);
    connect(&model_, &CloudModel::selectionChanged, this, [this] {
        if (scope_ == ContigScope::Selected)
            rebuild();
    });
    connect(&model_, &CloudModel::coloursChanged, this, [this] {
        if (!rows_.empty())
            Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1),
                               {Qt::DecorationRole});
    });
    takeAttributes();
}

void ContigTableModel::takeAttributes()
{
    std::vector<AttributeInfo> columns = model_.attributes();
    const bool areSame =
        std::ranges::equal(columns, columns_, {}, &AttributeInfo::key, &AttributeInfo::key);
    columns_ = std::move(columns);
    if (columnOf(grouping_) < 0)
        grouping_.clear();
    // A million contigs are not sorted again for an edit that changes a few cells.
    if (!areSame || dependsOnEdits())
        rebuild();
    else if (!rows_.empty())
        Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, columnCount() - 1));
}

bool ContigTableModel::dependsOnEdits() const
{
    const auto isEdited = [](const QString &attribute) {
        return attribute == attribute_key::bin || attribute == attribute_key::label ||
               attribute == attribute_key::similarity;
    };
    return !filter_.isEmpty() || isEdited(grouping_) ||
           std::ranges::any_of(sortKeys_, isEdited, &SortKey::attribute);
}

void ContigTableModel::setScope(ContigScope scope)
{
    if (scope == scope_)
        return;
    scope_ = scope;
    rebuild();
}

void ContigTableModel::setFilter(const QString &text)
{
    filter_ = text.trimmed();
    rebuild();
}

void ContigTableModel::setGrouping(const QString &key)
{
    grouping_ = key;
    folded_.clear();
    rebuild();
}

void ContigTableModel::sort(int column, Qt::SortOrder order)
{
    if (column < 0)
        return; // the view's header without columns
    sortBy(attributeOf(column), order);
}

QString ContigTableModel::attributeOf(int column) const
{
    return column == Contig ? QString() : columns_[static_cast<size_t>(column - 1)].key;
}

void ContigTableModel::sortBy(const QString &attribute, Qt::SortOrder order)
{
    sortKeys_ = {{attribute, order}};
    rebuild();
}

void ContigTableModel::addSortKey(const QString &attribute)
{
    const auto known = std::ranges::find(sortKeys_, attribute, &SortKey::attribute);
    if (known == sortKeys_.end())
        sortKeys_.push_back({attribute, Qt::AscendingOrder});
    else
        known->order =
            known->order == Qt::AscendingOrder ? Qt::DescendingOrder : Qt::AscendingOrder;
    rebuild();
}

int ContigTableModel::columnOf(const QString &key) const
{
    const auto found = std::ranges::find(columns_, key, &AttributeInfo::key);
    return found == columns_.end() ? -1 : static_cast<int>(found - columns_.begin()) + 1;
}

void ContigTableModel::rebuild()
{
    beginResetModel();
    std::vector<int> contigs = contigsInScope();
    matchCount_ = static_cast<int>(contigs.size());
    for (const SortKey &key : sortKeys_ | std::views::reverse) // equal ones keep their order
        sortContigs(contigs, key);
    fillGroups(contigs);
    listRows();
    endResetModel();
}

std::vector<int> ContigTableModel::contigsInScope() const
{
    std::vector<int> contigs;
    if (scope_ == ContigScope::Selected)
        contigs = model_.selection();
    else
        for (int contig = 0; contig < static_cast<int>(model_.data().size()); ++contig)
            if (model_.isVisible(contig))
                contigs.push_back(contig);
    if (filter_.isEmpty())
        return contigs;
    // Names of classes are compared once, not per contig.
    std::vector<std::pair<std::shared_ptr<const PointAttribute>, std::vector<bool>>> matches;
    for (const AttributeInfo &info : columns_) {
        if (info.kind != AttributeKind::Category)
            continue;
        std::shared_ptr<const PointAttribute> attribute = model_.attribute(info.key);
        std::vector<bool> hits;
        for (const QString &name : attribute->names)
            hits.push_back(name.contains(filter_, Qt::CaseInsensitive));
        matches.emplace_back(std::move(attribute), std::move(hits));
    }
    std::erase_if(contigs, [&](int contig) {
        const auto row = static_cast<size_t>(contig);
        for (const auto &[attribute, hits] : matches)
            if (const int place = attribute->classes[row];
                place >= 0 && hits[static_cast<size_t>(place)])
                return false;
        return !QString::fromStdString(model_.data().ids[row])
                    .contains(filter_, Qt::CaseInsensitive);
    });
    return contigs;
}

void ContigTableModel::sortContigs(std::vector<int> &contigs, const SortKey &key) const
{
    if (columnOf(key.attribute) < 0) {
        sortByKey(contigs, key.order, [this](int contig) -> const std::string & {
            return model_.data().ids[static_cast<size_t>(contig)];
        });
        return;
    }
    const std::shared_ptr<const PointAttribute> attribute = model_.attribute(key.attribute);
    if (!attribute->isNumber()) {
        sortByKey(contigs, key.order,
                  [&](int contig) { return attribute->classes[static_cast<size_t>(contig)]; });
        return;
    }
    // Unknown numbers come last in either order.
    const double last =
        (key.order == Qt::AscendingOrder ? 1 : -1) * std::numeric_limits<double>::infinity();
    sortByKey(contigs, key.order, [&](int contig) {
        const double value = attribute->numbers[static_cast<size_t>(contig)];
        return std::isnan(value) ? last : value;
    });
}

void ContigTableModel::fillGroups(const std::vector<int> &contigs)
{
    groups_.clear();
    if (grouping_.isEmpty()) {
        groups_.push_back({.classIndex = -1, .contigs = contigs});
        return;
    }
    const std::shared_ptr<const PointAttribute> attribute = model_.attribute(grouping_);
    std::vector<Group> byClass(attribute->names.size() + 1); // the last one: no value
    for (const int contig : contigs) {
        const int classIndex = attribute->classes[static_cast<size_t>(contig)];
        Group &group = classIndex < 0 ? byClass.back() : byClass[static_cast<size_t>(classIndex)];
        group.classIndex = classIndex;
        group.contigs.push_back(contig);
        group.bases += model_.data().lengths[static_cast<size_t>(contig)];
    }
    for (Group &group : byClass) {
        if (group.contigs.empty())
            continue;
        group.isFolded = std::ranges::find(folded_, group.classIndex) != folded_.end();
        groups_.push_back(std::move(group));
    }
}

void ContigTableModel::listRows()
{
    rows_.clear();
    rowOfContig_.assign(model_.data().ids.size(), -1);
    for (size_t group = 0; group < groups_.size(); ++group) {
        if (!grouping_.isEmpty())
            rows_.push_back(-1 - static_cast<int>(group));
        if (groups_[group].isFolded)
            continue;
        for (const int contig : groups_[group].contigs) {
            rowOfContig_[static_cast<size_t>(contig)] = static_cast<int>(rows_.size());
            rows_.push_back(contig);
        }
    }
}

void ContigTableModel::toggleGroup(int headingRow)
{
    Group &group = groups_[static_cast<size_t>(-1 - rows_[static_cast<size_t>(headingRow)])];
    if (group.isFolded)
        std::erase(folded_, group.classIndex);
    else
        folded_.push_back(group.classIndex);
    beginResetModel();
    group.isFolded = !group.isFolded;
    listRows();
    endResetModel();
}

std::vector<int> ContigTableModel::listedContigs() const
{
    std::vector<int> contigs;
    for (const Group &group : groups_)
        contigs.insert(contigs.end(), group.contigs.begin(), group.contigs.end());
    return contigs;
}

std::vector<int> ContigTableModel::headingRows() const
{
    std::vector<int> headings;
    for (int row = 0; row < rowCount() && !grouping_.isEmpty(); ++row)
        if (isHeading(row))
            headings.push_back(row);
    return headings;
}

int ContigTableModel::rowOf(int contig) const
{
    return rowOfContig_[static_cast<size_t>(contig)];
}

int ContigTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(rows_.size());
}

int ContigTableModel::columnCount(const QModelIndex &) const
{
    return static_cast<int>(columns_.size()) + 1;
}

Qt::ItemFlags ContigTableModel::flags(const QModelIndex &index) const
{
    const Qt::ItemFlags flags = QAbstractTableModel::flags(index);
    return index.isValid() && isHeading(index.row()) ? flags & ~Qt::ItemIsSelectable : flags;
}

QString ContigTableModel::headingText(const Group &group) const
{
    const std::shared_ptr<const PointAttribute> attribute = model_.attribute(grouping_);
    const QString name = group.classIndex < 0
                             ? PointAttribute::noValue(grouping_)
                             : attribute->names[static_cast<size_t>(group.classIndex)];
    return tr("%1 %2: %3 contigs, %4 bp")
        .arg(group.isFolded ? QStringLiteral("▸") : QStringLiteral("▾"), name,
             groupedNumber(static_cast<qint64>(group.contigs.size())), groupedNumber(group.bases));
}

QVariant ContigTableModel::data(const QModelIndex &index, int role) const
{
    const int entry = rows_[static_cast<size_t>(index.row())];
    if (entry >= 0)
        return cell(entry, index.column(), role);
    if (role == Qt::DisplayRole && index.column() == 0)
        return headingText(groups_[static_cast<size_t>(-1 - entry)]);
    if (role == Qt::FontRole) {
        QFont font = QApplication::font();
        font.setBold(true);
        return font;
    }
    return {};
}

QVariant ContigTableModel::cell(int contig, int column, int role) const
{
    const auto row = static_cast<size_t>(contig);
    if (column == Contig)
        return role == Qt::DisplayRole ? QVariant(QString::fromStdString(model_.data().ids[row]))
                                       : QVariant();
    const AttributeInfo &info = columns_[static_cast<size_t>(column - 1)];
    switch (role) {
    case Qt::DisplayRole:
        return model_.attribute(info.key)->text(contig);
    case Qt::TextAlignmentRole:
        return alignmentOf({.title = {}, .isNumber = info.kind == AttributeKind::Number});
    case Qt::DecorationRole:
        if (info.key == attribute_key::species)
            return markerIcon(model_.speciesStyle(model_.data().classes[row]));
        return {};
    case Qt::FontRole:
        return info.key == attribute_key::species
                   ? speciesFont(model_.attribute(info.key)->text(contig))
                   : QVariant();
    default:
        return {};
    }
}

QString ContigTableModel::headerToolTip(int section) const
{
    const QString sorting =
        tr("A click sorts by this column, Shift+click sorts equal rows by it as well. By keyboard: "
           "the button Sort above the table.");
    if (attributeOf(section) != attribute_key::similarity)
        return sorting;
    return tr("Cosine of the contig's vector to the mean vector of its bin, all vectors of length "
              "1: 1 = same direction. Of the embedding in the first view; computed again when bins "
              "are edited.") +
           QStringLiteral("\n") + sorting;
}

QVariant ContigTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::ToolTipRole)
        return headerToolTip(section);
    if (section == Contig)
        return role == Qt::DisplayRole ? QVariant(tr("Contig")) : QVariant();
    const AttributeInfo &info = columns_[static_cast<size_t>(section - 1)];
    if (role == Qt::DisplayRole)
        return info.key == attribute_key::species ? tr("Species (label file)") : info.heading();
    return role == Qt::TextAlignmentRole
               ? alignmentOf({.title = {}, .isNumber = info.kind == AttributeKind::Number})
               : QVariant();
}

} // namespace helicase
