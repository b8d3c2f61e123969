// What the service shows of labels after a lost answer need not be what was sent, nor come in whole pages;
// what is wrong with a call and its input is said.

#include <catch2/catch.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <ranges>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "labels_in_sandbox.hpp"
#include "virtual_service.hpp"

using namespace kili;
using namespace kili::test;
using nlohmann::json;

namespace {

/// A service whose answers may be changed on their way.
struct ChangedAnswers {
  explicit ChangedAnswers(std::size_t assets, const std::string& version = "26.2") : service(version) {
    project = service.sandbox.add_project({.json_interface = LabelsInSandbox::json_interface()});
    json list = json::array();
    for (std::size_t i = 0; i < assets; ++i) list.push_back({{"externalId", "asset_" + std::to_string(i)}});
    ids = service.sandbox.add_assets(project, list);
  }

  [[nodiscard]] json labels(std::size_t asset) const {
    return service.sandbox.modules_state(project).at("assets").at(asset).at("labels");
  }
  [[nodiscard]] AppendLabels one_each() const {
    return {.asset_id_array = ids,
            .json_response_array = std::vector<LabelResponse>(ids.size(), LabelsInSandbox::answer("A"))};
  }
  void fault(FaultPoint when, const std::string& operation, std::uint64_t skip = 0) {
    SandboxFault fault;
    fault.operation = operation;
    fault.skip = skip;
    fault.when = when;
    service.sandbox.add_fault(fault);
  }

  VirtualService service;
  std::string project;
  std::vector<std::string> ids;
};

/// The records of an answer, changed.
HttpResponse with_records(HttpResponse response, const std::function<void(json&)>& change) {
  json body = json::parse(response.body);
  change(body.at("data").at("data"));
  response.body = body.dump();
  return response;
}

}  // namespace

TEST_CASE("a label that the service shows otherwise than it was sent is not created twice") {
  ChangedAnswers world(1);
  Client client = world.service.client([](const std::string& operation, const auto& deliver) {
    auto response = deliver();
    if (operation != "labels") return response;
    return with_records(std::move(response), [](json& labels) {
      for (json& label : labels) {
        if (label.contains("jsonResponse")) label["jsonResponse"] = R"({"JOB_0": {"mid": "1"}})";
      }
    });
  });
  world.fault(FaultPoint::after, "appendManyLabels");
  try {
    static_cast<void>(client.append_labels(world.one_each()));
    FAIL("no error");
  } catch (const MutationError& error) {
    INFO(error.what());
    REQUIRE(error.assets().size() == 1);
    CHECK(error.assets()[0].outcome == MutationOutcome::unknown);
    CHECK(error.assets()[0].reason.find(world.ids[0]) != std::string::npos);
  }
  CHECK(world.labels(0).size() == 1);
}

TEST_CASE("pages of labels that are shorter than asked for hide none of them") {
  ChangedAnswers world(3);
  Client client = world.service.client([](const std::string& operation, const auto& deliver) {
    auto response = deliver();
    if (operation != "labels") return response;
    return with_records(std::move(response), [](json& labels) {
      if (labels.size() > 2) labels.erase(labels.begin() + 2, labels.end());
    });
  });
  for (const auto& id : world.ids) {
    for (int i = 0; i < 3; ++i) {
      world.service.sandbox.add_label(id, {{"author", {{"id", "user-1"}}},
                                           {"jsonResponse", LabelsInSandbox::answer("A")},
                                           {"labelType", "DEFAULT"}});
    }
  }
  world.fault(FaultPoint::after, "appendManyLabels");
  const auto ids = client.append_labels(world.one_each());
  for (std::size_t i = 0; i < 3; ++i) {
    REQUIRE(world.labels(i).size() == 4);
    CHECK(world.labels(i)[3]["id"] == ids[i]);
  }
}

TEST_CASE("labels whose answers come by URL are found after a lost answer") {
  for (const auto when : {FaultPoint::before, FaultPoint::after}) {
    for (const std::string version : {"26.1", "26.2"}) {
      ChangedAnswers world(3, version);
      Client client = world.service.client();
      world.service.sandbox.set_json_response_by_url(true);
      const auto first = client.append_labels(world.one_each());
      world.fault(when, "appendManyLabels");
      const auto second = client.append_labels(world.one_each());
      for (std::size_t i = 0; i < 3; ++i) {
        REQUIRE(world.labels(i).size() == 2);
        CHECK(world.labels(i)[0]["id"] == first[i]);
        CHECK(world.labels(i)[1]["id"] == second[i]);
      }
    }
  }
}

TEST_CASE("old services: labels are found after a lost answer, of videos and conversations too") {
  for (const InputType type :
       {InputType::video, InputType::llm_static, InputType::llm_rlhf, InputType::llm_instr_following}) {
    for (const std::string version : {"2.164", "26.1", "26.2"}) {
      for (const bool by_url : {false, true}) {
        if (by_url && version == "2.164") continue;
        INFO(to_string(type) << " " << version << " " << by_url);
        VirtualService service(version);
        const auto project =
            service.sandbox.add_project({.input_type = std::string(to_string(type)),
                                         .json_interface = LabelsInSandbox::json_interface()});
        const auto ids = service.sandbox.add_assets(project, json::array({{{"externalId", "a"}}}));
        Client client = service.client();
        service.sandbox.set_json_response_by_url(by_url);
        const auto write = [&] {
          return client.append_labels(
              {.asset_id_array = ids,
               .check_ontology = false,
               .json_response_array = std::vector<LabelResponse>{
                   type == InputType::video ? std::string("{\"0\": ") + LabelsInSandbox::answer("A") + "}"
                                            : LabelsInSandbox::answer("A")}});
        };
        const auto first = write();
        SandboxFault fault;
        fault.operation = "appendManyLabels";
        fault.when = FaultPoint::after;
        service.sandbox.add_fault(fault);
        const auto second = write();
        const json labels = service.sandbox.modules_state(project).at("assets").at(0).at("labels");
        REQUIRE(labels.size() == 2);
        CHECK(labels[0]["id"] == first[0]);
        CHECK(labels[1]["id"] == second[0]);
      }
    }
  }
}

