# Filter of Doxygen for *.hpp: takes the inline namespace of the version away, and keeps the numbers of lines.
s/^inline namespace v[0-9_]* {$//
s/^}  \/\/ namespace v[0-9_]*$//
