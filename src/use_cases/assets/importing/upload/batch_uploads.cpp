#include "use_cases/assets/importing/upload/batch_uploads.hpp"

#include <algorithm>
#include <utility>

#include "api/service_api.hpp"
#include "engine/error_cause.hpp"

namespace kili::use_cases {

void BatchUploads::request_signed_urls(const BatchPointer& batch, const Places& places) {
  constexpr std::size_t most = api::StorageApi::signed_urls_per_request;
  for (std::size_t begin = 0; begin < places.size(); begin += most) {
    const auto end = std::min(places.size(), begin + most);
    const Places chunk(places.begin() + static_cast<std::ptrdiff_t>(begin),
                       places.begin() + static_cast<std::ptrdiff_t>(end));
    std::vector<std::string> paths;
    paths.reserve(chunk.size());
    for (const auto place : chunk) {
      paths.push_back(uploads_.path_of(batch->assets()[place.asset], batch->upload(place)));
    }
    const auto urls = std::make_shared<support::Outcome<std::vector<std::string>>>();
    jobs_.start([this, urls, paths = std::move(paths)] { urls->fill([&] { return uploads_.sign(paths); }); },
                [this, urls, batch, chunk] {
                  if (urls->error()) {
                    const auto outcome =
                        errors_.ends_with(urls->error()) ? ImportOutcome::not_sent : ImportOutcome::failed;
                    for (const auto place : chunk) drop(*batch, place, outcome, urls->error());
                  } else {
                    auto list = urls->take();
                    for (std::size_t i = 0; i < chunk.size(); ++i) {
                      upload(batch, chunk[i], std::move(list[i]));
                    }
                  }
                  end_upload(batch);
                },
                true);
  }
}

void BatchUploads::upload(const BatchPointer& batch, ImportBatch::UploadPlace place, std::string signed_url) {
  if (batch->is_dropped(place.asset)) {
    batch->drop_upload(place);
    return;
  }
  const auto url = std::make_shared<support::Outcome<std::string>>();
  jobs_.start(
      [this, url, batch, place, signed_url = std::move(signed_url)] {
        url->fill(
            [&] { return uploads_.run(batch->assets()[place.asset], batch->upload(place), signed_url); });
      },
      [this, url, batch, place] {
        if (url->error()) {
          drop(*batch, place, ImportOutcome::failed, url->error());
        } else {
          batch->finish_upload(place, url->take());
        }
        end_upload(batch);
      },
      false);
}

void BatchUploads::end_upload(const BatchPointer& batch) {
  request_signed_urls(batch, batch->take_waiting_uploads());
}

void BatchUploads::drop(ImportBatch& batch, ImportBatch::UploadPlace place, ImportOutcome outcome,
                        const std::exception_ptr& error) {
  if (!batch.is_dropped(place.asset)) {
    const PlannedAsset& asset = batch.assets()[place.asset];
    report_.set(asset.index, asset.maybe_sent ? ImportOutcome::unknown : outcome,
                engine::cause_of(error).message);
  }
  batch.drop_upload(place);
  errors_.note_of_asset(error);
}

}  // namespace kili::use_cases
