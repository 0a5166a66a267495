"""JMESPath expressions over a webhook's body, at a bounded cost (https://jmespath.org/specification.html).

The language has no loops, no recursion and runs nothing; what is missing is null. What it can do is copy:
`[@,@]|[@,@]|…` doubles at each step. So every step, and every value that a step makes anew, is paid from one
budget for a delivery.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from jmespath import exceptions, functions, parser, visitor

LONGEST: Final = 500
"""Characters of an expression."""
BUDGET: Final = 100_000
"""Steps and copied values for all expressions of one delivery: about a fifth of a second."""


class BadExpression(ValueError):
    """This text is no expression; `str()` says why in one sentence."""


class TooCostly(Exception):
    """A delivery's expressions cost more than the budget."""


class Failed(Exception):
    """An expression cannot be evaluated over this body, such as the length of a number."""


class Expression:
    """A compiled expression."""

    def __init__(self, text: str, tree: Mapping[str, Any]) -> None:
        self.text = text
        self._tree = tree

    def of(self, body: Any, purse: Purse) -> Any:
        """Its value for this body; None for what is not there. Raises Failed or TooCostly."""
        try:
            return _Interpreter(purse).visit(self._tree, body)
        except (ValueError, TypeError, ArithmeticError, LookupError, AttributeError, RecursionError) as error:
            raise Failed(self.text) from error


@lru_cache(maxsize=512)
def compiled(text: str) -> Expression:
    """The expression. Raises BadExpression for what is none, names an unknown function or is too long."""
    if len(text) > LONGEST:
        raise BadExpression(f"an expression has at most {LONGEST} characters.")
    try:
        tree = parser.Parser().parse(text).parsed
    except exceptions.ParseError as error:
        raise BadExpression(f"“{text}” is not an expression: {_place(error)}.") from error
    except (ValueError, RecursionError) as error:
        raise BadExpression(f"“{text}” is not an expression.") from error
    _check_functions(tree)
    return Expression(text, tree)


class Purse:
    """What is left of one delivery's budget."""

    def __init__(self, budget: int = BUDGET) -> None:
        self.left = budget

    def pay(self, steps: int) -> None:
        """Raises TooCostly where that is more than what is left."""
        self.left -= steps
        if self.left < 0:
            raise TooCostly


class _Functions(functions.Functions):  # type: ignore[misc]  # no types are published
    """The standard's functions; the one that makes a text longer than what it was given pays for it."""

    def __init__(self, purse: Purse) -> None:
        self._purse = purse

    def call_function(self, function_name: str, resolved_args: list[Any]) -> Any:
        if function_name == "join" and [type(one) for one in resolved_args] == [str, list]:
            self._purse.pay(len(resolved_args[0]) * len(resolved_args[1]) // 100)
        for one in resolved_args:
            self._purse.pay(_weight(one, self._purse.left))
        return super().call_function(function_name, resolved_args)


class _Interpreter(visitor.TreeInterpreter):  # type: ignore[misc]  # no types are published
    def __init__(self, purse: Purse) -> None:
        super().__init__(visitor.Options(custom_functions=_Functions(purse)))
        self._purse = purse

    def visit(self, node: Mapping[str, Any], *args: Any, **kwargs: Any) -> Any:
        self._purse.pay(1)
        found = super().visit(node, *args, **kwargs)
        if node["type"] in _COPIES:
            self._purse.pay(_weight(found, self._purse.left))
        return found


_COPIES: Final = frozenset({"multi_select_list", "multi_select_dict", "flatten"})


def _weight(value: Any, most: int) -> int:
    """How many values stand in it, a long text counting as several; counting stops beyond `most`."""
    waiting, weight = [value], 0
    while waiting and weight <= most:
        one = waiting.pop()
        weight += 1
        if isinstance(one, str):
            weight += len(one) // 100
        elif isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += one.values()
    return weight


def _place(error: exceptions.ParseError) -> str:
    if isinstance(error, exceptions.LexerError):
        return f"“{error.lexer_value}” at character {error.lexer_position + 1} is unknown"
    if isinstance(error, exceptions.IncompleteExpressionError) or error.token_type == "EOF":
        return "it stops too early"
    return f"“{error.token_value}” at character {error.lex_position + 1} does not belong there"


def _check_functions(tree: Mapping[str, Any]) -> None:
    """JMESPath itself meets an unknown function only when it is called."""
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if node.get("type") == "function_expression":
            known = functions.Functions.FUNCTION_TABLE.get(node["value"])
            if known is None:
                raise BadExpression(f"there is no function “{node['value']}”.")
            given, wanted = len(node["children"]), len(known["signature"])
            variadic = any(one.get("variadic") for one in known["signature"])
            if given < wanted or (given > wanted and not variadic):
                raise BadExpression(f"“{node['value']}” takes another number of arguments.")
        waiting += [child for child in node.get("children", ()) if isinstance(child, Mapping)]
