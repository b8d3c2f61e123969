# Filter of Doxygen for *.hpp. It keeps the numbers of lines.
# Names are shown as programs write them, without the inline namespace of the version.
s/^inline namespace v[0-9_]* {$//
s/^}  \/\/ namespace v[0-9_]*$//
# Private classes in classes are not shown, also not as a heading without content.
/^ private:$/,/^};/{
/^  \(struct\|class\) .*{$/,/^  };$/s/.*//
}
