#include "use_cases/assets/importing/upload/upload_right.hpp"

#include "kili/errors.hpp"

namespace kili::use_cases {

UploadRight::UploadRight(const Resources& resources, const OutagePatience& patience,
                         const support::CallContext& context)
    : resources_(resources),
      patience_(patience),
      context_(context),
      scope_(resources.pool, context.stop_token) {
  context_.stop_token = scope_.stop_token();
}

void UploadRight::ask() {
  if (asked_) return;
  asked_ = true;
  scope_.run([this] {
    answer_.fill([this] {
      return patience_.run(context_, [this] {
        return resources_.api->users.may_upload_local_data(resources_.api->users.viewer_email(context_),
                                                           context_);
      });
    });
  });
}

void UploadRight::require() {
  if (!allowed_) {
    ask();
    scope_.wait();
    allowed_ = answer_.take();
  }
  if (*allowed_) return;
  throw UploadForbiddenError(
      "Cannot upload content from local data: the license of your organisation does not allow it; give "
      "http(s) URLs, "
      "or ask Kili for this right");
}

}  // namespace kili::use_cases
