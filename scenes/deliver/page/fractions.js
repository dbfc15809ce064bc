// Exact numbers, as the engine's: fractions of whole numbers of any size, and how they are written (engine/rounding.py).
const size = n => n < 0n ? -n : n;
const divisor = (a, b) => { while (b) [a, b] = [b, a % b]; return size(a); };
const fraction = (n, d = 1n) => {
  if (d < 0n) [n, d] = [-n, -d];
  const shared = divisor(n, d);
  return shared > 1n ? {n: n / shared, d: d / shared} : {n, d};
};

const OPERATIONS = {
  add: (a, b) => fraction(a.n * b.d + b.n * a.d, a.d * b.d),
  subtract: (a, b) => fraction(a.n * b.d - b.n * a.d, a.d * b.d),
  multiply: (a, b) => fraction(a.n * b.n, a.d * b.d),
  negate: a => ({n: -a.n, d: a.d}),
  square: a => ({n: a.n * a.n, d: a.d * a.d}),
};

// "21/10", "-0.05" or "1e-7", exactly.
function read(text) {
  const [above, below = "1"] = text.split("/"), [digits, power = "0"] = above.split("e");
  const [whole, part = ""] = digits.split(".");
  const places = BigInt(part.length) - BigInt(power);
  return fraction(BigInt(whole + part) * 10n ** (places < 0n ? -places : 0n),
    BigInt(below) * 10n ** (places > 0n ? places : 0n));
}

// |x| times 10^places rounded half to even, and whether nothing was lost.
function digits(x, places) {
  const above = size(x.n) * 10n ** BigInt(Math.max(0, places)), below = x.d * 10n ** BigInt(Math.max(0, -places));
  let nearest = above / below;
  const rest = above % below;
  if (2n * rest > below || (2n * rest === below && nearest % 2n)) nearest += 1n;
  return [nearest, rest === 0n];
}

// The power p with 10^p <= |x| < 10^(p+1).
function power(x) {
  const n = size(x.n);
  let guess = n.toString().length - x.d.toString().length;
  const reached = p => p >= 0 ? n >= x.d * 10n ** BigInt(p) : n * 10n ** BigInt(-p) >= x.d;
  while (reached(guess + 1)) guess++;
  while (!reached(guess)) guess--;
  return guess;
}

// How many decimals write x exactly; null if none do, or if it takes more than `most` significant digits.
function decimals(x, most) {
  if (x.n === 0n) return 0;
  const n = size(x.n), limit = 10n ** BigInt(most);
  if (n * limit <= x.d || n >= x.d * limit) return null;
  let rest = x.d, twos = 0, fives = 0;
  while (rest % 2n === 0n && twos <= 2 * most) { rest /= 2n; twos++; }
  while (rest % 5n === 0n && fives <= 2 * most) { rest /= 5n; fives++; }
  if (rest !== 1n) return null;
  const places = Math.max(twos, fives), written = (n * 10n ** BigInt(places) / x.d).toString();
  const significant = places ? (written.replace(/0+$/, "") || "0").length : n.toString().length;
  return significant <= most ? places : null;
}

function fixed(x, places, zeros = 0) {
  const [number, same] = digits(x, places - zeros);
  const text = (number * 10n ** BigInt(zeros)).toString().padStart(places + 1, "0");
  return {negative: x.n < 0n && number !== 0n, exact: same, exponent: null,
    digits: places ? `${text.slice(0, -places)}.${text.slice(-places)}` : text};
}

function rounded(x, figures = 4, most = 8) {
  const ending = decimals(x, most);
  if (ending !== null) return fixed(x, ending);
  let p = power(x);
  if (digits(x, figures - 1 - p)[0] >= 10n ** BigInt(figures)) p++;
  if (p >= -4 && p < 7) return fixed(x, Math.max(0, figures - 1 - p), Math.max(0, p - figures + 1));
  const [number, same] = digits(x, figures - 1 - p), text = number.toString();
  const behind = same ? text.slice(1).replace(/0+$/, "") : text.slice(1);
  return {negative: x.n < 0n, exact: same, exponent: p, digits: text[0] + (behind && `.${behind}`)};
}

const RAISED = {"-": "⁻", 0: "⁰", 1: "¹", 2: "²", 3: "³", 4: "⁴", 5: "⁵", 6: "⁶", 7: "⁷", 8: "⁸", 9: "⁹"};
function written(number, separator) {
  const {digits, exponent} = number, text = digits.replace(".", separator);
  return exponent === null ? text : `${text}·10${Array.from(String(exponent), c => RAISED[c]).join("")}`;
}
const signed = (x, separator) => {
  const number = rounded(x);
  return (number.negative ? "−" : "") + written(number, separator);
};
// Where no relation stands: a sign only where it is rounded.
const guarded = (x, separator) => (rounded(x).exact ? "" : "≈\u00a0") + signed(x, separator);
const related = (x, separator) => `${rounded(x).exact ? "=" : "≈"} ${signed(x, separator)}`;

// The nearest number that can be drawn; large ones are cut off, far outside of every picture.
function drawable(x) {
  if (x.n === 0n) return 0;
  const p = Math.min(250, power(x));
  if (p < -250) return 0;
  const [number] = digits(x, 16 - p);
  return (x.n < 0n ? -1 : 1) * Math.min(Number(number), 1e17) * 10 ** (p - 16);
}
