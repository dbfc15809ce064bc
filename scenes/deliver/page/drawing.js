// The pictures of the experiment: the neuron with its knobs, the error on a number line with its square, the slopes.
const SVG = "http://www.w3.org/2000/svg";
const LONGEST_ERROR = 150, LINE = 385, MIDDLE = 360, LONGEST_ARROW = 110, KNOB_END = 6;

function shape(parent, name, kind, where = {}, text) {
  const made = document.createElementNS(SVG, name);
  made.setAttribute("class", kind);
  place(made, where);
  if (text !== undefined) made.textContent = text;
  parent.append(made);
  return made;
}
function place(made, where) {
  for (const [name, value] of Object.entries(where)) made.setAttribute(name, value);
}

// The next 1, 2 or 5 times a power of ten: the lead and the power.
function roundUp(number) {
  let p = Math.floor(Math.log10(number));
  const lead = [1, 2, 5].find(one => one * 10 ** p >= number * (1 - 1e-12));
  return lead ? [lead, p] : [1, p + 1];
}
const worth = ([lead, p]) => lead * 10 ** p;

function dial(svg, kind, x, y, name) {
  shape(svg, "circle", `${kind} dial`, {cx: x, cy: y, r: 27});
  for (const turn of [-135, 0, 135]) {
    shape(svg, "line", "mark", {x1: x, y1: y - 41, x2: x, y2: y - 46, transform: `rotate(${turn} ${x} ${y})`});
  }
  const hand = shape(svg, "line", `${kind} hand`, {x1: x, y1: y - 28, x2: x, y2: y - 38});
  shape(svg, "text", `${kind} symbol`, {x, y: y + 7, "text-anchor": "middle"}, name);
  return (value, most) => {
    const turn = 135 * Math.max(-1, Math.min(1, value / most));
    hand.setAttribute("transform", `rotate(${turn} ${x} ${y})`);
  };
}

