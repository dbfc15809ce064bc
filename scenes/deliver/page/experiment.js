// The experiment by hand. The program is the engine's own graph of this neuron; here it is only worked through.
function run(program, given) {
  const values = [];
  for (const [what, ...of] of program) {
    values.push(what === "given" ? given[of[0]] : what === "constant" ? read(of[0])
      : OPERATIONS[what](...of.map(place => values[place])));
  }
  return values;
}

function experiment(lab) {
  const told = JSON.parse(lab.querySelector("script").textContent), words = lab.dataset, separator = words.separator;
  const start = Object.fromEntries(Object.entries(told.start).map(([name, text]) => [name, read(text)]));
  const target = read(told.target), knobs = Array.from(lab.querySelectorAll("input[type=range]"));
  const status = lab.querySelector("[role=status]"), rows = lab.querySelector(".history tbody");
  const picture = draw(lab.querySelector("svg.machine"), separator);
  const slopes = Array.from(lab.querySelectorAll("svg.slope"), svg => [svg.dataset.of, drawSlope(svg)]);
  let given = {...start}, steps = 0, before = null;  // before: the state before the step that was just taken

  function state() {
    const values = run(told.program, given);
    return Object.fromEntries(Object.entries(told.results).map(([name, place]) => [name, values[place]]));
  }

  function show() {
    const now = state();
    for (const knob of knobs) {
      const text = guarded(given[knob.name], separator);
      knob.setAttribute("aria-valuetext", text);
      const told = lab.querySelector(`output[data-knob="${knob.name}"]`);
      told.textContent = related(given[knob.name], separator);
      told.dataset.exact = `${given[knob.name].n}/${given[knob.name].d}`;
    }
    for (const place of lab.querySelectorAll("[data-number]")) {
      const value = now[place.dataset.number];
      place.textContent = related(value, separator);
      place.dataset.exact = `${value.n}/${value.d}`;
    }
    for (const math of lab.querySelectorAll("math")) fillIn(math, now, separator);
    const says = `${words.prediction} ${related(now["step.0.prediction"], separator)}, ${words.target} `
      + `${related(target, separator)}, ${words.loss} ${related(now["step.0.loss"], separator)}`;
    picture(given, now, target, says, before?.["step.0.error"] ?? null);
    const longest = Math.max(...[now, before ?? now].flatMap(one => slopes.map(([name]) =>
      Math.abs(drawable(one[`step.0.gradient.${name}`])))));
    for (const [name, arrows] of slopes) {
      arrows(given[name], now[`step.0.gradient.${name}`], now[`step.0.move.${name}`], longest);
    }
    return now;
  }

  function row(now) {
    const cells = [String(steps), ...["weight", "bias", "prediction", "loss"]
      .map(name => guarded(now[`step.0.${name}`], separator))];
    const made = rows.insertRow();
    cells.forEach((text, place) => {
      const cell = document.createElement(place ? "td" : "th");
      if (!place) cell.scope = "row";
      cell.textContent = text;
      made.append(cell);
    });
  }

  function turnTo(now) {
    for (const knob of knobs) {
      if (now[`step.1.${knob.name}`]) {
        given[knob.name] = now[`step.1.${knob.name}`];
        knob.value = String(drawable(given[knob.name]));
      }
    }
  }

  function again() {
    given = {...start};
    for (const knob of knobs) knob.value = String(drawable(given[knob.name]));
    begin();
    status.textContent = "";
  }

  function begin() {
    steps = 0;
    before = null;
    const now = show();
    if (rows) { rows.replaceChildren(); row(now); }
  }

  for (const knob of knobs) {
    knob.addEventListener("input", () => {
      given[knob.name] = read(knob.value);
      before = null;
      if (knob.name === "learning_rate") show(); else begin();
    });
  }
  lab.querySelector(".again").addEventListener("click", again);
  lab.querySelector(".step")?.addEventListener("click", () => {
    const was = state();
    before = was;
    turnTo(was);
    steps++;
    const now = show();
    row(now);
    lab.querySelector(".history").scrollTop = lab.querySelector(".history").scrollHeight;
    status.textContent = words.told.replace("{step}", steps).replace("{before}", guarded(was["step.0.loss"], separator))
      .replace("{after}", guarded(now["step.0.loss"], separator));
  });
  again();
}

// The numbers of a formula; a relation between sides of which one is rounded is no equality.
const MATHML = "http://www.w3.org/1998/Math/MathML";
function element(name, text) {
  const made = document.createElementNS(MATHML, name);
  if (text === "(" || text === ")") made.setAttribute("stretchy", "false");
  if (text !== undefined) made.textContent = text;
  return made;
}

function fillIn(math, now, separator) {
  let side = [], sign = null, rounding = false;
  const close = () => { if (sign) sign.textContent = rounding ? "≈" : "="; };
  for (const part of math.children) {
    if (part.matches("mo") && ["=", "≈", ":=", "≔"].includes(part.textContent)) {
      const defines = part.textContent.startsWith(":") || part.textContent === "≔";
      close();
      rounding = side.some(number => !number.exact);
      side = [];
      sign = defines ? null : part;
      if (defines) rounding = false;
      continue;
    }
    for (const place of part.matches("[data-path]") ? [part] : part.querySelectorAll("[data-path]")) {
      const number = rounded(now[place.dataset.path]), way = place.dataset.kind;
      const inside = number.negative ? [element("mo", "−")] : [];
      for (const sign of inside) sign.setAttribute("form", "prefix");
      inside.push(element("mn", written(number, separator)));
      if (number.negative && way === "(") { inside.unshift(element("mo", "(")); inside.push(element("mo", ")")); }
      if (way === "=") {
        close();
        const own = element("mo", !number.exact || side.some(one => !one.exact) ? "≈" : "=");
        own.setAttribute("class", "ink");
        place.replaceChildren(own, ...inside);
        side = [];
        sign = null;
      } else {
        place.replaceChildren(...inside);
        side.push(number);
        rounding ||= !number.exact;
      }
    }
  }
  close();
}
