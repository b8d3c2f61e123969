#include "use_cases/assets/importing/import_errors.hpp"

#include "kili/errors.hpp"
#include "use_cases/assets/importing/settle/notification_wait.hpp"

namespace kili::use_cases {

bool concerns_whole_import(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const ValidationError& failure) {
    return dynamic_cast<const UploadForbiddenError*>(&failure) != nullptr;
  } catch (const HttpError&) {
    return false;
  } catch (const GraphQLError&) {
    return false;
  } catch (const MutationError&) {
    return false;
  } catch (const BatchImportFailure&) {
    return false;
  } catch (...) {
    // The key, the project, the stop token, the deadline, the disk of the journal, or the memory.
    return true;
  }
}

}  // namespace kili::use_cases
