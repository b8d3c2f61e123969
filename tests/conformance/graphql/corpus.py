"""Documents that follow the schema, and mistakes made in them."""

import random

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLList,
    GraphQLNonNull,
    get_named_type,
    is_leaf_type,
)


class Maker:
    """Makes random documents with variables for a schema. Correct ones, unless a mistake is put in afterwards."""

    def __init__(self, schema, seed):
        self.schema = schema
        self.random = random.Random(seed)

    def selection(self, kind, depth):
        fields = list(kind.fields.items())
        self.random.shuffle(fields)
        chosen = []
        for name, field in fields[: self.random.randint(1, 4)]:
            inner = get_named_type(field.type)
            if is_leaf_type(inner):
                chosen.append(self.aliased(name))
            elif depth > 0:
                chosen.append(f"{self.aliased(name)} {self.selection(inner, depth - 1)}")
        if not chosen:
            chosen.append("__typename")
        if self.random.random() < 0.15:
            chosen.append(f"... on {kind.name} {{ __typename }}")
        return "{ " + " ".join(chosen) + " }"

    def aliased(self, name):
        return f"a{self.random.randint(0, 10**6)}: {name}" if self.random.random() < 0.2 else name

    def value(self, kind, depth=2):
        """A value of an input type, as JSON."""
        if isinstance(kind, GraphQLNonNull):
            return self.some(kind.of_type, depth)
        return None if self.random.random() < 0.1 else self.some(kind, depth)

    def some(self, kind, depth):
        if isinstance(kind, GraphQLNonNull):
            return self.some(kind.of_type, depth)
        if isinstance(kind, GraphQLList):
            return [self.value(kind.of_type, depth) for _ in range(self.random.randint(0, 2))]
        if isinstance(kind, GraphQLEnumType):
            return self.random.choice(list(kind.values))
        if isinstance(kind, GraphQLInputObjectType):
            return {
                name: self.value(field.type, depth - 1)
                for name, field in kind.fields.items()
                if isinstance(field.type, GraphQLNonNull) or (depth > 0 and self.random.random() < 0.3)
            }
        return {
            "Int": self.random.randint(0, 50),
            "PageSize": self.random.randint(1, 100),
            "Float": self.random.choice([0, 1, 0.5]),
            "Boolean": self.random.random() < 0.5,
            "Date": "2024-01-01",
            "JSON": "{}",
        }.get(kind.name, f"text-{self.random.randint(0, 9)}")

    def document(self):
        """(document, variables) of one operation with one root field."""
        root, word = (
            (self.schema.query_type, "query") if self.random.random() < 0.75 else (self.schema.mutation_type, "mutation")
        )
        name, field = self.random.choice(list(root.fields.items()))
        declarations, uses, variables = [], [], {}
        for argument, details in field.args.items():
            if not isinstance(details.type, GraphQLNonNull) and self.random.random() < 0.3:
                continue
            declarations.append(f"${argument}: {details.type}")
            uses.append(f"{argument}: ${argument}")
            variables[argument] = self.value(details.type)
        kind = get_named_type(field.type)
        selection = "" if is_leaf_type(kind) else " " + self.selection(kind, 2)
        head = f"{word} Op" + (f"({', '.join(declarations)})" if declarations else "")
        call = f"data: {name}" + (f"({', '.join(uses)})" if uses else "")
        return f"{head} {{ {call}{selection} }}", variables

    def with_mistake(self, document, variables):
        """The same, with one or more changes that are often, not always, mistakes."""
        for _ in range(self.random.randint(1, 2)):
            document, variables = self.random.choice(
                [
                    self.changed_word,
                    self.changed_character,
                    self.changed_variable,
                    self.without_variable,
                    self.extra_variable,
                    self.unused_fragment,
                    self.undefined_spread,
                    self.repeated_operation,
                    self.directive,
                ]
            )(document, variables)
        return document, variables

    def changed_word(self, document, variables):
        words = document.split(" ")
        at = self.random.randrange(len(words))
        words[at] = self.random.choice(["id", "nope", "{", "}", "Int!", "[String!]", "externalId", "null", "...", ""])
        return " ".join(words), variables

    def changed_character(self, document, variables):
        # No quotation marks: newer references take them for descriptions, which this API's GraphQL does not have here.
        at = self.random.randrange(len(document))
        return document[:at] + self.random.choice("{}()!$:@x1# ") + document[at + 1 :], variables

    def changed_variable(self, document, variables):
        if not variables:
            return document, variables
        name = self.random.choice(list(variables))
        other = self.random.choice([None, 1, 1.5, "text", True, [], {}, [1], ["a", None], {"nope": 1}, 2**40, -1])
        return document, {**variables, name: other}

    def without_variable(self, document, variables):
        if not variables:
            return document, variables
        name = self.random.choice(list(variables))
        return document, {k: v for k, v in variables.items() if k != name}

    def extra_variable(self, document, variables):
        return document.replace("Op(", "Op($extra: Int, ", 1), variables

    def unused_fragment(self, document, variables):
        return document + " fragment F on Asset { id }", variables

    def undefined_spread(self, document, variables):
        at = document.rfind("}")
        return document[:at] + " ...Missing " + document[at:], variables

    def repeated_operation(self, document, variables):
        return document + " " + document, variables

    def directive(self, document, variables):
        directive = self.random.choice(["@include(if: true)", "@skip(if: $nope)", "@nope", "@skip"])
        at = document.rfind("}")
        return document[:at] + directive + " " + document[at:], variables
