#include "core/neural/tasks/task_factory.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/neural/tasks/binding_task.h"
#include "core/neural/tasks/classification_task.h"
#include "core/neural/tasks/contrastive_task.h"
#include "core/neural/tasks/gpt_task.h"
#include "core/run/training_options.h"

namespace helicase {

std::unique_ptr<Task> makeTask(const std::string &name, const OptionValues &options)
{
    if (name == "contrastive")
        return std::make_unique<ContrastiveTask>(options);
    if (name == "binding")
        return std::make_unique<BindingTask>(options);
    if (name == "classify")
        return std::make_unique<ClassificationTask>(options);
    if (name == "gpt")
        return std::make_unique<GptTask>(options);
    throw OptionError("task", printable(name) + " is no training task",
                      "the tasks are " + join(trainingTasks(), ", "));
}

} // namespace helicase
