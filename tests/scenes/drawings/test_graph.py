"""The computational graph: where its parts stand, that nothing collides, and that its numbers are the engine's."""

from collections.abc import Callable
from fractions import Fraction as F
from functools import cache
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from manim import VMobject

from engine import Trace, backward, variable
from engine.backward import Walk
from engine.graph import Node, apply, constant
from scenes.lessons.numbers import expression
from scenes.stage.declared import declared
from scenes.stage.drawings.graphs.graph import GraphPicture
from scenes.stage.drawings.graphs.layout import heights, layers
from scenes.stage.drawings.path_arrow import RunAlong
from scenes.stage.frame.region import Region
from scenes.stage.writing.binding import binding_of
from scenes.stage.writing.values import Value
from tests.scenes.drawings.pens import pen

WIDE, SQUARE, TALL = Region(-6.4, -2.6, 6.4, 2.6), Region(-4, -3, 4, 3), Region(-3.6, -5, 3.6, 5.5)
REGIONS = [WIDE, SQUARE, TALL]


def neuron() -> Walk:
    """(w x + b - y)^2 with the numbers of lesson 5."""
    weight, given, bias = variable(F(1), "weight"), variable(F(21, 10), "input"), variable(F(0), "bias")
    prediction = (weight * given + bias).named("prediction")
    return backward(((prediction - constant(F(4), "target")) ** 2).named("loss"))


def sum_times() -> Walk:
    """(a + b) a with a = 3/2, b = -1."""
    a, b = variable(F(3, 2), "a"), variable(F(-1), "b")
    return backward((a + b) * a)


def square() -> Walk:
    """e e with e = -1.9."""
    e = variable(F(-19, 10), "e")
    return backward(e * e)


def ten() -> Walk:
    """Ten operations."""
    x, y, z, w = (variable(F(number), name) for number, name in ((F(1, 2), "x"), (-2, "y"), (3, "z"), (2, "w")))
    bent = (x * y + z).relu()
    twice = (bent * w - x) * F(2)
    return backward((twice - z + z * w) ** 2 / bent)


WALKS = [neuron, sum_times, square, ten]


def picture(walk: Walk, region: Region = WIDE, **kwargs: object) -> GraphPicture:
    trace = Trace.from_walk(walk, prefix=str(kwargs.get("prefix", "")))
    return GraphPicture(region, pen("en", {path: trace.number(path) for path in trace}), walk, **kwargs)


@cache
def drawn(walk: Callable[[], Walk], region: Region = WIDE) -> GraphPicture:
    """The picture of one of the walks, made once: no test changes it."""
    return picture(walk(), region)


def numbers(drawing: GraphPicture) -> list[Value]:
    contributions = [edge.contribution for edge in drawing.walked if edge.contribution is not None]
    return [*drawing.values, *drawing.gradients, *drawing.locals, *contributions]


def box(mobject: VMobject) -> Region:
    return Region(*mobject.get_corner([-1, -1, 0])[:2], *mobject.get_corner([1, 1, 0])[:2])


def apart(one: Region, other: Region) -> bool:
    beside = one.right < other.left or other.right < one.left
    return beside or one.top < other.bottom or other.top < one.bottom


def assert_nothing_collides(drawing: GraphPicture, region: Region) -> None:
    shapes = [box(node.shape) for node in drawing.nodes]
    labels = [box(value) for value in numbers(drawing)]
    for k, label in enumerate(labels):
        assert all(apart(label, other) for other in (*labels[:k], *shapes))
        for edge in drawing.edges:
            points = np.column_stack([edge.path, np.zeros(len(edge.path))])
            assert all(label.clip(start, end) is None for start, end in pairwise(points))
    for k, shape in enumerate(shapes):
        assert all(apart(shape, other) for other in shapes[:k])
    for part in (drawing, *numbers(drawing)):
        here = box(part)
        assert region.left - 1e-9 <= here.left < here.right <= region.right + 1e-9
        assert region.bottom - 1e-9 <= here.bottom < here.top <= region.top + 1e-9


