#include "core/tokenizer/base_trie.h"

namespace helicase {

void BaseTrie::insert(TokenId token, std::string_view bases)
{
    size_t node = 0;
    for (const char base : bases) {
        const unsigned code = PackedBases::codeOf(base);
        if (nodes_[node].children[code] < 0) {
            nodes_[node].children[code] = static_cast<int32_t>(nodes_.size());
            nodes_.emplace_back();
        }
        node = static_cast<size_t>(nodes_[node].children[code]);
    }
    nodes_[node].token = token;
    lengths_[static_cast<size_t>(token)] = static_cast<int32_t>(bases.size());
}

// A node stands before its children, so that one pass hands every prefix down.
void BaseTrie::finish()
{
    std::vector<TokenId> longestBefore(nodes_.size(), noToken);
    for (size_t i = 0; i < nodes_.size(); ++i) {
        const Node &node = nodes_[i];
        if (node.token != noToken)
            prefixes_[static_cast<size_t>(node.token)] = longestBefore[i];
        for (const int32_t child : node.children)
            if (child >= 0)
                longestBefore[static_cast<size_t>(child)] =
                    node.token != noToken ? node.token : longestBefore[i];
    }
    starts_.resize(starts);
    for (size_t codes = 0; codes < starts; ++codes)
        starts_[codes] = startOf(codes);
}

BaseTrie::Start BaseTrie::startOf(size_t codes) const
{
    Start start;
    for (size_t depth = 0; depth < startBases && start.node >= 0; ++depth) {
        start.node = nodes_[static_cast<size_t>(start.node)].children[codes >> 2 * depth & 3];
        if (start.node >= 0 && nodes_[static_cast<size_t>(start.node)].token != noToken)
            start.token = nodes_[static_cast<size_t>(start.node)].token;
    }
    return start;
}

} // namespace helicase
