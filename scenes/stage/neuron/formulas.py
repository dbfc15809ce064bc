"""The formulas of one neuron, built from symbols in their colours and numbers bound to the trace."""

from __future__ import annotations

from scenes.stage.look.theme import Theme
from scenes.stage.neuron.picture import SYMBOL, MakeValue, fraction, symbol
from scenes.stage.writing.rows import Row
from scenes.stage.writing.typeset import Formula
from scenes.stage.writing.values import Value


class NeuronFormulas:
    """Each method gives one row; which part of it is what is said in its docstring, so that a lesson can move the
    parts."""

    def __init__(self, theme: Theme, value: MakeValue) -> None:
        self.theme = theme
        self.value = value

    def error(self, step: int, size: float) -> Row:
        """prediction - target = error: parts 0 - 2, then 3 the number."""
        return Row(
            [
                symbol("prediction", size, self.theme),
                "-",
                symbol("target", size, self.theme),
                self.value(f"step.{step}.error", size, self.theme.loss, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def squared(self, step: int, size: float) -> Row:
        """L = (error)^2 = loss: 3 the error, 5 the loss."""
        return Row(
            [
                symbol("loss", size, self.theme),
                "=",
                "(",
                self.value(f"step.{step}.error", size, self.theme.loss, inside=True),
                ")^2",
                self.value(f"step.{step}.loss", size, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def neuron(self, size: float) -> Row:
        """prediction = w x + b: 0 the prediction, 2 on the right-hand side."""
        right = [
            symbol("weight", size, self.theme),
            symbol("input", size, self.theme),
            "+",
            symbol("bias", size, self.theme),
        ]
        return Row([symbol("prediction", size, self.theme), "=", *right], size, self.theme.ink)

    def computation(self, step: int, size: float) -> Row:
        """= weight times input plus bias = prediction: 1, 3 and 5 are the numbers, 6 the prediction."""
        return Row(
            [
                "=",
                self.value(f"step.{step}.weight", size, inside=True),
                "dot",
                self.value("input", size, guarded=True, inside=True),
                "+",
                self.value(f"step.{step}.bias", size, guarded=True, inside=True),
                self.value(f"step.{step}.prediction", size, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def change(self, quantity: str, path: str, size: float) -> Row:
        """Delta of a quantity = number: part 1 is the number."""
        color = self.theme.of(quantity)
        delta = Formula(f"Delta {{{{{SYMBOL[quantity]}:q}}}}", size, self.theme.ink, {"q": color})
        return Row([delta, self.value(path, size, color, relation=True)], size, self.theme.ink)

    def times(self, path: str, size: float, color: str | None = None) -> Row:
        """times a number, which is the last part; a sign in front says if it is rounded."""
        number = self.value(path, size, color or self.theme.ink, guarded=True, inside=True)
        return Row([*([] if number.relation == "=" else ["approx"]), "times", number], size, self.theme.ink)

    def loss_slope(self, size: float) -> Row:
        """dL/d prediction = 2 (prediction - target): part 1 is the relation sign."""
        return Row(
            [
                fraction("loss", "prediction", size, self.theme),
                "=",
                Formula("2", size, self.theme.ink),
                "(",
                symbol("prediction", size, self.theme),
                "-",
                symbol("target", size, self.theme),
                ")",
            ],
            size,
            self.theme.ink,
        )

    def loss_slope_numbers(self, step: int, size: float) -> Row:
        """= 2 times error = gradient: 3 the error, 4 the gradient."""
        return Row(
            [
                "=",
                Formula("2", size, self.theme.ink),
                "dot",
                self.value(f"step.{step}.error", size, self.theme.loss, guarded=True, inside=True),
                self.value(f"step.{step}.gradient.prediction", size * 1.15, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def chain(self, parameter: str, step: int, size: float) -> Row:
        """dL/dp = dL/d prediction times d prediction/dp = number times number = gradient: 0, 2, 4 the fractions, 6
        and 8 the factors, 9 the gradient."""
        return Row(
            [
                fraction("loss", parameter, size, self.theme),
                "=",
                fraction("loss", "prediction", size, self.theme),
                "dot",
                fraction("prediction", parameter, size, self.theme),
                "=",
                self.value(f"step.{step}.gradient.prediction", size, inside=True),
                "dot",
                self.local(parameter, step, size),
                self.value(f"step.{step}.gradient.{parameter}", size * 1.12, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def local(self, parameter: str, step: int, size: float) -> Value:
        """d prediction/d parameter as a number: for the weight it is the input, and has its colour."""
        color = self.theme.input if parameter == "weight" else self.theme.ink
        return self.value(f"step.{step}.local.prediction.{parameter}", size, color, guarded=True, inside=True)

    def update(self, parameter: str, step: int, size: float) -> Row:
        """parameter := parameter - eta dL/d parameter = number - eta times gradient = new number: 0 - 5 symbols, 6 -
        11 numbers, 12 the new one."""
        return Row(
            [
                symbol(parameter, size, self.theme),
                ":=",
                symbol(parameter, size, self.theme),
                "-",
                Formula("eta", size, self.theme.ink),
                fraction("loss", parameter, size, self.theme),
                "=",
                self.value(f"step.{step}.{parameter}", size, inside=True),
                "-",
                self.value("learning_rate", size, inside=True),
                "dot",
                self.value(f"step.{step}.gradient.{parameter}", size, guarded=True, inside=True),
                self.value(f"step.{step + 1}.{parameter}", size * 1.12, relation=True),
            ],
            size,
            self.theme.ink,
        )

    def labelled(self, quantity: str, path: str, size: float, **kwargs: int) -> Row:
        """symbol = number: part 1 is the number."""
        number = self.value(path, size, relation=True, **kwargs)
        return Row([symbol(quantity, size, self.theme), number], size, self.theme.ink)

    def factor(self, size: float) -> Row:
        """1 - 2 eta (x^2 + 1) = 1 - number eta: what the error is multiplied by at every step."""
        general = Formula("1 - 2 eta ({{x:x}}^2 + 1)", size, self.theme.ink, {"x": self.theme.input})
        curvature = self.value("curvature", size, inside=True)
        return Row([general, "=", Formula("1", size, self.theme.ink), "-", curvature, "eta"], size, self.theme.ink)

    def perfect_rate(self, size: float) -> Row:
        """eta = the learning rate that lands in one step."""
        return Row(["eta", self.value("rate.perfect", size, relation=True)], size, self.theme.ink)

    def valley(self, size: float) -> Row:
        """input w + b = target: the line on which the loss is zero."""
        return Row(
            [
                self.value("input", size, inside=True),
                symbol("weight", size, self.theme),
                "+",
                symbol("bias", size, self.theme),
                "=",
                self.value("target", size, inside=True),
            ],
            size,
            self.theme.ink,
        )