@st.composite
def graphs(draw: st.DrawFn) -> Walk:
    """Up to four leaves and eight operations, the last of which depends on everything."""
    nodes: list[Node] = [variable(F(draw(st.integers(-9, 9)), 2), name) for name in "abcd"[: draw(st.integers(1, 4))]]
    free = list(nodes)
    for _ in range(draw(st.integers(0, 5))):
        first, second = draw(st.sampled_from(free)), draw(st.sampled_from(nodes))
        made = draw(st.sampled_from([first + second, first * second, first - second, first.relu()]))
        nodes.append(made)
        free = [node for node in free if node not in made.arguments] + [made]
    while len(free) > 1:
        free = [*free[2:], free[0] + free[1]]
    return backward(free[0])


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("walk", WALKS)
def test_nothing_collides_and_nothing_leaves_the_region(walk: Callable[[], Walk], region: Region):
    assert_nothing_collides(drawn(walk, region), region)


@given(graphs(), st.sampled_from(REGIONS))
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_collides_in_any_graph(walk: Walk, region: Region):
    assert_nothing_collides(picture(walk, region), region)


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("walk", WALKS[:3])
def test_every_number_of_a_small_graph_has_room(walk: Callable[[], Walk], region: Region):
    drawing = drawn(walk, region)
    assert drawing.missing == ()
    assert len(drawing.locals) == len(drawing.walked)


def test_every_number_of_ten_operations_has_room_in_a_wide_region():
    assert drawn(ten).missing == ()


@pytest.mark.parametrize(("walk", "region"), [*product(WALKS[:3], REGIONS), (ten, WIDE)])
def test_leaves_stand_on_the_left_and_the_output_on_the_right(walk: Callable[[], Walk], region: Region):
    drawing = drawn(walk, region)
    for edge in drawing.edges:
        assert edge.argument.shape.get_right()[0] < edge.path[0, 0] < edge.path[-1, 0] < edge.node.shape.get_left()[0]
        assert (np.diff(edge.path[:, 0]) > 0).all()
    across = [float(node.get_center()[0]) for node in drawing.nodes]
    assert max(across) == across[-1]
    named = [x for node, x in zip(drawing.nodes, across, strict=True) if node.is_leaf and not node.is_number]
    assert named == pytest.approx([min(across)] * len(named))


@pytest.mark.parametrize("walk", WALKS)
def test_edges_go_round_the_nodes(walk: Callable[[], Walk]):
    drawing = drawn(walk)
    for edge in drawing.edges:
        points = np.column_stack([edge.path, np.zeros(len(edge.path))])
        for node in drawing.nodes:
            shape = box(node.shape)
            assert all(shape.clip(start, end) is None for start, end in pairwise(points))


def test_the_numbers_of_the_neuron_are_those_worked_out_by_hand():
    drawing = drawn(neuron)
    shown = {node.name: node.value.shown for node in drawing.nodes}
    assert shown["prediction"] == "2.1"
    assert shown["loss"] == "3.61"
    gradients = {node.name: node.gradient.shown for node in drawing.order}
    assert gradients["loss"] == "1"
    assert gradients["prediction"] == "−3.8"
    assert gradients["weight"] == "−7.98"
    assert gradients["bias"] == "−3.8"
    (edge,) = drawing.edges_out_of("weight")
    assert edge.local.shown == "2.1"  # the input
    assert edge.contribution.shown == "−7.98"
    assert drawing.node("target").gradient is None


def test_every_number_is_bound_to_its_quantity():
    walk = neuron()
    trace = Trace.from_walk(walk, prefix="step.0.")
    drawing = picture(walk, prefix="step.0.")
    assert drawing.node("weight").gradient.path == "step.0.node.weight.gradient"
    for value in numbers(drawing):
        for leaf in value.submobjects:
            binding = binding_of(leaf)
            assert binding is not None
            assert binding.path.startswith("step.0.")
            assert binding.number == trace.number(binding.path)


def test_numbers_stand_below_and_above_their_nodes_or_to_the_left_of_leaves():
    drawing = drawn(neuron)
    for node in drawing.nodes:
        shape, value = box(node.shape), box(node.value)
        if node.labels_on_left:
            assert node.is_leaf
            assert value.right < shape.left
        else:
            assert value.top < shape.bottom
            assert node.gradient is None or box(node.gradient).bottom > shape.top


def test_gradients_come_in_the_order_of_the_walk():
    drawing = drawn(sum_times)
    names = [node.name for node in drawing.order]
    assert names[0] == drawing.nodes[-1].name
    assert names.index("a") > names.index(drawing.edges_out_of("b")[0].node.name)
    assert [value.path for value in drawing.gradients] == [f"node.{name}.gradient" for name in names]


