"""Templates in one edition for each language: what a page says to everybody who reads it stands in the compiled template.

`{{ _('Search') }}`, `{{ icon('search') }}` and `{{ asset('plenary.css') }}` are half of what a page looks up, and the same on
every page; here they are looked up when a template is compiled, not when it is shown.
"""

from collections.abc import MutableMapping
from typing import Any

from flask.templating import Environment
from jinja2 import Template, nodes
from jinja2.compiler import CodeGenerator, Frame
from jinja2.environment import TemplateModule
from jinja2.runtime import Context
from jinja2.visitor import NodeTransformer

from community.languages import catalogue_of, reader


class _Template(Template):
    """A template whose macros are imported without asking each time which globals are new: all belong to the environment."""

    def _get_default_module(self, ctx: Context | None = None) -> TemplateModule:
        return super()._get_default_module()


class Editions(Environment):
    """Flask's environment, that hands out templates in the reader's language."""

    language: str | None = None
    template_class = _Template

    def get_template(
        self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None
    ) -> Template:
        """Return a template in the reader's language; one that is part of another in the language of that."""
        edition = self if self.language is not None else self._edition(reader()[0])
        return super(Editions, edition).get_template(name, parent, globals)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """Return the globals of a template as the one dictionary that they are: Jinja's chain of two is copied slowly."""
        return {**self.globals, **d} if d else self.globals

    def _edition(self, language: str) -> "Editions":
        editions: dict[str, Editions] = self.__dict__.setdefault("editions", {})
        if language not in editions:
            edition = self.overlay()
            edition.language = language
            editions[language] = edition
        return editions[language]


class _Early(NodeTransformer):
    """Puts the answer in the place of each call that has only constants to ask about."""

    def __init__(self, environment: Any) -> None:
        self.environment = environment
        self.catalogue = catalogue_of(environment.language or "")

    def visit_Call(self, node: nodes.Call) -> nodes.Node:  # noqa: N802
        """Answer a call of a constant function with constant arguments; leave every other one."""
        self.generic_visit(node)
        match node:
            case nodes.Call(node=nodes.Name(name="_"), args=[nodes.Const(value=message)], kwargs=[]):
                return nodes.TemplateData(self.catalogue.ugettext(message) % {}, lineno=node.lineno)
            case nodes.Call(node=nodes.Name(name="icon" | "asset" as name), args=[nodes.Const(value=value)], kwargs=[]):
                call: Any = self.environment.globals[name]
                return nodes.Const(call(value), lineno=node.lineno)
        return node


class _Compiler(CodeGenerator):
    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        super().visit_Template(_Early(self.environment).visit(node), frame)


Editions.code_generator_class = _Compiler