TEST_CASE("an input that throws behind a label that is unfit is reported as such") {
  ChangedAnswers world(3);
  Client client = world.service.client();
  std::size_t count = 0;
  const auto make = [&](const std::string& id) {
    if (++count == 3) throw std::runtime_error("the file is damaged");
    return NewLabel{.asset_id = id, .json_response = count == 1 ? "[]" : LabelsInSandbox::answer("A")};
  };
  std::string message;
  try {
    static_cast<void>(client.append_labels(world.ids | std::views::transform(make)));
    FAIL("no error");
  } catch (const MutationError& error) {
    message = error.what();
    REQUIRE(error.assets().size() == 2);
    CHECK(error.assets()[0].outcome == MutationOutcome::failed);
    CHECK(error.assets()[1].outcome == MutationOutcome::done);
  }
  CHECK(message.find("the file is damaged") != std::string::npos);
}

TEST_CASE("texts of a call that are not UTF-8 are found before anything is sent") {
  ChangedAnswers world(1);
  Client client = world.service.client();
  const std::string bad = "\xff";
  AppendLabels what = world.one_each();
  what.check_ontology = false;
  const auto check = [&](const AppendLabels& wrong, const std::string& name) {
    INFO(name);
    try {
      static_cast<void>(client.append_labels(wrong));
      FAIL("no error");
    } catch (const ValidationError& error) {
      CHECK(std::string(error.what()).find(name) != std::string::npos);
    }
    CHECK(world.service.sandbox.requests().empty());
  };
  AppendLabels wrong = what;
  wrong.model_name = bad;
  check(wrong, "model_name");
  wrong = what;
  wrong.project_id = bad;
  check(wrong, "project_id");
  wrong = what;
  wrong.project_id = world.project;
  wrong.step_id = bad;
  check(wrong, "step_id");
  wrong = what;
  wrong.project_id = world.project;
  wrong.step_name = bad;
  check(wrong, "step_name");
  wrong = what;
  wrong.project_id = world.project;
  wrong.step_name = "x";
  wrong.group_name = bad;
  check(wrong, "group_name");
  const auto predict = [&](const std::string& project, const std::string& model, const std::string& name) {
    try {
      static_cast<void>(
          client.create_predictions(project, {.asset_id_array = world.ids,
                                              .check_ontology = false,
                                              .json_response_array = std::vector<LabelResponse>{"{}"},
                                              .model_name = model}));
      FAIL("no error");
    } catch (const ValidationError& error) {
      CHECK(std::string(error.what()).find(name) != std::string::npos);
    }
    CHECK(world.service.sandbox.requests().empty());
  };
  predict(bad, "m", "project_id");
  predict("p", bad, "model_name");
  predict("p", "", "model_name");
}

TEST_CASE("filters and names of labels that are not UTF-8 are named before anything is sent") {
  ChangedAnswers world(1);
  const Client client = world.service.client();
  const std::string bad = "\xff";
  const auto check = [&](const std::string& name, const std::function<void()>& call) {
    INFO(name);
    CHECK_THROWS_WITH(call(), Catch::StartsWith(name) && Catch::EndsWith("is not UTF-8 text"));
    CHECK(world.service.sandbox.requests().empty());
  };
  const auto list = [&](const LabelFilters& filters) {
    static_cast<void>(client.labels(world.project, filters).to_vector());
  };
  check("label_id", [&] { list({.label_id = bad}); });
  check("author_in: element 1", [&] { list({.author_in = {"a", bad}}); });
  check("asset_external_id_in: element 0", [&] { list({.asset_external_id_in = {bad}}); });
  check("project_id", [&] { static_cast<void>(client.count_labels(bad)); });
  check("label_asset_id", [&] { static_cast<void>(client.append_to_labels({.label_asset_id = bad})); });
  check("asset_external_id", [&] {
    static_cast<void>(client.create_honeypot({.asset_external_id = bad, .project_id = world.project}));
  });
}

TEST_CASE("a wrong pair of names of a step is found before anything is sent") {
  ChangedAnswers world(1);
  Client client = world.service.client();
  AppendLabels what = world.one_each();
  what.project_id = world.project;
  what.step_id = "a";
  what.step_name = "b";
  CHECK_THROWS_AS(client.append_labels(what), ValidationError);
  CHECK(world.service.sandbox.requests().empty());
}

TEST_CASE("a prediction that a lost request has removed is not given back as the new one") {
  ChangedAnswers world(1);
  world.service.sandbox.set_read_lag(std::chrono::milliseconds(4900));
  const Client client = world.service.client();
  AppendLabels what = world.one_each();
  what.label_type = LabelType::prediction;
  what.model_name = "m";
  what.overwrite = true;
  static_cast<void>(client.append_labels(what));
  // How far a read lags is random.
  for (int round = 0; round < 20; ++round) {
    world.service.clock->advance(std::chrono::seconds(10));
    world.fault(FaultPoint::after, "appendManyLabels");
    world.fault(FaultPoint::graphql, "appendManyLabels", 1);
    const auto ids = client.append_labels(what);
    REQUIRE(world.labels(0).size() == 1);
    CHECK(world.labels(0)[0]["id"] == ids[0]);
  }
}
