#include "core/neural/verify/verify.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/verify/case_kind.h"

#include <algorithm>
#include <set>

namespace helicase {

namespace {

std::string firstLine(const std::string &text)
{
    return text.substr(0, text.find('\n'));
}

std::string knownKinds()
{
    std::vector<std::string> names;
    for (const CaseKind &kind : caseKinds())
        names.emplace_back(kind.name);
    return join(names, ", ");
}

std::vector<CaseFolder> casesBelow(const std::vector<std::filesystem::path> &roots)
{
    std::vector<CaseFolder> cases;
    std::set<std::filesystem::path> seen;
    for (const std::filesystem::path &root : roots)
        for (CaseFolder &folder : findCases(root))
            if (seen.insert(std::filesystem::canonical(folder.path)).second)
                cases.push_back(std::move(folder));
    return cases;
}

// A kind that neither this build nor any case knows is a slip.
void refuseUnknownFilter(const std::vector<std::string> &kinds,
                         const std::vector<CaseFolder> &cases)
{
    for (const std::string &kind : kinds)
        if (!findCaseKind(kind) && std::ranges::find(cases, kind, &CaseFolder::kind) == cases.end())
            throw OptionError("kind", printable(kind) + " is no kind of case",
                              "this build knows " + knownKinds());
}

std::vector<CaseFolder> selectedCases(const VerifyRequest &request)
{
    std::vector<CaseFolder> cases = casesBelow(request.folders);
    if (request.kinds.empty())
        return cases;
    refuseUnknownFilter(request.kinds, cases);
    std::erase_if(cases, [&](const CaseFolder &folder) {
        return std::ranges::find(request.kinds, folder.kind) == request.kinds.end();
    });
    if (cases.empty())
        throw InputError("there is no case of the kinds asked for (" + join(request.kinds, ", ") +
                             ")",
                         {.file = request.folders.front()});
    return cases;
}

// The boundary of a case: whatever is wrong in its files or stops its computation makes it fail.
void runCheck(const CaseKind &kind, const CaseFolder &folder, Comparison &comparison)
{
    try {
        kind.check(folder, comparison);
    } catch (const Stopped &) {
        throw;
    } catch (const Error &error) {
        comparison.require(false, error.line());
    } catch (const std::exception &error) {
        comparison.require(false, firstLine(error.what()));
    }
    comparison.require(comparison.compared() > 0, "nothing was compared");
}

CaseResult checkCase(const CaseFolder &folder, const VerifyRequest &request)
{
    CaseResult result{.name = folder.name,
                      .kind = folder.kind,
                      .tolerance = folder.tolerance * request.toleranceScale};
    const CaseKind *kind = findCaseKind(folder.kind);
    if (!kind) {
        if (request.unknownKind == UnknownKind::Fails)
            result.verdict = Verdict::Failed;
        result.problems = {"this build does not know the kind " + printable(folder.kind)};
        return result;
    }
    Comparison comparison(result.tolerance);
    runCheck(*kind, folder, comparison);
    result.compared = comparison.compared();
    result.difference = comparison.difference();
    result.worstTensor = comparison.worstTensor();
    result.problems = comparison.problems();
    result.verdict = result.problems.empty() ? Verdict::Passed : Verdict::Failed;
    return result;
}

} // namespace

int64_t VerifyResult::count(Verdict verdict) const
{
    return std::ranges::count(cases, verdict, &CaseResult::verdict);
}

bool VerifyResult::holds() const
{
    return count(Verdict::Failed) == 0 && count(Verdict::Passed) > 0;
}

VerifyResult verify(const VerifyRequest &request, Progress &progress, const std::stop_token &stop)
{
    const std::vector<CaseFolder> cases = selectedCases(request);
    VerifyResult result;
    for (const CaseFolder &folder : cases) {
        throwIfStopped(stop);
        result.cases.push_back(checkCase(folder, request));
        progress.update(std::ssize(result.cases), std::ssize(cases), "checking cases");
    }
    return result;
}

} // namespace helicase