def test_a_variable_used_twice_collects_from_both_its_edges():
    for walk, name, parts, whole in ((sum_times, "a", {"1.5", "0.5"}, "2"), (square, "e", {"−1.9"}, "−3.8")):
        drawing = drawn(walk)
        edges = drawing.edges_out_of(name)
        assert len(edges) == 2
        assert {edge.contribution.shown for edge in edges} == parts
        assert drawing.node(name).gradient.shown == whole
    upper, lower = (edge.path for edge in drawn(square).edges_out_of("e"))
    assert upper[:, 1].max() - lower[:, 1].min() > 0.5  # they can be told apart


def test_two_edges_between_the_same_nodes_stay_in_the_region_at_its_border_too():
    a, b, c = (variable(F(0), name) for name in "abc")
    walk = backward((a + a) + (b + c))
    assert_nothing_collides(picture(walk, WIDE), WIDE)


def test_arguments_keep_their_order():
    drawing = drawn(neuron)
    difference = drawing.edges_out_of("target")[0].node.name
    assert [edge.argument.name for edge in drawing.edges_into(difference)] == ["prediction", "target"]


def test_gradient_arrows_run_back_along_the_edge_and_are_as_thick_as_what_flows():
    drawing = drawn(neuron)
    product = drawing.edges_out_of("weight")[0]
    to_weight, to_input = drawing.backward_arrows(product.node.name)
    assert to_weight.thickness / to_input.thickness == pytest.approx(7.98 / 3.8)
    tip, tail = product.path[0], product.path[-1]
    assert np.abs(to_weight.points[:, :2] - tip).sum(axis=1).min() < 1e-6
    growing = RunAlong(drawing.backward_arrows(product.node.name), rate_func=lambda share: share, lag_ratio=0)
    growing.begin()
    growing.interpolate(0.4)
    arrow = growing.mobject[0]
    assert float(arrow.get_right()[0]) == pytest.approx(tail[0], abs=0.1)
    assert float(arrow.get_left()[0]) == pytest.approx(tail[0] + 0.4 * (tip[0] - tail[0]), abs=0.15)


def test_no_gradient_runs_to_what_is_only_given():
    drawing = drawn(neuron)
    (edge,) = drawing.edges_out_of("target")
    assert edge.local is None
    assert edge not in drawing.walked
    assert len(drawing.backward_arrows(edge.node.name)) == 1


def test_nothing_flows_through_a_relu_that_is_off():
    x = variable(F(-2), "x")
    drawing = picture(backward((x * F(3)).relu() + x))
    off = next(node for node in drawing.nodes if node.node.operation and node.node.operation.name == "relu")
    (arrow,) = drawing.backward_arrows(off.name)
    assert not arrow.has_points()
    assert drawing.node("x").gradient.shown == "1"


def test_numbers_of_the_expression_are_bound_where_they_are_exact_and_declared_where_not():
    (exact,) = [node for node in picture(backward(variable(F(3), "x") * F(1, 2))).nodes if node.is_number]
    assert binding_of(exact.mark.submobjects[0]).number == F(1, 2)
    (plain,) = [node for node in picture(backward(variable(3.0, "x") * 0.5)).nodes if node.is_number]
    assert declared(plain.mark).constants == (("0.5", "a number of the expression"),)


def test_digits_of_signs_and_symbols_are_declared():
    x = variable(F(3), "x1")
    drawing = picture(backward(apply("power", (x**2).relu(), exponent=3)), symbols={"x1": "x_1"})
    digits = [declared(node.mark).constants[0][0] for node in drawing.nodes]
    assert digits == ["1", "2", "0", "3"]


def test_a_graph_of_arrays_and_a_region_that_is_too_small_are_refused():
    with pytest.raises(ValueError, match="an array"):
        GraphPicture(WIDE, pen(), backward(variable([1.0, 2.0], "x").sum()))
    with pytest.raises(ValueError, match="no room"):
        picture(ten(), Region(0, 0, 1, 1))