function draw(svg, separator) {
  const y = 138, lab = svg.closest(".lab");
  const most = name => Number(lab.querySelector(`input[name="${name}"]`).max);
  const [input, weight, sum, prediction] = [75, 235, 405, 585];
  for (const [from, to] of [[input + 26, weight - 28], [weight + 28, sum - 26], [sum + 26, prediction - 29]]) {
    shape(svg, "line", "wire", {x1: from, y1: y, x2: to, y2: y});
  }
  shape(svg, "line", "wire", {x1: sum, y1: 77, x2: sum, y2: y - 26});
  shape(svg, "circle", "input round", {cx: input, cy: y, r: 26});
  shape(svg, "text", "input symbol", {x: input, y: y + 7, "text-anchor": "middle"}, "x");
  shape(svg, "circle", "sum", {cx: sum, cy: y, r: 26});
  shape(svg, "path", "sum", {d: `M${sum - 10} ${y}h20M${sum} ${y - 10}v20`});
  shape(svg, "circle", "prediction round", {cx: prediction, cy: y, r: 29});
  shape(svg, "text", "prediction symbol", {x: prediction, y: y + 7, "text-anchor": "middle"}, "ŷ");
  const turnWeight = dial(svg, "weight", weight, y, "w"), turnBias = dial(svg, "bias", sum, 49, "b");
  const values = Object.fromEntries([["input", input, y + 54], ["weight", weight, y + 54], ["bias", sum + 52, 56],
    ["prediction", prediction, y + 58]].map(([name, x, at]) => [name, shape(svg, "text", `${name} value`,
    {x, y: at, "text-anchor": name === "bias" ? "start" : "middle"})]));
  shape(svg, "line", "axis", {x1: 30, y1: LINE, x2: 690, y2: LINE});
  const ticks = shape(svg, "g", "ticks");
  const was = shape(svg, "rect", "loss was"), wasThere = shape(svg, "circle", "prediction was", {cy: LINE, r: 7});
  const square = shape(svg, "rect", "loss square"), stick = shape(svg, "rect", "loss stick", {y: LINE - 2, height: 4});
  shape(svg, "circle", "target ring", {cx: MIDDLE, cy: LINE, r: 11});
  const dot = shape(svg, "circle", "prediction dot", {cy: LINE, r: 7});
  const area = shape(svg, "text", "loss value", {});
  shape(svg, "text", "target symbol", {x: MIDDLE, y: LINE + 50, "text-anchor": "middle"}, "y");
  let span = null;

  function scale(target) {
    const [lead, p] = span, unit = LONGEST_ERROR / worth(span), pitch = [lead, p];
    const step = fraction(BigInt(pitch[0]) * 10n ** BigInt(Math.max(0, pitch[1])), 10n ** BigInt(Math.max(0, -pitch[1])));
    const nearest = digitsOf(OPERATIONS.multiply(target, fraction(step.d, step.n)));
    ticks.replaceChildren();
    for (let k = -3n; k <= 3n; k++) {
      const at = OPERATIONS.multiply(fraction(nearest + k), step);
      const x = MIDDLE + drawable(OPERATIONS.subtract(at, target)) * unit;
      if (x < 30 || x > 690) continue;
      shape(ticks, "line", "axis", {x1: x, y1: LINE - 5, x2: x, y2: LINE + 5});
      if (Math.abs(x - MIDDLE) > 24 || Math.abs(x - MIDDLE) < 1) {
        shape(ticks, "text", "tick", {x, y: LINE + 29, "text-anchor": "middle"}, signed(at, separator));
      }
    }
    return unit;
  }
  const digitsOf = x => { const [n] = digits(x, 0); return x.n < 0n ? -n : n; };

  const from = error => ({x: Math.min(error, 0) + MIDDLE, width: Math.abs(error)});

  // before: the error before a step, whose square stays in view, and in scale, until something is turned
  return (given, now, target, says, before) => {
    svg.setAttribute("aria-label", says);
    svg.classList.toggle("stepped", before !== null);
    turnWeight(drawable(given.weight), most("weight"));
    turnBias(drawable(given.bias), most("bias"));
    values.input.textContent = guarded(now.input, separator);
    for (const name of ["weight", "bias", "prediction"]) values[name].textContent = guarded(now[`step.0.${name}`], separator);
    const error = drawable(now["step.0.error"]), long = Math.abs(error);
    const old = before === null ? 0 : drawable(before), farthest = Math.max(long, Math.abs(old));
    if (!span || (farthest && (farthest > worth(span) || farthest < worth(span) / 12))) span = farthest ? roundUp(farthest) : span ?? [1, 0];
    const unit = scale(target), side = long * unit, x = MIDDLE + error * unit, oldSide = Math.abs(old) * unit;
    place(was, {...from(old * unit), y: LINE - oldSide, height: oldSide});
    wasThere.setAttribute("cx", MIDDLE + old * unit);
    place(square, {...from(error * unit), y: LINE - side, height: side});
    place(stick, from(error * unit));
    dot.setAttribute("cx", x);
    place(area, {x: error < 0 ? x - 12 : x + 12, y: LINE - Math.max(16, side / 2), "text-anchor": error < 0 ? "end" : "start"});
    area.textContent = `L ${related(now["step.0.loss"], separator)}`;
  };
}

function arrow(svg, kind, y, wide) {
  const line = shape(svg, "line", kind, {y1: y, y2: y}), head = shape(svg, "path", `${kind} head`);
  return (from, tip) => {
    const long = tip - from, back = Math.sign(long) * Math.min(Math.abs(long), 1.6 * wide);
    place(line, {x1: from, x2: tip - back});
    head.setAttribute("d", long ? `M${tip} ${y}L${tip - back} ${y - wide}L${tip - back} ${y + wide}z` : "");
  };
}

// Under a knob: from where it stands, uphill, and the step in the knob's own measure, to where it will stand.
function drawSlope(svg) {
  const knob = svg.closest(".knob").querySelector("input"), low = Number(knob.min), high = Number(knob.max);
  const inside = x => Math.max(KNOB_END, Math.min(300 - KNOB_END, x));
  const at = value => inside(KNOB_END + (300 - 2 * KNOB_END) * (value - low) / (high - low));
  const here = shape(svg, "line", "axis", {y1: 2, y2: 42});
  const uphill = arrow(svg, "gradient arrow", 14, 9), step = arrow(svg, "move arrow", 34, 6);
  return (value, gradient, move, longest) => {
    const from = at(drawable(value)), unit = longest ? LONGEST_ARROW / worth(roundUp(longest)) : 0;
    const long = drawable(gradient) * unit, tip = inside(from + long);
    place(here, {x1: from, x2: from});
    uphill(tip - long, tip);  // as long as it is also where there is no room: there it ends at the edge
    step(from, at(drawable(OPERATIONS.add(value, move))));
  };
}
