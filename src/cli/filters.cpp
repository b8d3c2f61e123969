#include "cli/filters.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/filter_tables.hpp"
#include "kili/errors.hpp"

namespace kili::cli {
namespace {

std::string option_name(std::string_view member) {
  std::string name = "--" + std::string(member);
  std::replace(name.begin(), name.end(), '_', '-');
  return name;
}

/// A word of the service in any case.
template <typename Enum>
Enum word(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::toupper(c)); });
  return from_string<Enum>(text);
}

/// "STEP=STATUS"; the name of a step may have the sign too.
template <typename Pair>
Pair step_and_status(const std::string& option, const std::string& text) {
  const auto sign = text.rfind('=');
  if (sign == std::string::npos) {
    throw ValidationError(option + ": '" + text + "' has no status; give STEP=STATUS, such as Review=TO_DO");
  }
  return {text.substr(0, sign), word<StatusInStep>(text.substr(sign + 1))};
}

/// Adds the option of one filter, by the type of its member.
class OptionAdder {
 public:
  explicit OptionAdder(CLI::App& app) noexcept : app_(app) {}

  void operator()(std::string_view name, std::optional<std::string>& member, const char* help) const {
    one<std::string>(name, help, "TEXT", [&member](const std::string& text) { member = text; });
  }
  void operator()(std::string_view name, std::optional<Date>& member, const char* help) const {
    one<std::string>(name, help, "DATE", [&member](const std::string& text) { member = Date(text); });
  }
  void operator()(std::string_view name, std::optional<double>& member, const char* help) const {
    one<double>(name, help, "NUMBER", [&member](double number) { member = number; });
  }
  void operator()(std::string_view name, std::optional<bool>& member, const char* help) const {
    one<bool>(name, help, "true|false", [&member](bool flag) { member = flag; });
  }
  void operator()(std::string_view name, Json& member, const char* help) const {
    one<std::string>(name, help, "JSON", [&member](const std::string& text) { member = Json::parse(text); });
  }
  template <typename Enum>
  void operator()(std::string_view name, std::optional<Enum>& member, const char* help) const {
    one<std::string>(name, help, "WORD", [&member](const std::string& text) { member = word<Enum>(text); });
  }
  void operator()(std::string_view name, List<std::string>& member, const char* help) const {
    list(name, help, "TEXT", member, [](const std::string& text) { return text; });
  }
  void operator()(std::string_view name, List<StepIdAndStatus>& member, const char* help) const {
    list(name, help, "STEP=STATUS", member, [option = option_name(name)](const std::string& text) {
      return step_and_status<StepIdAndStatus>(option, text);
    });
  }
  void operator()(std::string_view name, List<StepNameAndStatus>& member, const char* help) const {
    list(name, help, "STEP=STATUS", member, [option = option_name(name)](const std::string& text) {
      return step_and_status<StepNameAndStatus>(option, text);
    });
  }
  template <typename Enum>
  void operator()(std::string_view name, List<Enum>& member, const char* help) const {
    list(name, help, "WORD", member, [](const std::string& text) { return word<Enum>(text); });
  }

 private:
  template <typename Value, typename Set>
  void one(std::string_view name, const char* help, const char* type, Set set) const {
    app_.add_option_function<Value>(option_name(name), std::move(set), help)
        ->type_name(type)
        ->group("Filters");
  }
  template <typename Value, typename Read>
  void list(std::string_view name, const char* help, const char* type, List<Value>& member, Read read) const {
    const auto set = [&member, read](const std::vector<std::string>& texts) {
      std::vector<Value> values;
      values.reserve(texts.size());
      for (const auto& text : texts) values.push_back(read(text));
      member = List<Value>(std::move(values));
    };
    app_.add_option_function<std::vector<std::string>>(option_name(name), set, help)
        ->type_name(type)
        ->allow_extra_args(false)
        ->group("Filters");
  }

  CLI::App& app_;
};

template <typename T>
bool is_given(const T& member) {
  if constexpr (std::is_same_v<T, Json>) {
    return !member.is_null();
  } else {
    return member.has_value();
  }
}

}  // namespace

void add_filters(CLI::App& app, AssetFilters& filters) { visit_asset_filters(filters, OptionAdder(app)); }

void add_filters(CLI::App& app, LabelFilters& filters) { visit_label_filters(filters, OptionAdder(app)); }

void add_filters(CLI::App& app, ProjectFilters& filters) { visit_project_filters(filters, OptionAdder(app)); }

bool has_filters(const AssetFilters& filters) {
  bool any = false;
  visit_asset_filters(filters, [&any](std::string_view /*name*/, const auto& member, const char* /*help*/) {
    any = any || is_given(member);
  });
  return any;
}

}  // namespace kili::cli