def test_columns_are_as_long_as_the_longest_path():
    found = layers([(), (), (0, 1), (2, 0), (3,)])
    assert [set(column) for column in found.columns] == [{0, 1}, {2, 5}, {3}, {4}]
    assert found.chains == ((0, 2), (1, 2), (2, 3), (0, 5, 3), (3, 4))
    with pytest.raises(ValueError, match="last node"):
        layers([(), (), (0,)])


def test_heights_keep_their_distance_and_put_a_node_between_its_arguments():
    found = layers([(), (), (0, 1)])
    (a, b, c), space = heights(found, [1.0, 1.0, 1.0], room=5.0, most=0.5)
    assert space == pytest.approx(0.5)
    assert abs(a - b) == pytest.approx(1.5, abs=1e-4)
    assert c == pytest.approx((a + b) / 2, abs=1e-6)
    assert heights(found, [1.0, 1.0, 1.0], room=1.8)[1] == pytest.approx(-0.2)  # two need 2
    chain = layers([(), (0,), (1,)])
    assert np.allclose(heights(chain, [1.0] * 3, room=9.0, drop=0.5)[0], [0.5, 0.0, -0.5], atol=1e-4)


DENSE = [  # a dozen operations that are too many for a frame with all their numbers
    "((((a-(7-c))+(a*(9-c)))*relu(relu(c)))-relu((b*tanh(c))))",
    "(((((c-square(9))+((a*d)-b))-(a+d))-a)-(b*a))",
    "(a*x^3+b*x^2+c*x+d)*a",
    "learning_rat*(a_long_name1+another_one2+third_name_3+fourth_name4)*square(learning_rat)",
]


DEEP = [  # a dozen operations inside one another
    "(((((a*x+b)*x+c)*x+d)*x+e)*x+f)*x+g",
    "tanh(" * 12 + "a" + ")" * 12,
    "relu(" * 12 + "a" + ")" * 12,
    "tanh(a*tanh(b*tanh(c*tanh(d*tanh(e*tanh(f*x))))))",
    "*".join("a" * 13),
    "((relu(x*y+z)*w-x)*2-z+z*w)^2/relu(x)",
]


@pytest.mark.parametrize("region", [SQUARE, TALL])
@pytest.mark.parametrize("written", DEEP)
def test_a_deep_graph_runs_from_left_to_right_and_its_edges_touch_no_other_node(written: str, region: Region):
    read = expression.read(written)
    output, _ = read.graph({name: F(k + 2, 10) for k, name in enumerate(read.names)})
    drawing = picture(backward(output), region)
    assert_nothing_collides(drawing, region)
    for edge in drawing.edges:
        assert edge.argument.get_center()[0] < edge.path[0, 0] < edge.path[-1, 0] < edge.node.get_center()[0]
        assert (np.diff(edge.path[:, 0]) > 0).all()
        points = np.column_stack([edge.path, np.zeros(len(edge.path))])
        for node in drawing.nodes:
            assert all(box(node.shape).clip(start, end) is None for start, end in pairwise(points))
    for value in numbers(drawing):
        assert value.height > 0.17  # legible: digits of 26 points


@pytest.mark.parametrize("region", REGIONS)
@pytest.mark.parametrize("written", DENSE)
def test_a_dozen_operations_have_room_and_what_is_left_out_is_told(written: str, region: Region):
    read = expression.read(written)
    output, _ = read.graph({name: F(k + 2) for k, name in enumerate(read.names)})
    drawing = picture(backward(output), region)
    assert_nothing_collides(drawing, region)
    shown = {value.path for value in (*drawing.values, *drawing.gradients, *drawing.locals)}
    for node in drawing.nodes:
        for what, value in (("value", node.value), ("gradient", node.gradient)):
            path = f"node.{node.name}.{what}"
            wanted = what == "value" or node.node.requires_gradient
            assert (value is not None) == (wanted and path not in drawing.missing)
            assert not (path in drawing.missing and path in shown)
    for value in numbers(drawing):
        assert value.height > 0.17  # legible: digits of 26 points


def test_a_long_name_stands_inside_its_leaf():
    drawing = picture(backward(variable(F(2), "learning_rat") * variable(F(3), "b")))
    leaf = drawing.node("learning_rat")
    assert leaf.shape.get_left()[0] < leaf.mark.get_left()[0] - 0.1
    assert leaf.mark.get_right()[0] + 0.1 < leaf.shape.get_right()[0]
